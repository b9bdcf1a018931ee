"""A repair ended: what its events say about each visit of a crew is kept (P20)."""

from datetime import datetime

from domain.playbooks.crew_visits import KINDS, Happened, visits
from services.playbooks.starts import kept_start
from store.database import Connection, queries


async def keep_visits(db: Connection, ticket_id: str, reason: str, ended_at: datetime) -> None:
    """In the caller's transaction, after everything that happened has been written; safe to repeat."""
    row = await queries.kept_start(db, ticket_id=ticket_id)
    if row is None:
        return  # started by hand, past the API: nobody knows who was called first
    start = kept_start(row)
    found = queries.course_of_ticket(db, ticket_id=ticket_id, kinds=list(KINDS))
    events = [Happened(each["kind"], each["at"], each["data"]) async for each in found]
    on_site = start.policy.promise("on-site", start.intake.urgent)
    for number, visit in enumerate(visits(events, start.crew_id, on_site, reason, ended_at), 1):
        await queries.keep_crew_visit(
            db,
            ticket_id=ticket_id,
            number=number,
            crew_id=visit.crew_id,
            called_at=visit.called_at,
            arrived_at=visit.arrived_at,
            in_time=visit.in_time,
            disputed=visit.disputed,
            completed_at=visit.completed_at,
            satisfaction=visit.satisfaction,
            outcome=visit.outcome,
            ended_at=visit.ended_at or ended_at,
        )

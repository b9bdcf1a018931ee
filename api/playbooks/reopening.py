"""Opening a closed ticket again (P7, P8): the same number, with a fresh promise."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter
from pydantic import TypeAdapter
from starlette.requests import Request

from api.access.permissions import acting_staff
from api.http.database import connection
from api.http.fields import TicketId
from api.http.idempotency import KEYED, made, remember
from api.http.openapi import BODY, REPEATED, problems
from api.http.problems import Problem
from api.http.route import Route
from api.playbooks.act_bodies import WithReason
from api.playbooks.intake import taken_in
from api.tickets.tickets import Ticket
from domain.playbooks.complaint import Complaint
from domain.playbooks.repair import Repair
from services.playbooks.starts import KINDS, keep_start
from store.database import Connection, queries

router = APIRouter(tags=["tickets"], route_class=Route)


@router.post(
    "/tickets/{ticket_id:id}:reopen",
    operation_id="reopenTicket",
    summary="Open a closed ticket again",
    responses=problems("no-such-ticket", "no-such-person", "ticket-open", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def reopen(request: Request, ticket_id: TicketId, done: WithReason) -> Ticket:
    """A repair or a complaint begins anew under its number; what happened before stays in its timeline."""
    async with connection(request) as db, db.transaction():
        if made(request) is None:
            await _opened(db, ticket_id, done, acting_staff(request, done.by))
            await remember(request, db, ticket_id)
    return await taken_in(request, ticket_id)


async def _opened(db: Connection, ticket_id: str, done: WithReason, by: str) -> None:
    row, kept = await queries.get_ticket(db, id=ticket_id), await queries.kept_start(db, ticket_id=ticket_id)
    # A loan that is over is asked for anew: who granted it once has not granted it again.
    if row is None or kept is None or row["kind"] == "Lending":
        raise Problem("no-such-ticket")
    if await queries.get_staff(db, id=by) is None:
        raise Problem("no-such-person")
    if row["stage"] != "closed":
        raise Problem("ticket-open")
    adapter: TypeAdapter[Any] = KINDS[kept["workflow"]]
    start = adapter.validate_python(kept["input"])
    # It goes on as it stood when it was closed: as urgent, with the crew and the department it had last.
    intake = replace(
        start.intake, version=row["version"] + 1, reopened=row["reopened"] + 1, urgent=row["urgent"]
    )
    changed: dict[str, Any] = {"intake": intake}
    if isinstance(start, Repair | Complaint):
        changed["department_id"] = row["department_id"]
    if isinstance(start, Repair):
        changed["crew_id"] = row["crew_id"]
    await keep_start(db, ticket_id, replace(start, **changed))
    text_id = await queries.add_text(db, ticket_id=ticket_id, kind="reopen", body=done.said(), author=by)
    await queries.record_reopening(db, ticket_id=ticket_id, actor=by, text_id=text_id, version=intake.version)

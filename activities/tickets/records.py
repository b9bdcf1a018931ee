"""Writes what happened to a ticket and where it stands, in one transaction (P19, P34)."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter
from temporalio import activity

from domain.messages.calling_hours import Window
from domain.playbooks.complaint_categories import BUILT_IN, Categories
from domain.tickets.feedback import CONCERNED_BY, CONCERNED_OTHERWISE, is_fed_back
from domain.tickets.state import Opened, OpenTicket, RecordState, TicketEvent, Wait
from services.playbooks.crew_visits import keep_visits
from services.playbooks.lending import keep_loan
from services.tickets.opening import open_row
from store.database import Connection, Pool, present, queries

_WINDOWS: TypeAdapter[tuple[Window, ...]] = TypeAdapter(tuple[Window, ...])


class TicketActivities:
    """Its neighbour: Postgres."""

    def __init__(self, pool: Pool, categories: Categories = BUILT_IN) -> None:
        """`pool` from `store.database.connect`; `categories` say which departments hear of a complaint."""
        self._pool, self._categories = pool, categories

    def activities(self) -> list[Callable[..., Any]]:
        """What a worker registers."""
        return [self.record_state, self.open_ticket]

    @activity.defn(name="record_state")
    async def record_state(self, record: RecordState) -> None:
        """Safe to repeat: an event is written once, an older state never overwrites a newer."""
        state = record.state
        async with self._pool.acquire() as db, db.transaction():
            for number, event in enumerate(record.events):
                await queries.record_ticket_event(
                    db,
                    dedupe_key=f"{record.ticket_id}/{state.version}/{number}",
                    ticket_id=record.ticket_id,
                    kind=event.kind,
                    at=event.at,
                    actor=event.actor,
                    data=dict(event.data),
                    text_id=event.text_id,
                )
                await _keep(db, record, event)
                await keep_loan(db, record.ticket_id, event)
                await self._feed_back(db, record, event)
            row = asdict(state) | {"acts": list(state.acts), "waits": [_wait(each) for each in state.waits]}
            await queries.snapshot_state(db, id=record.ticket_id, **row)
            if state.close_reason:
                await queries.withdraw_queued(db, ticket_id=record.ticket_id)

    @activity.defn(name="open_ticket")
    async def open_ticket(self, opening: OpenTicket) -> Opened:
        """Give the ticket its place in the read model. Safe to repeat."""
        async with self._pool.acquire() as db, db.transaction():
            await open_row(db, opening)
            hours = await queries.preferred_hours(db, customer_id=opening.intake.customer_id)
        return Opened(_WINDOWS.validate_python(hours))

    async def _feed_back(self, db: Connection, record: RecordState, event: TicketEvent) -> None:
        """The end of a repair or complaint is told to the departments concerned (P19)."""
        if not is_fed_back(event.kind):
            return
        category = await queries.category_of(db, ticket_id=record.ticket_id)
        found = queries.acts_done(db, ticket_id=record.ticket_id, acts=list(CONCERNED_BY))
        by_acts = [kind async for row in found for kind in CONCERNED_BY[row["kind"]]]
        await queries.keep_feedback(
            db,
            ticket_id=record.ticket_id,
            department_id=record.state.department_id,
            kinds=[*self._categories.concerns(category), *by_acts],
            usual=list(CONCERNED_OTHERWISE),
            reason=present(record.state.close_reason),
            category=category,
            reopened=record.state.reopened,
            at=event.at,
        )


def _wait(wait: Wait) -> dict[str, str | None]:
    return {**asdict(wait), "since": wait.since.isoformat()}


async def _keep(db: Connection, record: RecordState, event: TicketEvent) -> None:
    """Events that reports are made of have a table of their own."""
    if event.kind == "record_result":
        answers = {key: value for key, value in event.data.items() if key != "satisfaction"}
        await queries.keep_call_record(
            db,
            ticket_id=record.ticket_id,
            agent_id=event.actor,
            satisfaction=event.data["satisfaction"],
            answers=answers,
            text_id=event.text_id,
            at=event.at,
        )
    elif event.kind in ("check_identity", "identity_not_shown", "decide_request", "answer_request"):
        await _keep_privacy(db, record.ticket_id, event)
    elif event.kind == "mark_duplicate":
        other_id = event.data.get("of")
        await queries.link_duplicate(db, ticket_id=record.ticket_id, other_id=other_id)
        await queries.keep_duplicate(db, ticket_id=record.ticket_id, other_id=other_id)
    elif event.kind == "crew_assessed":
        await keep_visits(db, record.ticket_id, record.state.close_reason or "", event.at)
    elif event.kind in ("carried_out", "customer_accepts", "customer_refuses"):
        await queries.replace_acceptances(db, ticket_id=record.ticket_id, but=None)


async def _keep_privacy(db: Connection, ticket_id: str, event: TicketEvent) -> None:
    """Who made sure of a person, decided, and answered: the record of a request (P23)."""
    by, at = event.actor, event.at
    if event.kind == "check_identity":
        identity = event.data["identity"]
        await queries.privacy_identity(db, ticket_id=ticket_id, identity=identity, by=by, at=at)
    elif event.kind == "identity_not_shown":
        decision, ground = "refused", "not_the_person"
        await queries.privacy_decision(
            db, ticket_id=ticket_id, decision=decision, ground=ground, by=by, at=at
        )
    elif event.kind == "decide_request":
        decision, said = event.data["decision"], event.data.get("ground")
        await queries.privacy_decision(db, ticket_id=ticket_id, decision=decision, ground=said, by=by, at=at)
    else:
        await queries.privacy_answer(db, ticket_id=ticket_id, by=by, at=at)

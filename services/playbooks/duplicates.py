"""Closing a ticket as another's duplicate: of two that name each other one stays; nothing is lost (P19)."""

from collections.abc import Mapping
from typing import Any

from temporalio.client import WorkflowQueryFailedError, WorkflowQueryRejectedError
from temporalio.common import QueryRejectCondition
from temporalio.service import RPCError, RPCStatusCode

from domain.playbooks.every_ticket import Duplicate
from domain.playbooks.registry import BY_NAME
from domain.tickets.state import TicketState
from services.backend import Backend
from services.refused import Refused, unfit
from store.database import Connection, queries
from store.rows.tickets.tickets import TicketRow

HowAsked = Mapping[str, Any]
"""How it was asked for: by whom, with which text, under which key."""


async def goes_on(backend: Backend, ticket_id: str) -> bool:
    """Whether the ticket's workflow runs and is not about to end, by its own word; the row may lag behind."""
    handle = backend.temporal.get_workflow_handle(ticket_id)
    try:
        async with backend.reaching_temporal():
            state: TicketState = await handle.query(
                "where_it_stands",
                result_type=TicketState,
                reject_condition=QueryRejectCondition.NOT_OPEN,
            )
    except (WorkflowQueryRejectedError, WorkflowQueryFailedError):
        return False
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
        return False
    return state.close_reason is None and bool(state.acts)


async def ask(db: Connection, ticket_id: str, form: Duplicate, asked: HowAsked, *, runs: bool) -> None:
    """Note in the caller's transaction what is asked for; both tickets are locked until it ends.

    From then on the ticket counts as ending: none is closed as its duplicate. `runs`: what `goes_on` said of
    the other. Raises Refused where the other cannot hold the matter to its end.
    """
    if form.of == ticket_id:
        raise unfit("of", "own-duplicate")
    locked = {row["id"]: row async for row in queries.lock_tickets(db, ids=[ticket_id, form.of])}
    if form.of not in locked or ticket_id not in locked:
        raise Refused("no-such-ticket")
    own, other = locked[ticket_id], locked[form.of]
    if own["stage"] == "closed":
        raise Refused("ticket-closed")
    await _require_same_matter(db, own, other)
    if other["stage"] == "closed":
        raise await _closed(db, own, other)
    if not runs or await queries.duplicate_of(db, ticket_id=form.of) is not None:
        raise unfit("of", "duplicate-ending")
    await queries.ask_duplicate(db, ticket_id=ticket_id, other_id=form.of, asked=dict(asked))


async def _require_same_matter(db: Connection, own: TicketRow, other: TicketRow) -> None:
    playbook = BY_NAME.get(other["kind"])
    if playbook is None or not playbook.can_hold(own["kind"]):
        raise unfit("of", "duplicate-kind")
    found = await queries.same_matter(db, ticket_id=own["id"], other_id=other["id"])
    if found is None or not (found["same_person"] or found["same_flat"]):
        raise unfit("of", "duplicate-of-another")


async def _closed(db: Connection, own: TicketRow, other: TicketRow) -> Refused:
    """Where the other was itself a duplicate, the ticket to name is the one that has the matter now."""
    if other["close_reason"] == "duplicate":
        holder = await queries.goes_on_in(db, ticket_id=other["id"])
        if holder is not None and holder != own["id"]:
            return unfit("of", "duplicate-elsewhere", ticket=holder)
    return unfit("of", "duplicate-closed")


async def forget(db: Connection, ticket_id: str, asked: HowAsked | None = None) -> None:
    """It is nobody's duplicate: what was `asked` was refused; without that, it is opened again."""
    await queries.forget_duplicate(db, ticket_id=ticket_id, asked=None if asked is None else dict(asked))

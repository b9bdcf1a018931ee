"""Starting one ticket, and cancelling one."""

from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from temporalio.service import RPCError, RPCStatusCode

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    Line,
    OwnershipRef,
    Problem,
    Route,
    TicketId,
    actor_of,
    config_of,
    connection,
    locale_of,
    made,
    principal_of,
    problems,
    reaching_temporal,
    recorded_by,
    remember,
    require_temporal,
)
from api.views.tickets import Ticket, ticket_view
from services.playbooks.parts import require_cancelling
from services.playbooks.pre_handover_starts import PREFIX, Prepared, prepare
from services.playbooks.pre_handover_starts import start as start_ticket
from store.database import Connection, present, queries
from store.policies import policy_from_json
from store.rows.playbooks.pre_handover import OwnershipToStartRow

router = APIRouter(tags=["tickets"], route_class=Route)


class NewTicket(BaseModel):
    """The ticket of one ownership, as the building's sequence would start it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "PreHandover", "ownership_id": "O00000001"}]},
    )

    kind: Literal["PreHandover"]
    ownership_id: OwnershipRef


class Cancellation(BaseModel):
    """Why a ticket is cancelled."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reason": "业主要求不再联系"}]}
    )

    reason: Line


class CancelAccepted(BaseModel):
    """The ticket has been told; it closes within moments."""

    ticket_id: str = Field(examples=["pre-handover-O00000001"])
    ticket: str = Field(examples=["/tickets/pre-handover-O00000001"], description="Where to see it closed.")


@router.post(
    "/tickets",
    status_code=201,
    operation_id="startTicket",
    summary="Start one owner's ticket",
    responses={
        200: {"model": Ticket, "description": "The ticket was there already."},
        **problems(
            "no-such-ownership",
            "building-cancelled",
            "no-handover-date",
            "not-enrolled",
            "owner-left",
            "nothing-ahead",
            *BODY,
            *REPEATED,
        ),
    },
    dependencies=[KEYED],
)
async def start(request: Request, response: Response, order: NewTicket) -> Ticket:
    """For an owner added after the building's sequence was started; repeated, it returns the same ticket."""
    config = config_of(request)
    ticket_id, new = PREFIX + order.ownership_id, False
    # One transaction around row and workflow: when Temporal cannot be reached, nothing is left behind.
    async with connection(request) as db, db.transaction():
        row = await queries.ownership_to_start(db, ownership_id=order.ownership_id)
        if row is None:
            raise Problem("no-such-ownership")
        prepared = _prepared(row, config.locale)
        if prepared is not None:
            async with reaching_temporal(config):
                new = await start_ticket(db, config.temporal, config.task_queue, prepared)
        view = present(await queries.ticket_view(db, id=ticket_id))
        found = queries.messages_page(db, state=None, ticket_id=ticket_id, after=0, most=100)
        messages = [] if row["stage"] is None else [message async for message in found]
    response.status_code = 201 if new else 200
    response.headers["Location"] = f"/tickets/{ticket_id}"
    return ticket_view(view, messages, locale_of(request.scope), config)


def _prepared(row: OwnershipToStartRow, locale: str) -> Prepared | None:
    """What to start; None where the ticket is open, or closed with nothing left to send.

    Raises a Problem that says why this owner gets no messages.
    """
    if row["building_status"] == "cancelled":
        raise Problem("building-cancelled")
    if row["handover_date"] is None:
        raise Problem("no-handover-date")
    policy = policy_from_json(row["policy"])
    if policy is None:
        raise Problem("not-enrolled")
    if row["status"] != "active" or row["signed_at"] is not None or row["opted_out"]:
        raise Problem("owner-left")
    if row["open"]:
        return None
    prepared = prepare(row, row["handover_date"], policy, locale, datetime.now(UTC))
    if prepared is None and row["stage"] is None:
        raise Problem("nothing-ahead", date=row["handover_date"])
    return prepared


@router.post(
    "/tickets/{ticket_id:id}:cancel",
    status_code=202,
    operation_id="cancelTicket",
    summary="Cancel a ticket",
    responses=problems(
        "no-such-ticket",
        "not-your-part",
        "concerns-you",
        "never-cancelled",
        "ticket-closed",
        *BODY,
        *REPEATED,
    ),
    dependencies=[KEYED],
)
async def cancel(request: Request, ticket_id: TicketId, cancellation: Cancellation) -> CancelAccepted:
    """Nothing more is sent; the reason goes to the timeline. What has been sent stays sent."""
    config = config_of(request)
    # When Temporal cannot be told, the timeline does not say that it was asked.
    await require_temporal(config)
    async with connection(request) as db, db.transaction():
        if made(request) is None:
            await _note_cancellation(request, db, ticket_id, cancellation)
            await remember(request, db, ticket_id)
    try:
        async with reaching_temporal(config):
            await config.temporal.get_workflow_handle(ticket_id).cancel()
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
        if made(request) is None:
            raise Problem("ticket-closed") from None
    return CancelAccepted(ticket_id=ticket_id, ticket=f"/tickets/{ticket_id}")


async def _note_cancellation(
    request: Request, db: Connection, ticket_id: str, cancellation: Cancellation
) -> None:
    row = await queries.get_ticket(db, id=ticket_id)
    if row is None:
        raise Problem("no-such-ticket")
    if row["stage"] == "closed":
        raise Problem("ticket-closed")
    principal = principal_of(request.scope)
    await require_cancelling(db, row, actor_of(request, principal.staff_id if principal else None))
    await queries.record_cancellation(
        db, ticket_id=ticket_id, actor=recorded_by(request), words={"reason": cancellation.reason}
    )

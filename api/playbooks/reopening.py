"""Opening a closed ticket again (P7, P8): the same number, with a fresh promise."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request

from api.playbooks.bodies import body_of
from api.playbooks.taken_in import show_taken_in
from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    Route,
    TicketId,
    acting_staff,
    actor_of,
    connection,
    made,
    problems,
    remember,
)
from api.views.tickets import Ticket
from domain.playbooks.forms import WithReason
from services.playbooks import reopening

router = APIRouter(tags=["tickets"], route_class=Route)
_BODY = body_of(WithReason)


async def reopen(request: Request, ticket_id: TicketId, done: _BODY) -> Ticket:  # type: ignore[valid-type]
    """A repair or a complaint begins anew under its number; what happened before stays in its timeline."""
    said: Any = done
    async with connection(request) as db, db.transaction():
        if made(request) is None:
            await reopening.reopen(
                db, ticket_id, said.said(), actor_of(request, acting_staff(request, said.by))
            )
            await remember(request, db, ticket_id)
    return await show_taken_in(request, ticket_id)


router.add_api_route(
    "/tickets/{ticket_id:id}:reopen",
    reopen,
    methods=["POST"],
    operation_id="reopenTicket",
    summary="Open a closed ticket again",
    responses=problems(
        "no-such-ticket", "no-such-person", "not-your-part", "concerns-you", "ticket-open", *BODY, *REPEATED
    ),
    dependencies=[KEYED],
)

"""Calls to the customer of a ticket that whoever works on it asks for: `POST /tickets/{id}/calls` (P7)."""

from functools import partial

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    Line,
    Route,
    StaffRef,
    TicketId,
    acting_staff,
    config_of,
    connection,
    locale_of,
    made,
    problems,
    remember,
)
from domain.playbooks.forms import BY
from services.messages.ringing import Ringing, place, put_on_record
from texts import text

router = APIRouter(tags=["phone calls"], route_class=Route)


class RingTheCustomer(BaseModel):
    """Who is to be connected; an empty object: oneself, at a permitted hour."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{}]})

    by: StaffRef | None = Field(None, description=BY)
    at_wish: Line | None = Field(
        None,
        description="The customer's own request to be called at this hour, as it was said. "
        "It goes on record, and opens the hours of rest.",
        examples=["业主来电要求现在回电"],
    )


class Connecting(BaseModel):
    """The call is under way: one's own phone rings first, then the customer's; both numbers stay hidden."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ticket_id": "repair-R2026-000123",
                    "by": "S00000003",
                    "says": "正在接通：您的手机先响，接听后再接通客户。双方都看不到对方的号码。",
                    "timeline": "/tickets/repair-R2026-000123/timeline",
                }
            ]
        }
    )

    ticket_id: str
    by: str = Field(description="Whose phone rings.")
    says: str = Field(description="What happens now, in the caller's language.")
    timeline: str = Field(description="Where it stands how the call ends.")


@router.post(
    "/tickets/{ticket_id:id}/calls",
    status_code=202,
    operation_id="ringCustomer",
    summary="Be connected with the customer of a ticket",
    responses=problems(
        "no-such-ticket",
        "no-such-person",
        "only-lent",
        "ticket-closed",
        "not-called-about",
        "customer-rests",
        "call-under-way",
        *BODY,
        *REPEATED,
    ),
    dependencies=[KEYED],
)
async def ring_customer(request: Request, ticket_id: TicketId, asked: RingTheCustomer) -> Connecting:
    """Rings once: never outside the permitted hours unless the customer wished it, never twice at a time."""
    config = config_of(request)
    by, earlier = acting_staff(request, asked.by), made(request)
    ringing = Ringing(ticket_id, by, asked.at_wish, config.locale)
    async with connection(request) as db, db.transaction():
        order = await put_on_record(db, ringing, config.policies, earlier, partial(remember, request))
    await place(config.backend, order, repeated=earlier is not None)
    return Connecting(
        ticket_id=ticket_id,
        by=by,
        says=text(locale_of(request.scope), "ring-under-way"),
        timeline=f"/tickets/{ticket_id}/timeline",
    )

"""Calls that were placed, or were not: to whom, when, and what became of them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    LARGEST_ID,
    Cursor,
    Limit,
    Page,
    Route,
    TicketFilter,
    clear,
    connection,
    locale_of,
    masked,
    page_of,
    problems,
    read_cursor,
    same_names,
    wording,
)
from domain.messages.calls import CallOutcome, Leg
from store.database import queries
from store.rows.messages.calls import CallRow

router = APIRouter(tags=["phone calls"], route_class=Route)

State = Literal["queued", "placing", "placed", "ended", "failed", "unknown"]

_EXAMPLE: dict[str, Any] = {
    "id": 1, "ticket_id": "repair-R2026-000123", "kind": "notice", "kind_name": "语音通知",
    "staff_id": "S00000003", "customer_id": None, "phone": "199****0003", "state": "ended",
    "state_name": "已结束", "outcome": "acknowledged", "outcome_name": "已接听并按键确认", "leg": None,
    "pressed_key": "1", "talk_seconds": 12, "recording_url": None, "provider": "sandbox", "attempts": 1,
    "error_code": None, "placed_at": "2026-12-16T10:00:00+08:00", "ended_at": "2026-12-16T10:00:20+08:00",
}  # fmt: skip


class PhoneCall(BaseModel):
    """One call to a member of staff, or between one and a customer."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: int
    ticket_id: str
    kind: Literal["notice", "bridge"]
    kind_name: str = Field(description="In the caller's language.")
    staff_id: str = Field(description="Who is told, or the agent.")
    customer_id: str | None
    phone: str | None = Field(description="The member of staff's, masked; null before the first attempt.")
    state: State
    state_name: str = Field(description="In the caller's language.")
    outcome: CallOutcome | None = Field(description="How it ended.")
    outcome_name: str | None = Field(description="In the caller's language.")
    leg: Leg | None = Field(description="Whose phone of a bridge decided the outcome.")
    pressed_key: str | None
    talk_seconds: int
    recording_url: str | None = Field(description="Where the provider keeps the recording.")
    provider: str
    attempts: int
    error_code: str | None = Field(description="The provider's, or ours where it was never asked.")
    placed_at: datetime | None = Field(description="By the ticket's clock.")
    ended_at: datetime | None


_OTHERWISE = ("phone", "recording_url", "kind_name", "state_name", "outcome_name")
"""What not everybody reads as it is, and what codes are called."""


def _view(row: CallRow, locale: str) -> PhoneCall:
    bridged = row["kind"] == "bridge" and row["outcome"] == "answered"
    outcome = "answered-bridge" if bridged else row["outcome"]
    return PhoneCall(
        **same_names(PhoneCall, row, but=_OTHERWISE),
        kind_name=wording(locale, "call-kind", row["kind"]),
        phone=masked(row["phone"]) if row["phone"] else None,
        recording_url=row["recording_url"] if clear("text") else None,
        state_name=wording(locale, "call-state", row["state"]),
        outcome_name=wording(locale, "call-outcome", outcome) if outcome else None,
    )


@router.get(
    "/phone-calls",
    operation_id="listPhoneCalls",
    summary="Calls by state",
    responses=problems(),
)
async def listing(
    request: Request,
    state: Annotated[State | None, Query(description="Only in this state.", examples=["unknown"])] = None,
    ticket: TicketFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[PhoneCall]:
    """One page, oldest first. An `unknown` call may have rung or not; it is never placed again by itself."""
    (after,) = read_cursor(request, "phone-calls", cursor, [0])
    async with connection(request) as db:
        found = queries.calls_page(
            db, state=state, ticket_id=ticket, after=min(after, LARGEST_ID), most=limit + 1
        )
        rows = [row async for row in found]
    locale = locale_of(request.scope)
    return page_of(request, "phone-calls", rows, limit, lambda row: _view(row, locale))

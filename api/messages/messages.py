"""Messages by state, and the word of a person where a provider could not be asked."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    LARGEST_ID,
    REPEATED,
    Cursor,
    Limit,
    MessageId,
    Page,
    Problem,
    Route,
    TicketFilter,
    config_of,
    connection,
    locale_of,
    masked,
    page_of,
    problems,
    read_cursor,
    recorded_by,
    system,
    wording,
)
from services.messages.resolution import resolve
from store.database import queries
from store.rows.messages.messages import MessageInListRow

router = APIRouter(tags=["messages"], route_class=Route)

State = Literal["queued", "sending", "accepted", "delivered", "failed", "unknown", "withdrawn"]

EXAMPLE: dict[str, Any] = {
    "id": 1, "ticket_id": "pre-handover-O00000001", "customer_id": "C00000001", "step": "congratulation",
    "step_name": "交房前30天祝贺短信", "state": "delivered", "state_name": "已送达", "phone": "199****0003",
    "segments": 2, "provider": "sandbox", "attempts": 1, "error_code": None,
    "sent_at": "2026-12-16T10:00:00+08:00", "settled_at": "2026-12-16T10:00:05+08:00",
}  # fmt: skip


class Message(BaseModel):
    """One text to one owner, without its wording."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: int
    ticket_id: str
    customer_id: str | None
    step: str
    step_name: str = Field(description="The step in the caller's language.")
    state: State
    state_name: str = Field(description="The state in the caller's language.")
    phone: str = Field(description="Masked.")
    segments: int
    provider: str
    attempts: int
    error_code: str | None = Field(description="The provider's.")
    sent_at: datetime | None
    settled_at: datetime | None = Field(description="When delivery or failure became known.")


class Resolution(BaseModel):
    """What a person found out about a message of unknown outcome."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"outcome": "not_sent"}]})

    outcome: Literal["sent", "not_sent"] = Field(
        description="`not_sent` lets the message be sent again while it is still in time."
    )


def message_view(row: MessageInListRow, locale: str) -> Message:
    """A row of `messages_page` as callers see it."""
    return Message(
        id=row["id"],
        ticket_id=row["ticket_id"],
        customer_id=row["customer_id"],
        step=row["step"],
        step_name=wording(locale, "step", row["step"]),
        state=row["state"],
        state_name=wording(locale, "message-state", row["state"]),
        phone=masked(row["phone"]),
        segments=row["segments"],
        provider=row["provider"],
        attempts=row["attempts"],
        error_code=row["error_code"],
        sent_at=row["sent_at"],
        settled_at=row["settled_at"],
    )


@router.get(
    "/messages",
    operation_id="listMessages",
    summary="Messages by state",
    responses=problems(),
)
async def listing(
    request: Request,
    state: Annotated[State | None, Query(description="Only in this state.", examples=["unknown"])] = None,
    ticket: TicketFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Message]:
    """One page, oldest first; `state=unknown` is the list a person has to work through."""
    (after,) = read_cursor(request, "messages", cursor, [0])
    async with connection(request) as db:
        found = queries.messages_page(
            db, state=state, ticket_id=ticket, after=min(after, LARGEST_ID), most=limit + 1
        )
        rows = [row async for row in found]
    locale = locale_of(request.scope)
    return page_of(request, "messages", rows, limit, lambda row: message_view(row, locale))


@router.post(
    "/messages/{message_id:id}:resolve",
    status_code=204,
    operation_id="resolveMessage",
    summary="Settle a message of unknown outcome",
    responses=problems("no-such-message", "message-settled", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def settle(request: Request, message_id: MessageId, resolution: Resolution) -> None:
    """A person says whether the provider took the message; until then it is never sent again."""
    config = config_of(request)
    async with connection(request) as db:
        state = await queries.message_state(db, id=message_id)
    if state is None:
        raise Problem("no-such-message")
    with system():
        settled = await resolve(
            config.pool,
            config.temporal,
            message_id,
            resolution.outcome,
            recorded_by(request),
            config.task_queue,
            config.locale,
        )
    if not settled:
        raise Problem("message-settled")

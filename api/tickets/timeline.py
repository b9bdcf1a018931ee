"""What happened to a ticket, and notes that staff add to it."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    LARGEST_ID,
    REPEATED,
    Cursor,
    Limit,
    Name,
    Note,
    Page,
    Problem,
    Route,
    TicketId,
    connection,
    locale_of,
    made,
    moment_of,
    page_of,
    problems,
    read_cursor,
    remember,
    words_shown,
    writer,
)
from api.views.event_texts import event_text
from domain.playbooks.registry import texts_of
from store.database import queries
from store.rows.tickets.timeline import TimelineEntryRow
from store.timeline import actor_of, data_of, signed

router = APIRouter(tags=["tickets"], route_class=Route)

_EXAMPLE: dict[str, Any] = {
    "id": 12, "kind": "message_sent", "at": "2026-12-16T10:00:00+08:00", "actor": "system",
    "text": "交房前30天祝贺短信：已提交短信通道", "data": {"step": "congratulation", "segments": 2},
}  # fmt: skip
_NOTE: dict[str, Any] = {"text": "业主来电，希望周末看样板间。", "author": "客服一组"}


class Event(BaseModel):
    """One thing that happened."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: int
    kind: str
    at: datetime = Field(description="When it happened, by the ticket's clock.")
    actor: str = Field(description="Who did it: `system`, a provider, the customer or staff.")
    text: str = Field(description="The event in the caller's language.")
    data: dict[str, Any]
    words: dict[str, Any] | None = Field(None, description="What was said or written with it.")


class NewNote(BaseModel):
    """A note; it goes no further than the ticket's timeline."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NOTE]})

    text: Note
    author: Name = Field("staff", description="Who wrote it, until people have accounts of their own.")


def _event(found: TimelineEntryRow, locale: str, ticket_id: str) -> Event:
    words = words_shown(found["words"])
    data = data_of({"data": found["data"], "words": words})
    return Event(
        id=found["id"],
        kind=found["kind"],
        at=found["at"],
        actor=actor_of({"actor": found["actor"], "words": words}),
        text=event_text(locale, found["kind"], data, texts_of(ticket_id)),
        data=data,
        words=words_shown(found["body"]),
    )


@router.get(
    "/tickets/{ticket_id:id}/timeline",
    operation_id="ticketTimeline",
    summary="What happened to a ticket",
    responses=problems("no-such-ticket"),
)
async def timeline(
    request: Request, ticket_id: TicketId, limit: Limit = 50, cursor: Cursor = None
) -> Page[Event]:
    """One page in the order of time."""
    at, after_id = read_cursor(request, "timeline", cursor, ["2000-01-01T00:00:00+00:00", 0])
    async with connection(request) as db:
        if await queries.get_ticket(db, id=ticket_id) is None:
            raise Problem("no-such-ticket")
        found = queries.timeline_page(
            db,
            ticket_id=ticket_id,
            after_at=moment_of(request, at),
            after_id=min(after_id, LARGEST_ID),
            most=limit + 1,
        )
        rows = [row async for row in found]
    locale = locale_of(request.scope)
    return page_of(
        request,
        "timeline",
        rows,
        limit,
        lambda row: _event(row, locale, ticket_id),
        position=lambda row: [row["at"].isoformat(), row["id"]],
    )


@router.post(
    "/tickets/{ticket_id:id}/notes",
    status_code=201,
    operation_id="addNote",
    summary="Add a note to a ticket",
    responses=problems("no-such-ticket", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def add_note(request: Request, ticket_id: TicketId, note: NewNote) -> Event:
    """Adds the note to the timeline, open ticket or closed."""
    actor, words = signed(note.author, {"text": note.text})
    actor = writer(request, "author" in note.model_fields_set) or actor
    async with connection(request) as db, db.transaction():
        earlier = made(request)
        row = await queries.timeline_entry(db, id=int(earlier)) if earlier else None
        if row is None:
            row = await queries.add_note(db, ticket_id=ticket_id, actor=actor, words=words)
            if row is None:
                raise Problem("no-such-ticket")
            await remember(request, db, str(row["id"]))
    return _event(row, locale_of(request.scope), ticket_id)

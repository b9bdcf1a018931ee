"""What owners texted back, and who has seen to it (P1)."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    LARGEST_ID,
    REPEATED,
    BuildingFilter,
    Cursor,
    Limit,
    Name,
    Note,
    Occasion,
    Page,
    Route,
    connection,
    line_shown,
    masked,
    name_shown,
    page_of,
    place_shown,
    problems,
    read_cursor,
    same_names,
    writer,
)
from services.messages.replies import handle_reply
from store.database import present, queries
from store.rows.messages.replies import RepliesPageRow
from store.timeline import signed

router = APIRouter(tags=["replies"], route_class=Route)

_EXAMPLE: dict[str, Any] = {
    "id": 12, "ticket_id": "pre-handover-O00000001", "at": "2026-12-16T10:21:00+08:00", "text": "报名",
    "opt_out": False, "building_id": "B000001", "building": "云湖国际 3期", "room": "1栋1单元1201",
    "customer_id": "C00000001", "owner": "李示例", "phone": "199****0003", "handled": True,
    "handled_at": "2026-12-16T11:05:00+08:00", "handled_by": "客服一组", "note": "已约周六上午看样板间",
}  # fmt: skip
_HANDLED: dict[str, Any] = {"author": "客服一组", "note": "已约周六上午看样板间"}

ReplyId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="The reply's id.", examples=[12])]


class Reply(BaseModel):
    """What an owner texted back."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: int
    ticket_id: str = Field(description="The ticket that last wrote to the number.")
    at: datetime = Field(description="When it came in, by the ticket's clock.")
    text: str
    opt_out: bool = Field(description="Understood as an opt-out and carried out: nobody has to see to it.")
    building_id: str | None
    building: str | None
    room: str = Field(description="Block, unit and room.")
    customer_id: str | None
    owner: str | None
    phone: str | None = Field(description="The owner's number today, masked.")
    handled: bool = Field(description="An opt-out, or seen to by somebody.")
    handled_at: datetime | None
    handled_by: str | None
    note: str | None = Field(description="What came of it.")


class Handled(BaseModel):
    """Somebody has seen to the reply."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_HANDLED]})

    author: Name = Field("staff", description="Who, until people have accounts of their own.")
    note: Note | None = Field(None, description="What came of it; goes to the ticket's timeline.")


def _view(row: RepliesPageRow) -> Reply:
    given = same_names(Reply, row, but=("phone", "room", "text", "note", "handled"))
    if given["owner"] is not None:
        given["owner"] = name_shown(given["owner"])
    came_of_it = row["handled_words"] or {}
    return Reply(
        **given | {"handled_by": came_of_it.get("author", row["handled_by"])},
        text=line_shown(present(row["words"])["text"]),
        note=line_shown(came_of_it["note"]) if came_of_it.get("note") else None,
        room=place_shown("".join(part or "" for part in (row["block"], row["unit"], row["room"]))),
        phone=masked(row["phone"]) if row["phone"] else None,
        handled=row["opt_out"] or row["handled_at"] is not None,
    )


@router.get("/replies", operation_id="listReplies", summary="What owners texted back", responses=problems())
async def listing(
    request: Request,
    building: BuildingFilter = None,
    since: Annotated[Occasion | None, Query(description="Only what came in at this moment or later.")] = None,
    handled: Annotated[
        bool | None, Query(description="`false`: only what somebody still has to see to.", examples=[False])
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Reply]:
    """One page in the order in which they came in; `handled=false` is the list to work through."""
    (after,) = read_cursor(request, "replies", cursor, [0])
    async with connection(request) as db:
        found = queries.replies_page(
            db, id=None, building_id=building, since=since, handled=handled, after=after, most=limit + 1
        )
        rows = [row async for row in found]
    return page_of(request, "replies", rows, limit, _view)


@router.post(
    "/replies/{reply_id:id}:handled",
    operation_id="replyHandled",
    summary="Say that a reply was seen to",
    responses=problems("no-such-reply", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def handled(request: Request, reply_id: ReplyId, done: Handled) -> Reply:
    """In the ticket's timeline; where somebody has said so before, that stays."""
    actor, words = signed(done.author, {"note": done.note})
    actor = writer(request, "author" in done.model_fields_set) or actor
    async with connection(request) as db:
        return _view(await handle_reply(db, reply_id, by=actor, words=words))

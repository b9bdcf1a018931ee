"""What belongs to a ticket: other tickets, and files by reference (P19)."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    Line,
    Link,
    Note,
    Problem,
    Route,
    StaffRef,
    TicketId,
    TicketRef,
    acting_staff,
    actor_of,
    config_of,
    connection,
    field_error,
    locale_of,
    made,
    problems,
    remember,
)
from api.views.tickets import Ticket, ticket_view
from domain.playbooks.forms import BY
from services.playbooks.parts import who_acted
from store.database import Connection, present, queries

router = APIRouter(tags=["tickets"], route_class=Route)


class Done(BaseModel):
    """Who did it, with a remark where there is one."""

    by: StaffRef | None = Field(None, description=BY)
    remark: Note | None = None

    def said(self) -> dict[str, Any]:
        """The remark, where there is one."""
        return {} if self.remark is None else {"remark": self.remark}


class LinkTo(Done):
    """The other ticket of the same matter, and how the two belong together in a remark."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"by": "S00000001", "other": "complaint-B2026-000003"}]},
    )
    other: TicketRef


class Attachment(Done):
    """A photo, a scan or a recording: where it is kept, and what it shows."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"by": "S00000001", "title": "水槽下方", "url": "https://files.example/1.jpg"}]
        },
    )
    title: Line
    url: Link
    sha256: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9a-f]{64}$",
            description="Of the file as it was filed, in hexadecimal: a signed paper needs it.",
        ),
    ] = None


@router.post(
    "/tickets/{ticket_id:id}:link",
    operation_id="linkTickets",
    summary="Link two tickets",
    responses=problems("no-such-ticket", "no-such-person", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def link(request: Request, ticket_id: TicketId, done: LinkTo) -> Ticket:
    """Both show the other from then on; linking again changes nothing."""
    if done.other == ticket_id:
        raise Problem("invalid", [field_error(request.scope, "body", "#/other", "same-ticket")])
    async with connection(request) as db, db.transaction():
        await _require(request, db, ticket_id, done)
        if await queries.get_ticket(db, id=done.other) is None:
            raise Problem("no-such-ticket")
        await queries.link_tickets(db, ticket_id=ticket_id, other_id=done.other, kind="related")
        return await _shown(request, db, ticket_id)


@router.post(
    "/tickets/{ticket_id:id}/attachments",
    status_code=201,
    operation_id="attach",
    summary="Attach a file by reference",
    responses=problems("no-such-ticket", "no-such-person", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def attach(request: Request, ticket_id: TicketId, done: Attachment) -> Ticket:
    """The file stays where it is; its address is in the ticket's timeline, for those who may see it."""
    async with connection(request) as db, db.transaction():
        by = await _require(request, db, ticket_id, done)
        if made(request) is None:
            words = {"title": done.title, "url": done.url} | done.said()
            if done.sha256 is not None:
                words["sha256"] = done.sha256
            text_id = await queries.add_text(
                db, ticket_id=ticket_id, kind="attachment", body=words, author=by
            )
            await queries.attached(
                db,
                ticket_id=ticket_id,
                actor=by,
                text_id=text_id,
                words={"title": done.title},
                data=who_acted(actor_of(request, by)),
            )
            await remember(request, db, text_id)
        return await _shown(request, db, ticket_id)


async def _require(request: Request, db: Connection, ticket_id: str, done: Done) -> str:
    """Who does it, once both are known."""
    by = acting_staff(request, done.by)
    if await queries.get_ticket(db, id=ticket_id) is None:
        raise Problem("no-such-ticket")
    if await queries.get_staff(db, id=by) is None:
        raise Problem("no-such-person")
    return by


async def _shown(request: Request, db: Connection, ticket_id: str) -> Ticket:
    view = present(await queries.ticket_view(db, id=ticket_id))
    links = [link async for link in queries.ticket_links(db, ticket_id=ticket_id)]
    return ticket_view(view, [], locale_of(request.scope), config_of(request), (), links)

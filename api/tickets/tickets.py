"""Tickets: which there are, and where each stands."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from fastapi import APIRouter, Query
from starlette.requests import Request

from api.routing import (
    BuildingFilter,
    Cursor,
    Limit,
    Moment,
    Page,
    Problem,
    Route,
    SearchText,
    TicketId,
    config_of,
    connection,
    locale_of,
    page_of,
    problems,
    read_cursor,
)
from api.views.ticket_words import ticket_words
from api.views.tickets import Ticket, TicketSummary, summary, ticket_view
from domain.playbooks.registry import PLAYBOOKS
from store.database import queries

router = APIRouter(tags=["tickets"], route_class=Route)

if TYPE_CHECKING:
    Kind = str
else:
    Kind = Literal[tuple(each.name for each in PLAYBOOKS)]
_PIECES = re.compile(r"(?<=[^\d\s])(?=\d)")
"""Where a number begins within a word."""
_EARLIEST, _LATEST = datetime(1900, 1, 1), datetime(2200, 1, 1)


@router.get("/tickets", operation_id="listTickets", summary="Tickets, filtered", responses=problems())
async def listing(
    request: Request,
    kind: Annotated[Kind | None, Query(description="Only of this kind.")] = None,
    stage: Annotated[
        str | None, Query(pattern=r"^[a-z_]{1,40}$", description="Only in this stage.", examples=["waiting"])
    ] = None,
    building: BuildingFilter = None,
    due_before: Annotated[Moment | None, Query(description="Next step due before this moment.")] = None,
    due_after: Annotated[Moment | None, Query(description="Next step due at this moment or later.")] = None,
    q: SearchText = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[TicketSummary]:
    """One page in the order of ids, which neither new tickets nor progress of old ones disturb."""
    (after,) = read_cursor(request, "tickets", cursor, [""])
    async with connection(request) as db:
        found = queries.tickets_page(
            db,
            kind=kind,
            stage=stage,
            building_id=building,
            due_before=_within(due_before),
            due_after=_within(due_after),
            **_searched(q),
            after=after,
            most=limit + 1,
        )
        rows = [row async for row in found]
    locale = locale_of(request.scope)
    return page_of(request, "tickets", rows, limit, lambda row: TicketSummary(**summary(row, locale)))


@router.get(
    "/tickets/{ticket_id:id}",
    operation_id="getTicket",
    summary="Where a ticket stands",
    responses=problems("no-such-ticket"),
)
async def one(request: Request, ticket_id: TicketId) -> Ticket:
    """Stage, next step, messages and owner; what was reported, shown since, and said by the customer."""
    async with connection(request) as db:
        row = await queries.ticket_view(db, id=ticket_id)
        if row is None:
            raise Problem("no-such-ticket")
        found = queries.messages_page(db, state=None, ticket_id=ticket_id, after=0, most=100)
        messages = [message async for message in found]
        told = [event async for event in queries.told(db, ticket_id=ticket_id)]
        links = [link async for link in queries.ticket_links(db, ticket_id=ticket_id)]
        waits = [wait async for wait in queries.waits_of(db, id=ticket_id)]
        said = [each async for each in queries.ticket_said(db, ticket_id=ticket_id)]
        by_customer = [each async for each in queries.customer_said(db, ticket_id=ticket_id)]
    locale = locale_of(request.scope)
    words = ticket_words(said, by_customer, locale)
    return ticket_view(row, messages, locale, config_of(request), told, links, waits, words)


def _within(moment: datetime | None) -> datetime | None:
    """The moment, moved into the years in which tickets can be due: the driver knows no others."""
    if moment is None:
        return None
    zone = moment.tzinfo
    return min(max(moment, _EARLIEST.replace(tzinfo=zone)), _LATEST.replace(tzinfo=zone))


class _Searched(TypedDict):
    rounds: list[int] | None
    patterns: list[str] | None
    words: list[str] | None


def _searched(given: str | None) -> _Searched:
    """The words of a search, and in a second round the pieces of a flat written in one: 1栋1单元1201."""
    if given is None:
        return {"rounds": None, "patterns": None, "words": None}
    as_typed = given.split()
    pieces = [piece for word in as_typed for piece in _PIECES.split(word)]
    rounds = [as_typed] if pieces == as_typed else [as_typed, pieces]
    found = [(number, _pattern(word), word) for number, words in enumerate(rounds) for word in words]
    return {
        "rounds": [number for number, _, _ in found],
        "patterns": [pattern for _, pattern, _ in found],
        "words": [word for _, _, word in found],
    }


def _pattern(word: str) -> str:
    for special in ("\\", "%", "_"):
        word = word.replace(special, "\\" + special)
    return f"%{word}%"

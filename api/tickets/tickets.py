"""Tickets: which there are, and where each stands."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.access.masking import masked, name_shown, place_shown, words_shown
from api.http.config import ApiConfig
from api.http.database import connection
from api.http.fields import BuildingFilter, Moment, SearchText, TicketId
from api.http.openapi import problems
from api.http.pagination import Cursor, Limit, Page, page_of, read_cursor
from api.http.problems import Problem
from api.http.request_scope import locale_of
from api.http.route import Route, config_of
from api.http.wording import wording
from api.messages.messages import EXAMPLE as MESSAGE
from api.messages.messages import Message, message_view
from api.tickets.event_texts import event_text
from domain.playbooks.lending import ADDRESSES as LENDING_ACTS
from store.database import queries
from store.timeline import data_of
from texts import text

router = APIRouter(tags=["tickets"], route_class=Route)

_SUMMARY: dict[str, Any] = {
    "id": "pre-handover-O00000001", "kind": "PreHandover", "stage": "waiting", "close_reason": None,
    "standing": "下一步：交房前15天样板间邀请", "building_id": "B000001", "building": "云湖国际 3期",
    "room": "1栋1单元1201", "customer_id": "C00000001", "ownership_id": "O00000001",
    "anchor_date": "2027-01-15", "next_step": "show-flat", "due_at": "2026-12-31T10:00:00+08:00",
    "opened_at": "2026-11-24T09:00:00+08:00", "updated_at": "2026-12-16T10:00:05+08:00",
}  # fmt: skip
Kind = Literal["PreHandover", "Repair", "Complaint", "FollowUpCall", "Lending", "PrivacyRequest"]
_PIECES = re.compile(r"(?<=[^\d\s])(?=\d)")
"""Where a number begins within a word."""
_EARLIEST, _LATEST = datetime(1900, 1, 1), datetime(2200, 1, 1)


class TicketSummary(BaseModel):
    """A ticket in a list."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SUMMARY]})

    id: str
    kind: str
    stage: str
    close_reason: str | None
    standing: str = Field(description="Where it stands, in the caller's language.")
    building_id: str | None
    building: str | None
    room: str = Field(description="Block, unit and room.")
    customer_id: str | None
    ownership_id: str | None
    anchor_date: date | None = Field(description="The date its steps are counted from.")
    next_step: str | None
    due_at: datetime | None = Field(description="When the next step, or what was promised, is due.")
    urgent: bool = False
    escalation_level: int = Field(0, description="Rungs of the ladder told since it was due.")
    agent_id: str | None = Field(None, description="Who works on it.")
    crew_id: str | None = None
    department_id: str | None = None
    opened_at: datetime
    updated_at: datetime


class Owner(BaseModel):
    """The owner a ticket is about."""

    customer_id: str
    name: str
    phone: str = Field(description="Masked.", examples=["199****0003"])
    signed_at: datetime | None
    opted_out: bool


class Possible(BaseModel):
    """An act that is possible now, and where to say that it was done."""

    act: str = Field(examples=["arrive"])
    title: str = Field(examples=["工队到场"])
    address: str = Field(examples=["/tickets/repair-R2026-000123:arrive"])


class Promised(BaseModel):
    """What counts now, until when; `time_left` in seconds while paused."""

    name: str = Field(examples=["on-site"])
    title: str = Field(examples=["工队到场"])
    due_at: datetime | None
    paused: bool
    time_left: float | None


class ToldOne(BaseModel):
    """Somebody was told, or a rung of the ladder was reached."""

    at: datetime
    text: str
    data: dict[str, Any]


class Linked(BaseModel):
    """A ticket about the same matter."""

    id: str
    kind: str


_TICKET: dict[str, Any] = {
    **_SUMMARY, "promise": None, "first_contact": None, "reopened": 0, "unconfirmed": None, "possible": [],
    "told": [], "links": [],
    "owner": {"customer_id": "C00000001", "name": "李示例", "phone": "199****0003", "signed_at": None,
              "opted_out": False},
    "messages": [MESSAGE], "timeline": "/tickets/pre-handover-O00000001/timeline", "temporal_ui": None,
}  # fmt: skip


class Ticket(TicketSummary):
    """A ticket with everything about it but its timeline."""

    model_config = ConfigDict(json_schema_extra={"examples": [_TICKET]})

    promise: Promised | None = None
    first_contact: str | None = Field(None, description="Who took it in and stays answerable (P17).")
    reopened: int = 0
    unconfirmed: str | None = Field(None, description="Whom it was handed to and who has not confirmed yet.")
    possible: list[Possible] = Field(default_factory=list, description="What can be done now.")
    told: list[ToldOne] = Field(default_factory=list, description="Who was told when, in order.")
    links: list[Linked] = Field(default_factory=list)
    owner: Owner | None
    messages: list[Message]
    timeline: str = Field(examples=["/tickets/pre-handover-O00000001/timeline"])
    temporal_ui: str | None = Field(description="Its page in the Temporal Web UI, where one is configured.")


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
    return page_of(request, "tickets", rows, limit, lambda row: TicketSummary(**_summary(row, locale)))


@router.get(
    "/tickets/{ticket_id:id}",
    operation_id="getTicket",
    summary="Where a ticket stands",
    responses=problems("no-such-ticket"),
)
async def one(request: Request, ticket_id: TicketId) -> Ticket:
    """Stage, next step, messages and owner."""
    async with connection(request) as db:
        row = await queries.ticket_view(db, id=ticket_id)
        if row is None:
            raise Problem("no-such-ticket")
        found = queries.messages_page(db, state=None, ticket_id=ticket_id, after=0, most=100)
        messages = [message async for message in found]
        told = [event async for event in queries.told(db, ticket_id=ticket_id)]
        links = [link async for link in queries.ticket_links(db, ticket_id=ticket_id)]
    return ticket_view(row, messages, locale_of(request.scope), config_of(request), told, links)


def act_title(locale: str, act: str) -> str:
    """What people call the act."""
    return wording(locale, "act", act)


def _address(ticket_id: str, act: str) -> str:
    """Where to say that the act was done."""
    if act in LENDING_ACTS:
        return f"/loans/{ticket_id}:{LENDING_ACTS[act]}"
    return f"/tickets/{ticket_id}:{act.replace('_', '-')}"


def ticket_view(
    row: Any,
    messages: list[Any],
    locale: str,
    config: ApiConfig,
    told: Sequence[Any] = (),
    links: Sequence[Any] = (),
) -> Ticket:
    """A row of the query `ticket_view` with its messages, as callers see it."""
    owner = None
    # Whoever has asked for a file reads where that stands, and nothing of the file.
    if row["owner"] is not None:
        owner = Owner(
            customer_id=row["customer_id"],
            name=name_shown(row["owner"]),
            phone=masked(row["phone"]),
            signed_at=row["signed_at"],
            opted_out=row["opted_out"],
        )
    page = None
    if config.temporal_ui_url:
        base = config.temporal_ui_url.rstrip("/")
        page = f"{base}/namespaces/{config.temporal.namespace}/workflows/{row['id']}"
    return Ticket(
        **_summary(row, locale),
        promise=_promised(row, locale),
        first_contact=row["first_contact"],
        reopened=row["reopened"],
        unconfirmed=row["unconfirmed"],
        possible=[
            Possible(
                act=act,
                title=act_title(locale, act),
                address=_address(row["id"], act),
            )
            for act in row["acts"]
        ],
        told=[
            ToldOne(at=each["at"], text=event_text(locale, each["kind"], data), data=data)
            for each, data in (
                (each, data_of({**each, "words": words_shown(each["words"])})) for each in told
            )
        ],
        links=[Linked(**link) for link in links],
        owner=owner,
        messages=[message_view(message, locale) for message in messages],
        timeline=f"/tickets/{row['id']}/timeline",
        temporal_ui=page,
    )


def _data_shown(event: Any) -> dict[str, Any]:
    return data_of({**event, "words": words_shown(event["words"])})


def _summary(row: Any, locale: str) -> dict[str, Any]:
    shown = {name: row[name] for name in TicketSummary.model_fields if name not in ("standing", "room")}
    room = place_shown("".join(row[part] or "" for part in ("block", "unit", "room")))
    return {**shown, "room": room, "standing": _standing(row, locale)}


def _promised(row: Any, locale: str) -> Promised | None:
    if row["promise"] is None:
        return None
    return Promised(
        name=row["promise"],
        title=wording(locale, "promise", row["promise"]),
        due_at=row["due_at"],
        paused=row["paused"],
        time_left=row["time_left"].total_seconds() if row["time_left"] is not None else None,
    )


def _standing(row: Any, locale: str) -> str:
    if row["stage"] == "closed":
        return text(locale, "standing-closed", reason=wording(locale, "reason", row["close_reason"]))
    if row["kind"] != "PreHandover":
        return wording(locale, "stage", row["stage"])
    if row["next_step"] is None:
        return text(locale, "standing-open")
    return text(locale, "standing-next", step=wording(locale, "step", row["next_step"]))


def _within(moment: datetime | None) -> datetime | None:
    """The moment, moved into the years in which tickets can be due: the driver knows no others."""
    if moment is None:
        return None
    zone = moment.tzinfo
    return min(max(moment, _EARLIEST.replace(tzinfo=zone)), _LATEST.replace(tzinfo=zone))


def _searched(given: str | None) -> dict[str, list[Any] | None]:
    """The words of a search, and in a second round the pieces of a flat written in one: 1栋1单元1201."""
    if given is None:
        return {"rounds": None, "patterns": None, "words": None}
    as_typed = given.split()
    pieces = [piece for word in as_typed for piece in _PIECES.split(word)]
    rounds = [as_typed] if pieces == as_typed else [as_typed, pieces]
    found = [(number, _pattern(word), word) for number, words in enumerate(rounds) for word in words]
    return {name: [each[n] for each in found] for n, name in enumerate(("rounds", "patterns", "words"))}


def _pattern(word: str) -> str:
    for special in ("\\", "%", "_"):
        word = word.replace(special, "\\" + special)
    return f"%{word}%"

"""The long parts of a customer's file, newest first: communications, problems, maintenance (P22)."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.customers.file_parts import said
from api.routing import (
    Cursor,
    CustomerId,
    Limit,
    Page,
    Problem,
    Route,
    connection,
    locale_of,
    moment_of,
    note_seen,
    page_of,
    place_shown,
    problems,
    read_cursor,
    same_names,
    wording,
    words_shown,
)
from api.views.event_texts import event_text
from domain.customers.file import COMMUNICATION_KINDS, CONTACT_PREFIX, PROBLEM_KINDS
from domain.playbooks.registry import texts_of
from store.database import Connection, queries
from store.rows.customers.files import ContactRow, MaintenanceOfFileRow, ProblemsOfFileRow
from store.timeline import actor_of, data_of

router = APIRouter(tags=["customers"], route_class=Route)

_COMMUNICATION: dict[str, Any] = {
    "at": "2026-11-24T15:00:00+08:00", "kind": "contact_visit", "what": "到店或上门来访", "by": "S00000002",
    "role": "agent", "department_id": "D000001", "ticket_id": None, "direction": "in",
    "content": "看了样板间，想要三居改两居", "assessment": "意向明确，周末再约", "outcome": None,
    "talk_seconds": None,
}  # fmt: skip
_PROBLEM: dict[str, Any] = {
    "ticket_id": "repair-R2026-000001", "kind": "Repair", "urgent": True, "department_id": "D000002",
    "department": "工程部", "opened_at": "2026-11-24T15:00:00+08:00", "open": True, "stage": "repairing",
    "standing": "维修中", "close_reason": None, "reopened": 0, "content": "厨房水槽下方漏水",
}  # fmt: skip
_MAINTENANCE: dict[str, Any] = {
    "ticket_id": "repair-R2026-000001", "opened_at": "2026-11-24T15:00:00+08:00", "open": False,
    "stage": "closed", "standing": "已结束", "urgent": False, "crew_id": "W00000001", "crew": "水电一队",
    "flat": "1栋1单元1201", "arrived_in_time": True, "reopened": 0, "satisfaction": "satisfied",
    "ended_at": "2026-11-26T10:00:00+08:00", "content": "厨房水槽下方漏水",
}  # fmt: skip
_LATEST = datetime(9999, 12, 31, tzinfo=UTC)
_LAST_KEY = "~"
"""After every key."""


class Communication(BaseModel):
    """Somebody had to do with the customer."""

    model_config = ConfigDict(json_schema_extra={"examples": [_COMMUNICATION]})

    at: datetime
    kind: str
    what: str = Field(description="In words, in the caller's language.")
    by: str = Field(description="A member of staff by id, `customer`, `system`, or a name as it was typed.")
    role: str | None = Field(description="What that member of staff is.")
    department_id: str | None
    ticket_id: str | None
    direction: str | None = Field(description="`in`: the customer came to us; `out`: we to the customer.")
    content: str | None
    assessment: str | None = Field(description="Own assessment of whoever had the contact.")
    outcome: str | None = Field(description="What became of a text or a call.")
    talk_seconds: int | None


class CustomerProblem(BaseModel):
    """A line of the table of problems."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PROBLEM]})

    ticket_id: str
    kind: str
    urgent: bool
    department_id: str | None = Field(description="The department concerned.")
    department: str | None
    opened_at: datetime
    open: bool
    stage: str
    standing: str
    close_reason: str | None
    reopened: int
    content: str | None


class Maintenance(BaseModel):
    """A repair, and what it says about its crew."""

    model_config = ConfigDict(json_schema_extra={"examples": [_MAINTENANCE]})

    ticket_id: str
    opened_at: datetime
    open: bool
    stage: str
    standing: str
    urgent: bool
    crew_id: str | None
    crew: str | None
    flat: str | None
    arrived_in_time: bool | None
    reopened: int
    satisfaction: str | None
    ended_at: datetime | None
    content: str | None


Row = TypeVar("Row", bound=Mapping[str, Any])
Line = TypeVar("Line")


def communication(row: ContactRow, locale: str) -> Communication:
    """A row of `contacts_of_file`."""
    words: Mapping[str, Any] = words_shown(row["words"]) or {}
    kind, data = row["kind"], row["data"] or {}
    ours = kind in ("message", "call") or kind.startswith(CONTACT_PREFIX)
    return Communication(
        at=row["at"],
        kind=kind,
        what=wording(locale, "communication", kind)
        if ours
        else event_text(locale, kind, data_of({"data": data, "words": words}), texts_of(row["ticket_id"])),
        by=actor_of({"actor": row["who"], "words": words}),
        role=row["role"],
        department_id=row["department_id"],
        ticket_id=row["ticket_id"],
        direction=data.get("direction"),
        content=said(row["text"])
        or words.get("content")
        or words.get("text")
        or words.get("note")
        or said(in_lines(row["body"])),
        assessment=words.get("assessment"),
        outcome=row["outcome"],
        talk_seconds=data.get("talk_seconds"),
    )


def problem_line(row: ProblemsOfFileRow, locale: str) -> CustomerProblem:
    """A row of `problems_of_file`."""
    return CustomerProblem(**same_names(CustomerProblem, row, but=_OF_TICKET), **_ticket(row, locale))


def maintenance(row: MaintenanceOfFileRow, locale: str) -> Maintenance:
    """A row of `maintenance_of_file`."""
    flat = "".join(part or "" for part in (row["block"], row["unit"], row["room"]))
    return Maintenance(
        **same_names(Maintenance, row, but=(*_OF_TICKET, "flat")),
        flat=place_shown(flat) or None,
        **_ticket(row, locale),
    )


_OF_TICKET = ("ticket_id", "open", "standing", "content")


def _ticket(row: ProblemsOfFileRow | MaintenanceOfFileRow, locale: str) -> dict[str, Any]:
    return {
        "ticket_id": row["id"],
        "open": row["open"],
        "standing": wording(locale, "stage", row["stage"]),
        "content": said(in_lines(row["report"])),
    }


def in_lines(body: Mapping[str, Any] | None) -> str | None:
    """The words of a text of a ticket, one line for each thing that was said."""
    words = [each for each in (body or {}).values() if isinstance(each, str) and each]
    return "\n".join(words) or None


async def communications_page(
    request: Request,
    db: Connection,
    customer_id: str,
    limit: int,
    cursor: str | None = None,
    *,
    begun: bool = False,
) -> Page[Communication]:
    """One page of a file's communications; `begun`: shown elsewhere, and gone on with at its own address."""
    return await _page(
        request, db, customer_id, "communications", queries.contacts_of_file, communication, limit, cursor,
        begun, kinds=list(COMMUNICATION_KINDS),
    )  # fmt: skip


async def problems_page(
    request: Request,
    db: Connection,
    customer_id: str,
    limit: int,
    cursor: str | None = None,
    *,
    begun: bool = False,
) -> Page[CustomerProblem]:
    """One page of a file's problems."""
    return await _page(
        request, db, customer_id, "problems", queries.problems_of_file, problem_line, limit, cursor, begun,
        kinds=list(PROBLEM_KINDS),
    )  # fmt: skip


async def maintenance_page(
    request: Request,
    db: Connection,
    customer_id: str,
    limit: int,
    cursor: str | None = None,
    *,
    begun: bool = False,
) -> Page[Maintenance]:
    """One page of a file's repairs."""
    return await _page(
        request,
        db,
        customer_id,
        "maintenance",
        queries.maintenance_of_file,
        maintenance,
        limit,
        cursor,
        begun,
    )


async def _page(
    request: Request,
    db: Connection,
    customer_id: str,
    listing: str,
    query: Callable[..., AsyncIterator[Row]],
    view: Callable[[Row, str], Line],
    limit: int,
    cursor: str | None,
    begun: bool,
    **more: object,
) -> Page[Line]:
    moment, key = read_cursor(request, listing, cursor, [_LATEST.isoformat(), _LAST_KEY])
    found = query(db, customer_id=customer_id, at=moment_of(request, moment), key=key, most=limit + 1, **more)
    rows = [row async for row in found]
    locale = locale_of(request.scope)
    return page_of(
        request,
        listing,
        rows,
        limit,
        lambda row: view(row, locale),
        position=_position,
        path=f"/customers/{customer_id}/{listing}" if begun else None,
    )


def _position(row: Mapping[str, Any]) -> list[str]:
    at = row["at"] if "at" in row else row["opened_at"]
    return [at.isoformat(), row["key"] if "key" in row else row["id"]]


async def person_of(request: Request, db: Connection, customer_id: str) -> str:
    """Whose file the id leads to, noted in the trail. Raises Problem `no-such-customer`."""
    file = await queries.customer_file(db, id=customer_id)
    if file is None:
        raise Problem("no-such-customer")
    await note_seen(request, file["id"], "file")
    return str(file["id"])


@router.get(
    "/customers/{customer_id:id}/communications",
    operation_id="customerCommunications",
    summary="Every communication with a customer",
    responses=problems("no-such-customer"),
)
async def communications(
    request: Request, customer_id: CustomerId, limit: Limit = 50, cursor: Cursor = None
) -> Page[Communication]:
    """By anyone, newest first: visits, letters, calls, texts, replies, notes."""
    async with connection(request) as db:
        person = await person_of(request, db, customer_id)
        return await communications_page(request, db, person, limit, cursor)


@router.get(
    "/customers/{customer_id:id}/problems",
    operation_id="customerProblems",
    summary="A customer's problems",
    responses=problems("no-such-customer"),
)
async def problem_table(
    request: Request, customer_id: CustomerId, limit: Limit = 50, cursor: Cursor = None
) -> Page[CustomerProblem]:
    """Repairs and complaints, newest first: urgent or not, the department concerned, open or closed."""
    async with connection(request) as db:
        person = await person_of(request, db, customer_id)
        return await problems_page(request, db, person, limit, cursor)


@router.get(
    "/customers/{customer_id:id}/maintenance",
    operation_id="customerMaintenance",
    summary="A customer's maintenance record",
    responses=problems("no-such-customer"),
)
async def maintenance_record(
    request: Request, customer_id: CustomerId, limit: Limit = 50, cursor: Cursor = None
) -> Page[Maintenance]:
    """Repairs, newest first: which crew, in time or not, opened again, satisfied."""
    async with connection(request) as db:
        person = await person_of(request, db, customer_id)
        return await maintenance_page(request, db, person, limit, cursor)

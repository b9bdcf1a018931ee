"""Customers who are perhaps one, found by rule; whether they are, a person says (P22)."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    Cursor,
    CustomerRef,
    Limit,
    Note,
    Page,
    Route,
    connection,
    locale_of,
    masked,
    name_shown,
    next_link,
    note_seen,
    problems,
    read_cursor,
    recorded_by,
    wording,
)
from domain.customers.file import Known, Likeness, Rule, likeness
from services.customers.duplicates import dismiss_duplicate
from store.database import Connection, queries
from store.rows.customers.duplicates import PeopleToCompareRow

router = APIRouter(tags=["duplicates"], route_class=Route)

_SCANNED = 1000
"""How many customers are compared for one page: it may be short, or empty, and still have a next one."""
_CHUNK = 250
_DONE = "~"
"""After every customer that the last one may be alike."""
_ONE: dict[str, Any] = {"id": "C00000001", "name": "李示例", "phone": "199****0003", "signed": True}
_TWO: dict[str, Any] = {"id": "C00000002", "name": "李 示例先生", "phone": "199****0004", "signed": False}
_PAIR: dict[str, Any] = {
    "one": _ONE, "two": _TWO, "rule": "flat_name_otherwise", "score": 80,
    "because": "同一套房，姓名写法不同", "agrees": ["name", "flat"], "differs": ["number"],
}  # fmt: skip
_DISMISSED: dict[str, Any] = {"one": "C00000001", "two": "C00000002", "reason": "父子二人，共用一个号码"}


class Alike(BaseModel):
    """One of two customers who are perhaps the same."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ONE]})

    id: str
    name: str
    phone: str = Field(description="Masked.")
    signed: bool


class Duplicate(BaseModel):
    """Two customers who are perhaps one person."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PAIR]})

    one: Alike = Field(description="The earlier one.")
    two: Alike
    rule: Rule
    score: int = Field(description="How sure the rule is, of 100.")
    because: str = Field(description="In words, in the caller's language.")
    agrees: list[str]
    differs: list[str]


class Duplicates(Page[Duplicate]):
    """A page of pairs, and how far it has come."""

    looked_through: float = Field(
        ge=0,
        le=1,
        examples=[0.25],
        description="How much of the archive this page and those before it cover.",
    )


class Dismissal(BaseModel):
    """The two are two."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_DISMISSED]})

    one: CustomerRef
    two: CustomerRef
    reason: Note | None = None


@router.get(
    "/duplicates", operation_id="listDuplicates", summary="Perhaps the same customer", responses=problems()
)
async def listing(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Duplicates:
    """Pairs by rule: one number, one flat, a name written otherwise.

    A page looks through a part of the archive, so it can be short, or empty, while `next` leads on;
    `looked_through` says how far it is. Whoever stops asking stops the work.
    """
    given = read_cursor(request, "duplicates", cursor, ["", ""])
    locale = locale_of(request.scope)
    async with connection(request) as db:
        found, following = await candidates(db, (given[0], given[1]), limit)
        share = await queries.looked_through(db, place=following[0]) if following else 1.0
    await note_seen(request, [known["id"] for pair in found for known in pair[:2]], "file")
    return Duplicates(
        items=[_view(*pair, locale) for pair in found],
        next=next_link(request, "duplicates", following) if following else None,
        looked_through=share,
    )


Place = tuple[str, str]
Pair = tuple[PeopleToCompareRow, PeopleToCompareRow, Likeness]


async def candidates(db: Connection, after: Place, limit: int) -> tuple[list[Pair], Place | None]:
    """The pairs behind `after`, the earlier customer first; and where to go on, if anywhere."""
    found: list[Pair] = []
    place, scanned = after, 0
    while scanned < _SCANNED:
        last = await queries.last_of_next_customers(db, begin=place[0], most=_CHUNK)
        if last is None or (last == place[0] and place[1] == _DONE):
            return found, None
        async for at, pair in _pairs(db, place[0], last):
            if at <= place:
                continue
            if len(found) == limit:
                return found, place
            found.append(pair)
            place = at
        place = (last, _DONE)
        scanned += _CHUNK
    return found, place


async def _pairs(db: Connection, first: str, last: str) -> AsyncIterator[tuple[Place, Pair]]:
    """What the customers of this stretch have to do with others; each pair comes up once."""
    rows = [(row["one"], row["two"]) async for row in queries.duplicate_pairs(db, begin=first, last=last)]
    ids = sorted({each for row in rows for each in row})
    people = {row["id"]: row async for row in queries.people_to_compare(db, ids=ids)}
    for one, two in rows:
        low, high = people[min(one, two)], people[max(one, two)]
        if one == high["id"] and _found_from(low, high):
            continue
        alike = likeness(_known(low), _known(high))
        if alike is not None:
            yield (one, two), (low, high, alike)


def _found_from(low: PeopleToCompareRow, high: PeopleToCompareRow) -> bool:
    """Whether the pair comes up at the earlier of the two already."""
    return high["phone"] in _known(low).numbers or bool(_known(low).flats & _known(high).flats)


def _known(row: PeopleToCompareRow) -> Known:
    numbers = frozenset((row["phone"], *row["other_phones"]))
    return Known(row["id"], row["name"], numbers, frozenset(row["flats"] or ()))


def _view(one: PeopleToCompareRow, two: PeopleToCompareRow, alike: Likeness, locale: str) -> Duplicate:
    return Duplicate(
        one=_alike(one),
        two=_alike(two),
        rule=alike.rule,
        score=alike.score,
        because=wording(locale, "duplicate", alike.rule),
        agrees=list(alike.agrees),
        differs=list(alike.differs),
    )


def _alike(row: PeopleToCompareRow) -> Alike:
    return Alike(
        id=row["id"],
        name=name_shown(row["name"]),
        phone=masked(row["phone"]),
        signed=row["signed_at"] is not None,
    )


@router.post(
    "/duplicates:dismiss",
    status_code=204,
    operation_id="dismissDuplicate",
    summary="Say that two customers are two",
    responses=problems("no-such-customer", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def dismiss(request: Request, dismissal: Dismissal) -> None:
    """They are not listed again until a name, a number or a flat of one of them changes."""
    async with connection(request) as db:
        await dismiss_duplicate(
            db, dismissal.one, dismissal.two, reason=dismissal.reason, by=recorded_by(request)
        )
    await note_seen(request, sorted((dismissal.one, dismissal.two)), "file")

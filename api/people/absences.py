"""Absences, and who stands in."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.people.fields import AbsenceId, ActiveFilter, Code, Occasion, StaffFilter, StaffRef
from api.people.register import changing, require_person, unfit
from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    Cursor,
    IfMatch,
    Limit,
    Page,
    Problem,
    Route,
    connection,
    made,
    page_of,
    problems,
    read_cursor,
    remember,
    revised,
    tag,
)
from store.database import Connection, queries
from store.rows.people.duty import AbsenceRow

router = APIRouter(tags=["staff"], route_class=Route)

_EXAMPLE: dict[str, Any] = {
    "staff_id": "S00000001", "begins": "2027-01-04T00:00:00+08:00", "ends": "2027-01-11T00:00:00+08:00",
    "deputy_id": "S00000002", "reason": "leave",
}  # fmt: skip
_SHOWN: dict[str, Any] = {
    "id": 1, **_EXAMPLE, "active": True, "version": 1,
    "created_at": "2026-11-24T09:00:00+08:00", "updated_at": "2026-11-24T09:00:00+08:00",
}  # fmt: skip
_ENDS = "The first moment when he or she is back."
_REASON = "The company's own code: leave, sick, training …"
_DEPUTY = "Who is told instead; somebody else who is there all the time. Null for nobody."


class NewAbsence(BaseModel):
    """Somebody will be, or has been, away."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    staff_id: StaffRef
    begins: Occasion
    ends: Occasion = Field(description=_ENDS)
    deputy_id: StaffRef | None = Field(None, description=_DEPUTY)
    reason: Code = Field(description=_REASON, examples=["leave"])


class AbsencePatch(BaseModel):
    """What to change; fields left out stay as they are (their defaults are never used)."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"ends": "2027-01-13T00:00:00+08:00"}]}
    )

    begins: Occasion = Field(default_factory=lambda: datetime.max)
    ends: Occasion = Field(default_factory=lambda: datetime.max, description=_ENDS)
    deputy_id: StaffRef | None = Field(default_factory=lambda: None, description=_DEPUTY)
    reason: Code = Field(default_factory=str, description=_REASON)
    active: bool = Field(default_factory=bool, description="`false`: it does not take place.")


class Absence(BaseModel):
    """An absence as it stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHOWN]})

    id: int
    staff_id: str
    begins: datetime
    ends: datetime
    deputy_id: str | None
    reason: str
    active: bool
    version: int = Field(description="Grows with every change; also the ETag.")
    created_at: datetime
    updated_at: datetime


@router.post(
    "/absences",
    status_code=201,
    operation_id="addAbsence",
    summary="Say that somebody is away",
    responses=problems("absences-overlap", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def add(request: Request, response: Response, absence: NewAbsence) -> Absence:
    """Adds an absence; `Location` says where it is."""
    async with changing(request) as db:
        earlier = made(request)
        row = await queries.get_absence(db, id=int(earlier)) if earlier else None
        if row is None:
            new = absence.model_dump()
            await require_person(request, db, "staff_id", new["staff_id"])
            await _require_fit(request, db, new, None)
            row = await queries.add_absence(db, **new)
            await remember(request, db, str(row["id"]))
    response.headers["Location"] = f"/absences/{row['id']}"
    tag(response, row)
    return Absence(**row)


@router.get("/absences", operation_id="listAbsences", summary="Absences, filtered", responses=problems())
async def listing(
    request: Request,
    staff: StaffFilter = None,
    at: Annotated[Occasion | None, Query(description="Only those that cover this moment.")] = None,
    active: ActiveFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Absence]:
    """One page, oldest first."""
    (after,) = read_cursor(request, "absences", cursor, [0])
    async with connection(request) as db:
        found = queries.absences_page(db, staff_id=staff, at=at, active=active, after=after, most=limit + 1)
        rows = [row async for row in found]
    return page_of(request, "absences", rows, limit, lambda row: Absence(**row))


@router.get(
    "/absences/{absence_id:id}",
    operation_id="getAbsence",
    summary="One absence",
    responses=problems("no-such-absence"),
)
async def one(request: Request, response: Response, absence_id: AbsenceId) -> Absence:
    """The absence, with its version as ETag."""
    async with connection(request) as db:
        row = await queries.get_absence(db, id=absence_id)
    if row is None:
        raise Problem("no-such-absence")
    tag(response, row)
    return Absence(**row)


@router.patch(
    "/absences/{absence_id:id}",
    operation_id="changeAbsence",
    summary="Change an absence, or call it off",
    responses=problems("no-such-absence", "absences-overlap", "changed-meanwhile", *BODY),
)
async def change(
    request: Request, response: Response, absence_id: AbsenceId, patch: AbsencePatch, if_match: IfMatch = None
) -> Absence:
    """Back early: a new `ends`. Not away at all: `active` false."""
    async with changing(request) as db:
        row = await queries.get_absence(db, id=absence_id)
        if row is None:
            raise Problem("no-such-absence")
        new = revised(row, patch, if_match)
        if new is not None:
            await _require_fit(request, db, {**new, "staff_id": row["staff_id"]}, row)
            row = await queries.revise_absence(db, id=absence_id, **new)
    tag(response, row)
    return Absence(**row)


async def _require_fit(request: Request, db: Connection, new: dict[str, Any], old: AbsenceRow | None) -> None:
    """What no longer takes place is questioned only where it changes: its deputy may have left."""
    staff_id, deputy_id = new["staff_id"], new["deputy_id"]
    if new["begins"] >= new["ends"]:
        raise unfit(request, "ends", "ends-first")
    if deputy_id == staff_id:
        raise unfit(request, "deputy_id", "own-deputy")
    takes_place = new.get("active", True)
    if takes_place or (old is not None and deputy_id != old["deputy_id"]):
        await require_person(request, db, "deputy_id", deputy_id)
    if not takes_place:
        return
    time = {"begins": new["begins"], "ends": new["ends"]}
    other = await queries.absence_meeting(
        db, staff_id=staff_id, except_id=old["id"] if old is not None else None, **time
    )
    if other is not None:
        raise Problem("absences-overlap", other=other)
    if deputy_id is not None:
        away = await queries.absence_meeting(db, staff_id=deputy_id, except_id=None, **time)
        if away is not None:
            raise unfit(request, "deputy_id", "deputy-away", other=away)

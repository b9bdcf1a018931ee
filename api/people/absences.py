"""Absences, and who stands in."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    AbsenceId,
    ActiveFilter,
    Code,
    Cursor,
    IfMatch,
    Limit,
    Occasion,
    Page,
    Problem,
    Route,
    StaffFilter,
    StaffRef,
    changes_of,
    connection,
    made_once,
    page_of,
    problems,
    read_cursor,
    seen_version,
    tag,
)
from services.people.absences import change_absence, record_absence
from store.database import queries

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
    row = await made_once(
        request,
        lambda db, kept: queries.get_absence(db, id=int(kept)),
        lambda db: record_absence(db, **absence.model_dump()),
    )
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
    async with connection(request) as db:
        row = await change_absence(db, absence_id, changes_of(patch), seen=seen_version(if_match))
    tag(response, row)
    return Absence(**row)

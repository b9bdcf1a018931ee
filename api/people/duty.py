"""Weekly duty times: when somebody is there."""

from datetime import datetime, time
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    ActiveFilter,
    Cursor,
    DutyTimeId,
    IfMatch,
    Limit,
    LocalHour,
    Page,
    Problem,
    Route,
    StaffFilter,
    StaffRef,
    Weekday,
    changes_of,
    connection,
    made_once,
    page_of,
    problems,
    read_cursor,
    seen_version,
    tag,
)
from services.people.duty import add_duty_time, change_duty_time
from store.database import queries

router = APIRouter(tags=["staff"], route_class=Route)

_EXAMPLE: dict[str, Any] = {"staff_id": "S00000001", "weekday": 1, "begins": "09:00", "ends": "17:00"}
_SHOWN: dict[str, Any] = {
    "id": 1, **_EXAMPLE, "active": True, "version": 1,
    "created_at": "2026-11-24T09:00:00+08:00", "updated_at": "2026-11-24T09:00:00+08:00",
}  # fmt: skip
_ENDS = "Local time. At or before `begins` it lies on the next day: 22:00 to 06:00 is one night."


class NewDutyTime(BaseModel):
    """Every week from now on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    staff_id: StaffRef
    weekday: Weekday
    begins: LocalHour
    ends: LocalHour = Field(json_schema_extra={"description": _ENDS})


class DutyTimePatch(BaseModel):
    """What to change; fields left out stay as they are (their defaults are never used)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"ends": "18:00"}]})

    weekday: Weekday = Field(default_factory=int)
    begins: LocalHour = Field(default_factory=time)
    ends: LocalHour = Field(default_factory=time, json_schema_extra={"description": _ENDS})
    active: bool = Field(default_factory=bool, description="`false`: no longer.")


class DutyTime(BaseModel):
    """A duty time as it stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHOWN]})

    id: int
    staff_id: str
    weekday: int = Field(description="1 is Monday, 7 is Sunday.")
    begins: LocalHour
    ends: LocalHour
    active: bool
    version: int = Field(description="Grows with every change; also the ETag.")
    created_at: datetime
    updated_at: datetime


@router.post(
    "/duty-times",
    status_code=201,
    operation_id="addDutyTime",
    summary="Add a weekly duty time",
    responses=problems("duty-times-overlap", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def add(request: Request, response: Response, duty_time: NewDutyTime) -> DutyTime:
    """Adds a duty time; `Location` says where it is. Whoever has none is never on duty."""
    row = await made_once(
        request,
        lambda db, kept: queries.get_duty_time(db, id=int(kept)),
        lambda db: add_duty_time(db, **duty_time.model_dump()),
    )
    response.headers["Location"] = f"/duty-times/{row['id']}"
    tag(response, row)
    return DutyTime(**row)


@router.get("/duty-times", operation_id="listDutyTimes", summary="Duty times, filtered", responses=problems())
async def listing(
    request: Request,
    staff: StaffFilter = None,
    weekday: Annotated[int | None, Query(ge=1, le=7, description="Only on this day, 1 is Monday.")] = None,
    active: ActiveFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[DutyTime]:
    """One page, oldest first."""
    (after,) = read_cursor(request, "duty-times", cursor, [0])
    async with connection(request) as db:
        found = queries.duty_times_page(
            db, staff_id=staff, weekday=weekday, active=active, after=after, most=limit + 1
        )
        rows = [row async for row in found]
    return page_of(request, "duty-times", rows, limit, lambda row: DutyTime(**row))


@router.get(
    "/duty-times/{duty_time_id:id}",
    operation_id="getDutyTime",
    summary="One duty time",
    responses=problems("no-such-duty-time"),
)
async def one(request: Request, response: Response, duty_time_id: DutyTimeId) -> DutyTime:
    """The duty time, with its version as ETag."""
    async with connection(request) as db:
        row = await queries.get_duty_time(db, id=duty_time_id)
    if row is None:
        raise Problem("no-such-duty-time")
    tag(response, row)
    return DutyTime(**row)


@router.patch(
    "/duty-times/{duty_time_id:id}",
    operation_id="changeDutyTime",
    summary="Change a duty time, or end it",
    responses=problems("no-such-duty-time", "duty-times-overlap", "changed-meanwhile", *BODY),
)
async def change(
    request: Request,
    response: Response,
    duty_time_id: DutyTimeId,
    patch: DutyTimePatch,
    if_match: IfMatch = None,
) -> DutyTime:
    """It counts from this moment on."""
    async with connection(request) as db:
        row = await change_duty_time(db, duty_time_id, changes_of(patch), seen=seen_version(if_match))
    tag(response, row)
    return DutyTime(**row)

"""Crews and who leads them."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    ActiveFilter,
    CodeFilter,
    Codes,
    CrewId,
    Cursor,
    DepartmentFilter,
    DepartmentRef,
    IfMatch,
    Limit,
    Name,
    Page,
    Problem,
    Route,
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
from services.people.crews import change_crew, form_crew
from store.database import queries

router = APIRouter(tags=["staff"], route_class=Route)

_EXAMPLE: dict[str, Any] = {
    "name": "水电一队", "leader_id": "S00000001", "department_id": "D000001", "trades": ["plumbing"],
}  # fmt: skip
_SHOWN: dict[str, Any] = {
    "id": "W00000001", **_EXAMPLE, "active": True, "version": 1,
    "created_at": "2026-11-24T09:00:00+08:00", "updated_at": "2026-11-24T09:00:00+08:00",
}  # fmt: skip


class NewCrew(BaseModel):
    """A crew to add."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    name: Name
    leader_id: StaffRef | None = None
    department_id: DepartmentRef | None = None
    trades: Codes = Field(default_factory=list, description="The company's own codes of what it repairs.")


class CrewPatch(BaseModel):
    """What to change; fields left out stay as they are (their defaults are never used)."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"trades": ["plumbing", "tiling"]}]}
    )

    name: Name = Field(default_factory=str, description="The new name.")
    leader_id: StaffRef | None = Field(
        default_factory=lambda: None, description="The new leader, or null for nobody."
    )
    department_id: DepartmentRef | None = Field(
        default_factory=lambda: None, description="The new department, or null for none."
    )
    trades: Codes = Field(default_factory=list, description="All trades from now on.")
    active: bool = Field(default_factory=bool, description="`false` takes the crew out of use.")


class Crew(BaseModel):
    """A crew as it stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHOWN]})

    id: str
    name: str
    leader_id: str | None
    department_id: str | None
    trades: list[str]
    active: bool
    version: int = Field(description="Grows with every change; also the ETag.")
    created_at: datetime
    updated_at: datetime


@router.post(
    "/crews",
    status_code=201,
    operation_id="addCrew",
    summary="Add a crew",
    responses=problems(*BODY, *REPEATED),
    dependencies=[KEYED],
)
async def add(request: Request, response: Response, crew: NewCrew) -> Crew:
    """Adds a crew; `Location` says where it is."""
    row = await made_once(
        request,
        lambda db, kept: queries.get_crew(db, id=kept),
        lambda db: form_crew(db, **crew.model_dump()),
    )
    response.headers["Location"] = f"/crews/{row['id']}"
    tag(response, row)
    return Crew(**row)


@router.get("/crews", operation_id="listCrews", summary="Crews, filtered", responses=problems())
async def listing(
    request: Request,
    department: DepartmentFilter = None,
    trade: CodeFilter = None,
    active: ActiveFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Crew]:
    """One page, oldest first."""
    (after,) = read_cursor(request, "crews", cursor, [""])
    async with connection(request) as db:
        found = queries.crews_page(
            db, department_id=department, trade=trade, active=active, after=after, most=limit + 1
        )
        rows = [row async for row in found]
    return page_of(request, "crews", rows, limit, lambda row: Crew(**row))


@router.get(
    "/crews/{crew_id:id}", operation_id="getCrew", summary="One crew", responses=problems("no-such-crew")
)
async def one(request: Request, response: Response, crew_id: CrewId) -> Crew:
    """The crew, with its version as ETag."""
    async with connection(request) as db:
        row = await queries.get_crew(db, id=crew_id)
    if row is None:
        raise Problem("no-such-crew")
    tag(response, row)
    return Crew(**row)


@router.patch(
    "/crews/{crew_id:id}",
    operation_id="changeCrew",
    summary="Change name, leader, department or trades, or take out of use",
    responses=problems("no-such-crew", "changed-meanwhile", *BODY),
)
async def change(
    request: Request, response: Response, crew_id: CrewId, patch: CrewPatch, if_match: IfMatch = None
) -> Crew:
    """A crew out of use gets no repairs any more; a supervisor picks another."""
    async with connection(request) as db:
        row = await change_crew(db, crew_id, changes_of(patch), seen=seen_version(if_match))
    tag(response, row)
    return Crew(**row)

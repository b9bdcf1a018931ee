"""Buildings: their names and handover dates."""

from datetime import date, datetime
from typing import Any, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    BuildingId,
    Cursor,
    Day,
    IfMatch,
    Limit,
    Name,
    Page,
    Route,
    changes_of,
    config_of,
    connection,
    made_once,
    page_of,
    problems,
    read_cursor,
    require_temporal,
    seen_version,
    tag,
)
from services.buildings.buildings import add_building, change_building, require_building
from services.buildings.changes import tell_tickets
from store.database import queries
from store.rows.buildings.buildings import BuildingRow

router = APIRouter(tags=["buildings"], route_class=Route)

_EXAMPLE: dict[str, Any] = {"name": "云湖国际 3期", "handover_date": "2027-01-15"}
_SHOWN: dict[str, Any] = {
    "id": "B000001", **_EXAMPLE, "status": "active", "enrolled": False, "version": 1,
    "created_at": "2026-11-24T09:00:00+08:00", "updated_at": "2026-11-24T09:00:00+08:00",
}  # fmt: skip


class NewBuilding(BaseModel):
    """A building to add; its handover date may follow later."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    name: Name
    handover_date: Day | None = None


class BuildingPatch(BaseModel):
    """What to change; fields left out stay as they are (their defaults are never used)."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"handover_date": "2027-02-01"}]}
    )

    name: Name = Field(default_factory=str, description="The new name.")
    handover_date: Day = Field(
        default_factory=date.today, description="The new handover date. Running tickets follow it."
    )
    status: Literal["active", "cancelled"] = Field(
        default_factory=lambda: "active", description="`cancelled` closes every running ticket, for good."
    )


class Building(BaseModel):
    """A building as it stands."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHOWN]})

    id: str
    name: str
    handover_date: date | None
    status: Literal["active", "cancelled"]
    enrolled: bool = Field(description="Whether its pre-handover sequence has been started.")
    version: int = Field(description="Grows with every change; also the ETag.")
    created_at: datetime
    updated_at: datetime


def _shown(row: BuildingRow, response: Response) -> Building:
    tag(response, row)
    return _view(row)


def _view(row: BuildingRow) -> Building:
    return Building(
        id=row["id"],
        name=row["name"],
        handover_date=row["handover_date"],
        status=row["status"],
        enrolled=row["policy"] is not None,
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


@router.post(
    "/buildings",
    status_code=201,
    operation_id="addBuilding",
    summary="Add a building",
    responses=problems(*BODY, *REPEATED),
    dependencies=[KEYED],
)
async def add(request: Request, response: Response, building: NewBuilding) -> Building:
    """Adds a building; `Location` says where it is."""
    row = await made_once(
        request,
        lambda db, kept: queries.get_building(db, id=kept),
        lambda db: add_building(db, **building.model_dump()),
    )
    response.headers["Location"] = f"/buildings/{row['id']}"
    return _shown(row, response)


@router.get(
    "/buildings", operation_id="listBuildings", summary="All buildings, oldest first", responses=problems()
)
async def listing(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Page[Building]:
    """One page of buildings."""
    (after,) = read_cursor(request, "buildings", cursor, [""])
    async with connection(request) as db:
        rows = [row async for row in queries.list_buildings(db, after=after, most=limit + 1)]
    return page_of(request, "buildings", rows, limit, _view)


@router.get(
    "/buildings/{building_id:id}",
    operation_id="getBuilding",
    summary="One building",
    responses=problems("no-such-building"),
)
async def one(request: Request, response: Response, building_id: BuildingId) -> Building:
    """The building, with its version as ETag."""
    async with connection(request) as db:
        row = await require_building(db, building_id)
    return _shown(row, response)


@router.patch(
    "/buildings/{building_id:id}",
    operation_id="changeBuilding",
    summary="Change name, handover date or status",
    responses=problems("no-such-building", "building-cancelled", "changed-meanwhile", *BODY),
)
async def change(
    request: Request,
    response: Response,
    building_id: BuildingId,
    patch: BuildingPatch,
    if_match: IfMatch = None,
) -> Building:
    """A new handover date, or a cancellation, reaches every running ticket of the building."""
    config = config_of(request)
    # A change whose tickets cannot be told now is refused as a whole.
    await require_temporal(config)
    async with connection(request) as db:
        row = await change_building(db, building_id, changes_of(patch), seen=seen_version(if_match))
    await tell_tickets(config.backend, row, config.locale)
    return _shown(row, response)

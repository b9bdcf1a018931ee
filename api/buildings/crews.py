"""Which crew is responsible for a building's repairs, trade by trade."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import BODY, BuildingId, CrewRef, Route, Trade, connection, problems
from services.buildings.buildings import require_building
from services.buildings.crews import make_crew_responsible, make_nobody_responsible
from store.database import Connection, queries

router = APIRouter(tags=["staff"], route_class=Route)

_SHOWN: dict[str, Any] = {
    "trade": "plumbing", "crew_id": "W00000001", "crew": "水电一队", "active": True,
}  # fmt: skip


class Responsible(BaseModel):
    """The crew to make responsible."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"crew_id": "W00000001"}]})

    crew_id: CrewRef


class BuildingCrew(BaseModel):
    """A crew that is responsible for a trade."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHOWN]})

    trade: str
    crew_id: str
    crew: str = Field(description="Its name.")
    active: bool = Field(description="A crew out of use gets no repairs: name another.")


class BuildingCrews(BaseModel):
    """All of a building's responsible crews, by trade."""

    items: list[BuildingCrew]


@router.get(
    "/buildings/{building_id:id}/crews",
    operation_id="listBuildingCrews",
    summary="A building's responsible crews",
    responses=problems("no-such-building"),
)
async def listing(request: Request, building_id: BuildingId) -> BuildingCrews:
    """By trade; `any` stands for all trades that are not named."""
    async with connection(request) as db:
        await require_building(db, building_id)
        return await _crews(db, building_id)


@router.put(
    "/buildings/{building_id:id}/crews/{trade:id}",
    operation_id="setBuildingCrew",
    summary="Make a crew responsible for a trade",
    responses=problems("no-such-building", *BODY),
)
async def put(
    request: Request, building_id: BuildingId, trade: Trade, responsible: Responsible
) -> BuildingCrews:
    """New repairs go to this crew; running tickets keep theirs."""
    async with connection(request) as db, db.transaction():
        await make_crew_responsible(db, building_id, trade, crew_id=responsible.crew_id)
        return await _crews(db, building_id)


@router.delete(
    "/buildings/{building_id:id}/crews/{trade:id}",
    status_code=204,
    operation_id="dropBuildingCrew",
    summary="Make nobody responsible for a trade",
    responses=problems("no-such-building"),
)
async def drop(request: Request, building_id: BuildingId, trade: Trade) -> None:
    """For new repairs of the trade a supervisor picks the crew. Done again, it changes nothing."""
    async with connection(request) as db:
        await make_nobody_responsible(db, building_id, trade)


async def _crews(db: Connection, building_id: str) -> BuildingCrews:
    rows = [row async for row in queries.building_crews(db, building_id=building_id)]
    return BuildingCrews(items=[BuildingCrew(**row) for row in rows])

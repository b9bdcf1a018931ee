"""A building's owners, flat by flat."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BuildingId,
    Cursor,
    Limit,
    Page,
    Problem,
    Route,
    connection,
    masked,
    name_shown,
    page_of,
    place_shown,
    problems,
    read_cursor,
)
from store.database import queries
from store.rows.buildings.owners import OwnersPageRow

router = APIRouter(tags=["buildings"], route_class=Route)

_EXAMPLE: dict[str, Any] = {
    "ownership_id": "O00000001", "customer_id": "C00000001", "name": "李示例", "phone": "199****0003",
    "block": "1栋", "unit": "1单元", "room": "1201", "area": 89.5, "status": "active", "signed": False,
    "opted_out": False, "held": None, "ticket_id": "pre-handover-O00000001", "ticket_stage": "waiting",
}  # fmt: skip


class Owner(BaseModel):
    """An owner of one flat."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    ownership_id: str
    customer_id: str
    name: str
    phone: str = Field(description="Masked.")
    block: str
    unit: str
    room: str
    area: float | None = Field(description="Square metres.")
    status: Literal["active", "sold"]
    signed: bool
    opted_out: bool
    held: str | None = Field(
        default=None,
        description="Why texts wait until somebody has answered (`:resume-texts`, `:sold`, `:opt-out`).",
    )
    ticket_id: str | None
    ticket_stage: str | None


@router.get(
    "/buildings/{building_id:id}/owners",
    operation_id="listOwners",
    summary="A building's owners",
    responses=problems("no-such-building"),
)
async def listing(
    request: Request, building_id: BuildingId, limit: Limit = 50, cursor: Cursor = None
) -> Page[Owner]:
    """One page, one entry per flat and owner; numbers are masked."""
    (after,) = read_cursor(request, "owners", cursor, [""])
    async with connection(request) as db:
        if await queries.get_building(db, id=building_id) is None:
            raise Problem("no-such-building")
        found = queries.owners_page(db, building_id=building_id, after=after, most=limit + 1)
        rows = [row async for row in found]
    return page_of(request, "owners", rows, limit, _owner, position=lambda row: [row["ownership_id"]])


def _owner(row: OwnersPageRow) -> Owner:
    return Owner(
        ownership_id=row["ownership_id"],
        customer_id=row["customer_id"],
        name=name_shown(row["name"]),
        phone=masked(row["phone"]),
        block=place_shown(row["block"]),
        unit=place_shown(row["unit"]),
        room=place_shown(row["room"]),
        area=None if row["area"] is None else float(row["area"]),
        status=row["status"],
        signed=row["signed_at"] is not None,
        opted_out=row["opted_out"],
        held=row["held"],
        ticket_id=row["ticket_id"],
        ticket_stage=row["stage"],
    )

"""Buildings: their names, handover dates, and that they are cancelled (P1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.refused import Refused
from services.revision import revised
from store.database import Connection, queries
from store.rows.buildings.buildings import BuildingRow

_CHANGEABLE = ("name", "handover_date", "status")


async def require_building(db: Connection, building_id: str) -> BuildingRow:
    """The building, cancelled or not. Refuses `no-such-building`."""
    building = await queries.get_building(db, id=building_id)
    if building is None:
        raise Refused("no-such-building")
    return building


async def open_building(db: Connection, building_id: str) -> BuildingRow:
    """A building that something can be done with. Refuses `no-such-building`, `building-cancelled`."""
    building = await require_building(db, building_id)
    if building["status"] == "cancelled":
        raise Refused("building-cancelled")
    return building


async def add_building(db: Connection, *, name: str, handover_date: date | None = None) -> BuildingRow:
    """A building from now on; its handover date may follow later."""
    async with db.transaction():
        return await queries.add_building(db, name=name, handover_date=handover_date)


async def change_building(
    db: Connection, building_id: str, changes: Mapping[str, Any], *, seen: int | None = None
) -> BuildingRow:
    """A new name, a new handover date, or `status` cancelled, which is for good.

    Its running tickets hear of it by `services.buildings.changes.tell_tickets`, once this is on record.
    Refuses `no-such-building`, `changed-meanwhile`, `building-cancelled`.
    """
    async with db.transaction():
        row = await queries.lock_building(db, id=building_id)
        if row is None:
            raise Refused("no-such-building")
        new = revised(row, changes, _CHANGEABLE, seen)
        if new is None:
            return row
        if row["status"] == "cancelled":
            raise Refused("building-cancelled")
        return await queries.revise_building(db, id=building_id, **new)

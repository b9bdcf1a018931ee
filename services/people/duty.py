"""Weekly duty times: when somebody is there."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from domain.people import duty
from services.people.register import changing, require_person
from services.refused import Refused
from services.revision import revised
from store.database import Connection, queries
from store.rows.people.duty import DutyTimeRow

_CHANGEABLE = ("weekday", "begins", "ends", "active")


async def add_duty_time(
    db: Connection, *, staff_id: str, weekday: int, begins: time, ends: time
) -> DutyTimeRow:
    """Every week from now on; 1 is Monday. Refuses `invalid`, `duty-times-overlap`."""
    async with changing(db):
        await require_person(db, "staff_id", staff_id)
        await _require_free(db, duty.DutyTime(staff_id, weekday, begins, ends), None)
        return await queries.add_duty_time(db, staff_id=staff_id, weekday=weekday, begins=begins, ends=ends)


async def change_duty_time(
    db: Connection, duty_time_id: int, changes: Mapping[str, Any], *, seen: int | None = None
) -> DutyTimeRow:
    """It counts from this moment on; `active` false: no longer.

    Refuses `no-such-duty-time`, `changed-meanwhile`, `duty-times-overlap`.
    """
    async with changing(db):
        row = await queries.get_duty_time(db, id=duty_time_id)
        if row is None:
            raise Refused("no-such-duty-time")
        new = revised(row, changes, _CHANGEABLE, seen)
        if new is None:
            return row
        if new["active"]:
            wanted = duty.DutyTime(row["staff_id"], new["weekday"], new["begins"], new["ends"])
            await _require_free(db, wanted, duty_time_id)
        return await queries.revise_duty_time(db, id=duty_time_id, **new)


async def _require_free(db: Connection, wanted: duty.DutyTime, own_id: int | None) -> None:
    async for row in queries.duty_times_of(db, staff_id=wanted.staff_id):
        other = duty.DutyTime(row["staff_id"], row["weekday"], row["begins"], row["ends"])
        if row["id"] != own_id and duty.overlap(other, wanted):
            raise Refused("duty-times-overlap", other=row["id"])

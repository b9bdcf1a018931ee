"""Absences, and who stands in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.people.register import changing, require_person
from services.refused import Refused, unfit
from services.revision import revised
from store.database import Connection, queries
from store.rows.people.duty import AbsenceRow

_CHANGEABLE = ("begins", "ends", "deputy_id", "reason", "active")


async def record_absence(
    db: Connection, *, staff_id: str, begins: datetime, ends: datetime, deputy_id: str | None, reason: str
) -> AbsenceRow:
    """Somebody is away from `begins` until `ends`. Refuses `invalid`, `absences-overlap`."""
    new = {"staff_id": staff_id, "begins": begins, "ends": ends, "deputy_id": deputy_id}
    async with changing(db):
        await require_person(db, "staff_id", staff_id)
        await _require_fit(db, new, None)
        return await queries.add_absence(
            db, staff_id=staff_id, begins=begins, ends=ends, deputy_id=deputy_id, reason=reason
        )


async def change_absence(
    db: Connection, absence_id: int, changes: Mapping[str, Any], *, seen: int | None = None
) -> AbsenceRow:
    """Back early: a new `ends`. Not away at all: `active` false.

    Refuses `no-such-absence`, `changed-meanwhile`, `invalid`, `absences-overlap`.
    """
    async with changing(db):
        row = await queries.get_absence(db, id=absence_id)
        if row is None:
            raise Refused("no-such-absence")
        new = revised(row, changes, _CHANGEABLE, seen)
        if new is None:
            return row
        await _require_fit(db, {**new, "staff_id": row["staff_id"]}, row)
        return await queries.revise_absence(db, id=absence_id, **new)


async def _require_fit(db: Connection, new: Mapping[str, Any], old: AbsenceRow | None) -> None:
    """What no longer takes place is questioned only where it changes: its deputy may have left."""
    staff_id, deputy_id = new["staff_id"], new["deputy_id"]
    if new["begins"] >= new["ends"]:
        raise unfit("ends", "ends-first")
    if deputy_id == staff_id:
        raise unfit("deputy_id", "own-deputy")
    takes_place = new.get("active", True)
    if takes_place or old is None or deputy_id != old["deputy_id"]:
        await require_person(db, "deputy_id", deputy_id)
    if not takes_place:
        return
    time = {"begins": new["begins"], "ends": new["ends"]}
    other = await queries.absence_meeting(db, staff_id=staff_id, except_id=old and old["id"], **time)
    if other is not None:
        raise Refused("absences-overlap", other=other)
    if deputy_id is not None:
        away = await queries.absence_meeting(db, staff_id=deputy_id, except_id=None, **time)
        if away is not None:
            raise unfit("deputy_id", "deputy-away", other=away)

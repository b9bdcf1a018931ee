"""The people who work here."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.numbers import require_mobile
from services.people.register import changing, require_crew, require_department
from services.refused import Refused
from services.revision import revised
from store.database import Connection, queries
from store.rows.people.staff import StaffMemberRow

_CHANGEABLE = ("name", "phone", "role", "department_id", "crew_id", "skills", "language", "active")


async def take_on(
    db: Connection,
    *,
    name: str,
    phone: str,
    role: str,
    department_id: str | None,
    crew_id: str | None,
    skills: Sequence[str],
    language: str,
) -> StaffMemberRow:
    """Somebody works here from now on. Refuses `invalid`, `staff-number-taken`."""
    async with changing(db):
        number = require_mobile(phone)
        await _require_own_number(db, number, None)
        await require_department(db, department_id)
        await require_crew(db, crew_id)
        return await queries.add_staff(
            db,
            name=name,
            phone=number,
            role=role,
            department_id=department_id,
            crew_id=crew_id,
            skills=list(dict.fromkeys(skills)),
            language=language,
        )


async def change_person(
    db: Connection, staff_id: str, changes: Mapping[str, Any], *, seen: int | None = None
) -> StaffMemberRow:
    """`active` false: has left, and is told nothing any more.

    What stays as it was is questioned only of somebody who comes back. Whoever heads a department or leads a
    crew stays until somebody else does. Refuses `no-such-person`, `changed-meanwhile`, `invalid`,
    `staff-number-taken`, `staff-in-charge`.
    """
    async with changing(db):
        row = await queries.get_staff(db, id=staff_id)
        if row is None:
            raise Refused("no-such-person")
        if "phone" in changes:
            changes = {**changes, "phone": require_mobile(changes["phone"])}
        new = revised(row, changes, _CHANGEABLE, seen)
        if new is None:
            return row
        returns = new["active"] and not row["active"]
        if new["active"]:
            await _require_own_number(db, new["phone"], staff_id)
        if returns or new["department_id"] != row["department_id"]:
            await require_department(db, new["department_id"])
        if returns or new["crew_id"] != row["crew_id"]:
            await require_crew(db, new["crew_id"])
        await _require_nothing_in_charge(db, staff_id, new)
        skills = list(dict.fromkeys(new["skills"]))
        return await queries.revise_staff(db, id=staff_id, **{**new, "skills": skills})


async def _require_own_number(db: Connection, number: str, staff_id: str | None) -> None:
    holder = await queries.staff_with_number(db, phone=number, except_id=staff_id)
    if holder is not None:
        raise Refused("staff-number-taken", staff=holder)


async def _require_nothing_in_charge(db: Connection, staff_id: str, new: Mapping[str, Any]) -> None:
    """Nobody leaves what he or she is in charge of without a successor."""
    headed = [row["id"] async for row in queries.departments_headed(db, id=staff_id)]
    if new["active"]:
        headed = [] if new["role"] == "manager" else [each for each in headed if each != new["department_id"]]
        led = []
    else:
        led = [row["id"] async for row in queries.crews_led(db, id=staff_id)]
    if headed or led:
        raise Refused("staff-in-charge", charge=", ".join([*headed, *led]))

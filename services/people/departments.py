"""Departments and who heads them."""

from collections.abc import Mapping
from typing import Any

from services.people.register import changing, require_person
from services.refused import Refused, unfit
from services.revision import revised
from store.database import Connection, queries
from store.rows.people.departments import DepartmentRow

_CHANGEABLE = ("name", "kind", "head_id", "active")


async def set_up_department(
    db: Connection, *, name: str, kind: str, head_id: str | None = None
) -> DepartmentRow:
    """A department from now on; `kind` is the company's own code. Refuses `invalid`."""
    async with changing(db):
        await _require_head(db, None, head_id)
        return await queries.add_department(db, name=name, kind=kind, head_id=head_id)


async def change_department(
    db: Connection, department_id: str, changes: Mapping[str, Any], *, seen: int | None = None
) -> DepartmentRow:
    """A department in which people or crews still work stays in use.

    Refuses `no-such-department`, `changed-meanwhile`, `invalid`, `department-in-use`.
    """
    async with changing(db):
        row = await queries.get_department(db, id=department_id)
        if row is None:
            raise Refused("no-such-department")
        new = revised(row, changes, _CHANGEABLE, seen)
        if new is None:
            return row
        returns = new["active"] and not row["active"]
        if returns or new["head_id"] != row["head_id"]:
            await _require_head(db, department_id, new["head_id"])
        if not new["active"] and await queries.department_members(db, id=department_id):
            raise Refused("department-in-use")
        return await queries.revise_department(db, id=department_id, **new)


async def _require_head(db: Connection, department_id: str | None, head_id: str | None) -> None:
    """A manager may head several departments; anybody else works in the one he or she heads."""
    head = await require_person(db, "head_id", head_id)
    if head is None or head["role"] == "manager":
        return
    if department_id is None or head["department_id"] != department_id:
        raise unfit("head_id", "head-elsewhere")

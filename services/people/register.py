"""The register of staff: one change after another, and what a change may refer to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.refused import unfit
from store.database import Connection, queries
from store.rows.people.staff import StaffMemberRow


@asynccontextmanager
async def changing(db: Connection) -> AsyncIterator[None]:
    """A transaction that no other change of the register runs beside."""
    async with db.transaction():
        await queries.lock_staff_register(db)
        yield


async def require_person(db: Connection, field: str, staff_id: str | None) -> StaffMemberRow | None:
    """The person's row, or None for none. Refuses `invalid` unless he or she works here."""
    if staff_id is None:
        return None
    person = await queries.get_staff(db, id=staff_id)
    if person is None or not person["active"]:
        raise unfit(field, "unknown-staff")
    return person


async def require_department(db: Connection, department_id: str | None) -> None:
    """Refuses `invalid` unless the department is none, or in use."""
    if department_id is not None:
        department = await queries.get_department(db, id=department_id)
        if department is None or not department["active"]:
            raise unfit("department_id", "unknown-department")


async def require_crew(db: Connection, crew_id: str | None) -> None:
    """Refuses `invalid` unless the crew is none, or in use."""
    if crew_id is not None:
        crew = await queries.get_crew(db, id=crew_id)
        if crew is None or not crew["active"]:
            raise unfit("crew_id", "unknown-crew")

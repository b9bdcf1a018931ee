"""The register of staff: one change after another, and what a change may refer to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from api.routing import Problem, connection, field_error
from store.database import Connection, queries
from store.rows.people.staff import StaffMemberRow


@asynccontextmanager
async def changing(request: Request) -> AsyncIterator[Connection]:
    """A transaction that no other change of the register runs beside."""
    async with connection(request) as db, db.transaction():
        await queries.lock_staff_register(db)
        yield db


def unfit(request: Request, field: str, kind: str, **values: object) -> Problem:
    """The problem that a field of the body does not fit."""
    return Problem("invalid", [field_error(request.scope, "body", f"#/{field}", kind, **values)])


async def require_person(
    request: Request, db: Connection, field: str, staff_id: str | None
) -> StaffMemberRow | None:
    """The person's row, or None for none. Raises Problem `invalid` unless he or she works here."""
    if staff_id is None:
        return None
    person = await queries.get_staff(db, id=staff_id)
    if person is None or not person["active"]:
        raise unfit(request, field, "unknown-staff")
    return person


async def require_department(request: Request, db: Connection, department_id: str | None) -> None:
    """Raises Problem `invalid` unless the department is none, or in use."""
    if department_id is not None:
        department = await queries.get_department(db, id=department_id)
        if department is None or not department["active"]:
            raise unfit(request, "department_id", "unknown-department")


async def require_crew(request: Request, db: Connection, crew_id: str | None) -> None:
    """Raises Problem `invalid` unless the crew is none, or in use."""
    if crew_id is not None:
        crew = await queries.get_crew(db, id=crew_id)
        if crew is None or not crew["active"]:
            raise unfit(request, "crew_id", "unknown-crew")

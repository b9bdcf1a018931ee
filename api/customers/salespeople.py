"""Who may say which salesperson a customer has: it opens the file to that person for good (P3, P23)."""

from starlette.requests import Request

from api.routing import Problem, field_error, principal_of, refused
from store.database import Connection, queries

ASSIGN = "customers.assign"
"""The permission to say whose customer somebody is."""
_SALESPERSON = "salesperson"


async def require_salesperson(
    request: Request, db: Connection, staff_id: str | None, operation: str, pointer: str
) -> None:
    """Raises Problem `not-allowed` without the permission, `no-such-person`, and `invalid` for other staff.

    `staff_id` None: nobody's from now on. `pointer` is where the body names the person.
    """
    principal = principal_of(request.scope)
    if principal is not None and not principal.may(ASSIGN):
        raise refused(request, principal, operation, (ASSIGN,))
    await require_sells(request, db, staff_id, pointer)


async def require_sells(request: Request, db: Connection, staff_id: str | None, pointer: str) -> None:
    """As `require_salesperson`, where the permission does not matter."""
    if staff_id is None:
        return
    person = await queries.get_staff(db, id=staff_id)
    if person is None:
        raise Problem("no-such-person")
    if person["role"] != _SALESPERSON:
        raise Problem("invalid", [field_error(request.scope, "body", pointer, "not-salesperson")])

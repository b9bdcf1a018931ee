"""Whoever opens a page by a link that was texted to their own phone (P23)."""

from starlette.requests import Request

from api.access.door import role_named
from api.access.principal import Principal
from api.http.request_scope import caller_of


def as_holder(
    request: Request,
    *,
    account: str,
    role: str,
    staff_id: str,
    crew_id: str | None,
    department_id: str | None,
) -> None:
    """From here on the request is the holder's: masked as they read, and in the trail as theirs.

    For routes that have found the link, and check by themselves what it opens.
    """
    caller_of(request.scope).principal = Principal(
        account, role_named(role), "token", staff_id=staff_id, crew_id=crew_id, department_id=department_id
    )

"""Who may do what, checked in one place before a request is looked at any further (P23)."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import structlog
from fastapi.routing import APIRoute
from starlette.requests import Request

from api.access.act_permissions import act_permissions
from api.access.principal import Principal, principal_of
from api.http.problems import Problem
from api.http.request_scope import caller_of, locale_of, request_id_of
from api.http.validation import field_error
from services.playbooks.parts import Actor
from texts import text

OPEN = "open"
"""In place of a permission: for whoever knows the address."""
SIGNED_IN = "signed-in"
"""In place of a permission: for everybody who is signed in, about themselves alone."""
_FOR_OTHERS = "tickets.for_others"
_SOMEBODY = "staff"
_STRANGER = "nobody"
_NAMED = "named"
"""Whoever the text names."""
_log = structlog.get_logger("api")


def _read(content: str) -> dict[str, tuple[str, ...]]:
    given: dict[str, Any] = tomllib.loads(content)
    return {name: (needs,) if isinstance(needs, str) else tuple(needs) for name, needs in given.items()}


OPERATIONS: Mapping[str, tuple[str, ...]] = {
    **_read((Path(__file__).parent / "operations.toml").read_text("utf-8")),
    **act_permissions(),
}
"""The permissions of each operation, any of which will do; those of acts stand in their playbooks."""


def operation_of(route: APIRoute) -> str:
    """What the operation of a route is called in `operations.toml`."""
    return str(route.operation_id or route.name)


def require_listed(routes: Iterable[APIRoute], checked: type[APIRoute]) -> None:
    """Raises ValueError for an operation without a line, a line without one, and one that nothing checks."""
    found = {operation_of(route): route for route in routes}
    missing, left_over = sorted(found.keys() - OPERATIONS.keys()), sorted(OPERATIONS.keys() - found.keys())
    unchecked = sorted(
        name
        for name, route in found.items()
        if OPERATIONS.get(name) != (OPEN,) and not isinstance(route, checked)
    )
    if missing or left_over or unchecked:
        raise ValueError(
            f"api/access/operations.toml: without a line {missing}, without an operation {left_over}, "
            f"not checked by their route {unchecked}"
        )


def require_allowed(request: Request, operation: str) -> None:
    """Raises Problem `not-allowed` when the principal's role has none of the operation's permissions."""
    needs = OPERATIONS[operation]
    if OPEN in needs:
        return
    principal = principal_of(request.scope)
    if principal is None:
        raise Problem("unauthorized", headers={"WWW-Authenticate": 'Bearer realm="huifang"'})
    if SIGNED_IN not in needs and not any(principal.may(permission) for permission in needs):
        raise refused(request, principal, operation, needs)


def refused(request: Request, principal: Principal, operation: str, needs: Iterable[str]) -> Problem:
    """The refusal, once it is in the log."""
    _log.warning(
        "access_refused",
        operation=operation,
        needs=list(needs),
        principal=principal.id,
        role=principal.role.name,
        request_id=request_id_of(request.scope),
    )
    locale = locale_of(request.scope)
    return Problem("not-allowed", permission=" / ".join(meaning(locale, each) for each in needs))


def meaning(locale: str, permission: str) -> str:
    """What a permission lets one do, in words."""
    return text(locale, f"permission-{permission.replace('.', '-')}")


def acting_staff(request: Request, claimed: str | None, field: str = "by") -> str:
    """The member of staff an act is recorded for: oneself, or who is named by those who may act for others.

    Raises Problem `not-in-own-name`, and `invalid` when nobody is named who could be.
    """
    principal = principal_of(request.scope)
    own = principal.staff_id if principal is not None else None
    if claimed is None or claimed == own:
        if own is None:
            raise Problem("invalid", [field_error(request.scope, "body", f"#/{field}", "missing")])
        return own
    require_for_others(request)
    caller_of(request.scope).acts_for = claimed
    return claimed


def deciding_staff(request: Request, claimed: str | None) -> str:
    """As `acting_staff`, for what is decided: in one's own name only. The token of the settings is nobody.

    Raises Problem `in-person`.
    """
    by, principal = acting_staff(request, claimed), principal_of(request.scope)
    if principal is not None and principal.via != "settings" and by != principal.staff_id:
        raise Problem("in-person")
    return by


def writer(request: Request, named: bool) -> str | None:
    """The member of staff who writes; None where the body's name stands, or nobody is known by an id.

    `named`: whether the body names an author. Raises Problem `not-in-own-name`.
    """
    principal = principal_of(request.scope)
    if named:
        require_for_others(request)
        caller_of(request.scope).acts_for = _NAMED
        return None
    return principal.staff_id if principal is not None else None


def recorded_by(request: Request) -> str:
    """Who is written down where no person has to be named: staff by their id, others by their account's."""
    principal = principal_of(request.scope)
    if principal is None or principal.via == "settings":
        return _SOMEBODY
    return principal.staff_id or principal.id


def require_for_others(request: Request) -> None:
    """Raises Problem `not-in-own-name` for whoever may not record in other people's names."""
    principal = principal_of(request.scope)
    if principal is None or not principal.may(_FOR_OTHERS):
        if principal is not None:
            refused(request, principal, _operation(request), (_FOR_OTHERS,))
        raise Problem("not-in-own-name")


def may_for_others(request: Request) -> bool:
    """Whether the caller may record in other people's names."""
    principal = principal_of(request.scope)
    return principal is not None and principal.may(_FOR_OTHERS)


def actor_of(request: Request, by: str | None) -> Actor:
    """In whose name the request acts (see `acting_staff`), and who makes it."""
    principal = principal_of(request.scope)
    if principal is None:
        return Actor(by, acted_by=_STRANGER, permissions=frozenset())
    everything = principal.via == "settings"
    return Actor(
        by,
        may_for_others(request),
        principal.department_id,
        principal.staff_id or principal.id,
        None if everything else principal.role.permissions,
    )


def note_not_ones_part(request: Request) -> None:
    """An act that is somebody else's part was refused: it stands in the log."""
    principal = principal_of(request.scope)
    if principal is not None:
        refused(request, principal, _operation(request), OPERATIONS[_operation(request)])


def _operation(request: Request) -> str:
    return operation_of(request.scope["route"])

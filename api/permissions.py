"""Who may do what, checked in one place before a request is looked at any further (P23)."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import structlog
from fastapi.routing import APIRoute
from starlette.requests import Request

from api.principal import Principal, principal_of
from api.problems import Problem
from api.request_scope import locale_of, request_id_of
from texts import text

OPEN = "open"
"""In place of a permission: for whoever knows the address."""
_NOBODY = "nobody"
_log = structlog.get_logger("api")


def _read(content: str) -> dict[str, tuple[str, ...]]:
    given: dict[str, Any] = tomllib.loads(content)
    return {name: (needs,) if isinstance(needs, str) else tuple(needs) for name, needs in given.items()}


OPERATIONS: Mapping[str, tuple[str, ...]] = _read(
    (Path(__file__).parent / "operations.toml").read_text("utf-8")
)
"""The permissions of each operation, any of which will do."""


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
            f"api/operations.toml: without a line {missing}, without an operation {left_over}, "
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
    if not any(principal.may(permission) for permission in needs):
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

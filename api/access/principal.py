"""Who makes a request, decided once at the door (P23)."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from starlette.types import Scope

from domain.access.roles import Role

_PRINCIPAL = "huifang.principal"


@dataclass(frozen=True)
class Principal:
    """Somebody signed in, or an integration with its token.

    `id` is the account (`U…`), the token (`K…`), or `settings` for the token of the settings. `role` may be
    narrower than the built-in one of that name: a token carries only the scopes it was made with.
    """

    id: str
    role: Role
    via: Literal["session", "token", "settings"]
    staff_id: str | None = None
    crew_id: str | None = None
    department_id: str | None = None
    session_id: str | None = None

    def may(self, permission: str) -> bool:
        """Whether the role has it."""
        return permission in self.role.permissions


acting: ContextVar[Principal | None] = ContextVar("huifang_principal", default=None)
"""The principal of the request under way; None outside of one, and before sign-in."""


def principal_of(scope: Scope) -> Principal | None:
    """Who makes this request; None: nobody we know."""
    found = scope.get(_PRINCIPAL)
    return found if isinstance(found, Principal) else None


def set_principal(scope: Scope, principal: Principal) -> None:
    """Said by whoever checks who it is, once; for the request's task and for `principal_of`."""
    scope[_PRINCIPAL] = principal
    acting.set(principal)

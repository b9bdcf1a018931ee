"""Who makes a request, decided once at the door (P23)."""

from starlette.types import Scope

from api.http.request_scope import caller_of
from services.caller import Principal

__all__ = ["Principal", "principal_of"]


def principal_of(scope: Scope) -> Principal | None:
    """Who makes this request; None: nobody we know."""
    return caller_of(scope).principal

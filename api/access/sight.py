"""Whether a caller may see a customer or a flat, before the API does something for it as the system (P23)."""

from starlette.requests import Request

from api.access.principal import principal_of
from api.http.database import connection
from api.http.problems import Problem
from domain.access.roles import Reach
from store.database import queries


async def require_customer(request: Request, customer_id: str) -> None:
    """Raises Problem `no-such-customer` for one the caller may not see: as if there were none."""
    if not _sees_all(request):
        async with connection(request) as db:
            if await queries.customer_seen(db, id=customer_id) is None:
                raise Problem("no-such-customer")


async def require_for_writing(request: Request) -> None:
    """Raises Problem `only-lent` where what the address names is there to be read alone (E7).

    Asked by every route that changes something, before it looks any further; what the caller does not
    see at all is left to the route, which says that there is none such.
    """
    if principal_of(request.scope) is None or _sees_all(request):
        return
    for name, for_reading in _FOR_READING.items():
        named = request.path_params.get(name)
        if isinstance(named, str):
            async with connection(request) as db:
                if await for_reading(db, id=named):
                    raise Problem("only-lent")


_FOR_READING = {
    "customer_id": queries.customer_for_reading,
    "ownership_id": queries.ownership_for_reading,
    "ticket_id": queries.ticket_for_reading,
}
"""By the name an address has for it."""


async def require_ownership(request: Request, ownership_id: str) -> None:
    """As `require_customer`, for a flat."""
    if not _sees_all(request):
        async with connection(request) as db:
            if await queries.ownership_seen(db, id=ownership_id) is None:
                raise Problem("no-such-ownership")


def _sees_all(request: Request) -> bool:
    """Then what is done finds out itself whether it is there."""
    principal = principal_of(request.scope)
    return principal is not None and principal.role.reach is Reach.ALL

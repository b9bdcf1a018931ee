"""Whether a caller may see a customer or a flat, before the API does something for it as the system (P23)."""

from starlette.requests import Request

from api.access.principal import principal_of
from api.http.database import connection
from api.http.problems import Problem
from domain.access.roles import Reach
from store.database import Connection, queries


async def require_customer(request: Request, customer_id: str) -> None:
    """Raises Problem `no-such-customer` for one the caller may not see: as if there were none."""
    if not _sees_all(request):
        async with connection(request) as db:
            if await queries.customer_seen(db, id=customer_id) is None:
                raise Problem("no-such-customer")


async def require_more_than_lent(db: Connection, customer_id: str) -> None:
    """Raises Problem `only-lent`: a file is lent for reading. `db` is the caller's connection."""
    if await queries.only_lent(db, id=customer_id):
        raise Problem("only-lent")


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

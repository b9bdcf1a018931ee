"""A person's word that two customers who look like one are two (P22)."""

from services.customers.files import hidden
from services.refused import Refused, unfit
from store.database import Connection, queries


async def dismiss_duplicate(
    db: Connection, one: str, two: str, *, reason: str | None = None, by: str
) -> None:
    """They are not listed again until a name, a number or a flat of one of them changes.

    Refuses `invalid`, `no-such-customer`.
    """
    low, high = sorted((one, two))
    if low == high:
        raise unfit("two", "other-customer")
    async with db.transaction():
        known = await queries.dismiss_duplicate(db, low=low, high=high, reason=hidden(reason), by=by)
        if known is None:
            raise Refused("no-such-customer")

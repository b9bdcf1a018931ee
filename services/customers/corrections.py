"""Takes back what was recorded of an owner by mistake: a signature, a sale."""

from services.refused import Refused
from store.database import Connection, queries


async def take_back_signature(db: Connection, customer_id: str, *, reason: str, by: str) -> None:
    """The customer has not signed; the reason goes to the timeline. Closed tickets stay closed.

    Refuses `no-such-customer`.
    """
    async with db.transaction():
        words = {"reason": reason}
        if await queries.unsign_customer(db, id=customer_id, actor=by, words=words) is None:
            raise Refused("no-such-customer")


async def take_back_sale(db: Connection, ownership_id: str, *, reason: str, by: str) -> None:
    """The flat is its owner's still; the reason goes to the timeline. Its closed ticket stays closed.

    Refuses `no-such-ownership`.
    """
    async with db.transaction():
        words = {"reason": reason}
        if await queries.own_again(db, id=ownership_id, actor=by, words=words) is None:
            raise Refused("no-such-ownership")

"""A person's word on whether a customer was here before (P4)."""

from services.refused import Refused, unfit
from store.database import Connection, queries


async def say_returning(
    db: Connection, customer_id: str, earlier_id: str, *, confirmed: bool, by: str
) -> str:
    """The file's id; said again, the later word counts. `earlier_id` is one of those pointed out.

    Refuses `no-such-customer`, `invalid`.
    """
    async with db.transaction():
        file = await queries.customer_file(db, id=customer_id)
        if file is None:
            raise Refused("no-such-customer")
        pointed_out = [row["id"] async for row in queries.earlier_files(db, customer_id=file["id"])]
        if earlier_id not in pointed_out:
            raise unfit("of", "earlier-customer")
        await queries.say_returning(
            db, customer_id=file["id"], earlier_id=earlier_id, confirmed=confirmed, by=by
        )
        return file["id"]

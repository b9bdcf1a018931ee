"""Who calls, found by the number that was typed: enough to take a request in, never the file (P23)."""

from domain.access.callers import CallerPolicy
from domain.people.staff import COMPANY_ZONE
from services.refused import Refused
from store.database import Connection, queries
from store.rows.customers.customers import CustomerSummaryRow

MOST_FOUND = 10


async def find_caller(
    db: Connection, number: str, *, account: str, staff_id: str, policy: CallerPolicy
) -> list[CustomerSummaryRow]:
    """Everybody with that number, whoever's customers they are; found or not, it counts.

    `db` sees every row. Refuses `numbers-used-up` once the account has typed too many today.
    """
    async with db.transaction():
        await queries.lock_lookups(db, account=account)
        typed = await queries.numbers_looked_up(db, account=account, phone=number, zone=COMPANY_ZONE)
        if not typed["again"] and typed["others"] >= policy.numbers_a_day:
            raise Refused("numbers-used-up")
        found = queries.callers_by_number(db, phone=number, most=MOST_FOUND)
        rows = [row async for row in found]
        ids = [row["id"] for row in rows]
        await queries.keep_lookup(db, account=account, staff_id=staff_id, phone=number, customers=ids or None)
    return rows

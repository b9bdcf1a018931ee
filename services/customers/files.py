"""What people write into a customer's file: its grade, and whose customer it is (P3, P22, P24)."""

from domain.customers.file import Grade
from services.customers.salespeople import require_agent
from services.refused import Refused
from store.database import Connection, queries
from store.rows.customers.customers import CustomerFileRow
from vault.values import Hidden


async def file_to_write(db: Connection, customer_id: str | None) -> CustomerFileRow:
    """The file an id leads to, if it can be written to. Refuses `no-such-customer`, `customer-erased`."""
    row = await queries.customer_file(db, id=customer_id) if customer_id is not None else None
    if row is None:
        raise Refused("no-such-customer")
    if row["erased_at"] is not None:
        raise Refused("customer-erased")
    return row


async def grade_customer(
    db: Connection, customer_id: str, *, grade: Grade, reason: str, by: str
) -> CustomerFileRow:
    """With the reason, and who gave it. Refuses `no-such-customer`, `customer-erased`."""
    async with db.transaction():
        known = await queries.grade_customer(db, id=customer_id, grade=grade, reason=Hidden(reason), by=by)
        return await file_to_write(db, known)


async def assign_agent(db: Connection, customer_id: str, agent_id: str | None, *, by: str) -> CustomerFileRow:
    """The agent sees the file from now on, and whoever had it no longer does; None: nobody's.

    Refuses `no-such-customer`, `no-such-person`, `customer-erased`.
    """
    async with db.transaction():
        await require_agent(db, agent_id)
        known = await queries.assign_customer(db, id=customer_id, agent_id=agent_id)
        file = await file_to_write(db, known)
        await queries.record_assignment(db, customer_id=customer_id, actor=by, data={"agent": agent_id})
        return file


def hidden(text: str | None) -> Hidden | None:
    """Free text, which nobody looks for by its words."""
    return None if text is None else Hidden(text)

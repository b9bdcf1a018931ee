"""What is known of a customer before a contract (P22)."""

from dataclasses import dataclass

from domain.customers.file import PreSaleStage
from services.customers.files import file_to_write, hidden
from services.customers.salespeople import Recorder, require_may_assign, require_salesperson
from services.refused import Refused
from store.database import Connection, queries
from store.rows.customers.files import PreSaleRow


@dataclass(frozen=True)
class PreSaleRecord:
    """All of it: what is left out is empty."""

    stage: PreSaleStage
    source: str | None = None
    """Where the customer came from, as a code of the company's."""
    needs: str | None = None
    salesperson_id: str | None = None
    assessment: str | None = None
    """The salesperson's own."""


async def keep_pre_sale(
    db: Connection, customer_id: str, record: PreSaleRecord, recorder: Recorder
) -> PreSaleRow:
    """The record is this from now on. Whose customer it is changes as with an agent.

    Refuses `no-such-customer`, `customer-erased`, `not-allowed`, `no-such-person`, `invalid`.
    """
    async with db.transaction():
        file = await file_to_write(db, customer_id)
        before = await queries.pre_sale_of_file(db, customer_id=file["id"])
        if record.salesperson_id != (before["salesperson_id"] if before is not None else None):
            require_may_assign(recorder)
            await require_salesperson(db, record.salesperson_id, "salesperson_id")
        return await write_pre_sale(db, file["id"], record, recorder.by)


async def write_pre_sale(db: Connection, customer_id: str, record: PreSaleRecord, by: str) -> PreSaleRow:
    """In the caller's transaction, of a file that is there; whose customer it is has been asked about."""
    kept = await queries.keep_pre_sale(
        db,
        customer_id=customer_id,
        stage=record.stage,
        source=record.source,
        needs=hidden(record.needs),
        salesperson_id=record.salesperson_id,
        assessment=hidden(record.assessment),
        by=by,
    )
    if kept is None:
        raise Refused("no-such-customer")
    return kept

"""Parts of a customer's file on their way in: free text is sealed where it goes (P22, P23)."""

from collections.abc import Mapping
from typing import Any

from store.database import Connection, queries
from store.rows.customers.files import ContractRow, PreSaleRow
from vault.values import Hidden


def hidden(text: str | None) -> Hidden | None:
    """Free text, which nobody looks for by its words."""
    return None if text is None else Hidden(text)


async def keep_pre_sale(
    db: Connection, customer_id: str, record: Mapping[str, Any], by: str
) -> PreSaleRow | None:
    """The record as it is kept now; None when the salesperson or the customer is unknown."""
    salesperson = record["salesperson_id"]
    if salesperson is not None and await queries.get_staff(db, id=salesperson) is None:
        return None
    return await queries.keep_pre_sale(
        db,
        customer_id=customer_id,
        stage=record["stage"],
        source=record["source"],
        needs=hidden(record["needs"]),
        salesperson_id=salesperson,
        assessment=hidden(record["assessment"]),
        by=by,
    )


async def add_contract(db: Connection, customer_id: str, contract: Mapping[str, Any], by: str) -> ContractRow:
    """The contract's row. Raises asyncpg.UniqueViolationError when its number is on file."""
    return await queries.add_contract(
        db, customer_id=customer_id, by=by, **{**contract, "note": hidden(contract["note"])}
    )

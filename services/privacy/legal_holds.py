"""Holds that stop deletion while a dispute lasts (P23)."""

from services.refused import Refused
from store.database import Connection, queries
from store.rows.privacy.holds import LegalHoldRow
from vault.values import Hidden


async def place_hold(
    db: Connection, *, customer_id: str | None = None, ticket_id: str | None = None, reason: str, by: str
) -> LegalHoldRow:
    """On a customer with everything about them, or on one ticket; it counts at once.

    Refuses `no-such-customer`, `no-such-ticket`, `no-such-person`.
    """
    async with db.transaction():
        if customer_id and await queries.numbers_of(db, id=customer_id) is None:
            raise Refused("no-such-customer")
        if ticket_id and await queries.get_ticket(db, id=ticket_id) is None:
            raise Refused("no-such-ticket")
        await _require_person(db, by)
        return await queries.add_hold(
            db, customer_id=customer_id, ticket_id=ticket_id, reason=Hidden(reason), placed_by=by
        )


async def lift_hold(db: Connection, hold_id: int, *, by: str) -> LegalHoldRow:
    """Who lifted it first stays on record. Refuses `no-such-person`, `no-such-hold`."""
    async with db.transaction():
        await _require_person(db, by)
        row = await queries.lift_hold(db, id=hold_id, lifted_by=by)
        if row is None:
            raise Refused("no-such-hold")
        return row


async def _require_person(db: Connection, staff_id: str) -> None:
    if await queries.get_staff(db, id=staff_id) is None:
        raise Refused("no-such-person")

"""Signed contracts: what of them is on file (P1, P22)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import asyncpg

from domain.people.staff import COMPANY_ZONE
from services.backend import Backend
from services.customers.files import file_to_write, hidden
from services.customers.owner_facts import OwnerFacts
from services.refused import Refused, unfit
from services.telling import left_to_reconciler
from store.database import Connection, present, queries
from store.rows.customers.files import ContractRow

_HOME = ZoneInfo(COMPANY_ZONE)


@dataclass(frozen=True)
class SignedContract:
    """As it stands on the paper; payments are none of our business but the day of the first one."""

    number: str
    """One contract per number."""
    signed_on: date
    amount: Decimal | None = None
    """In yuan."""
    first_payment_on: date | None = None
    ownership_id: str | None = None
    """The flat it is about, one of the customer's."""
    note: str | None = None


async def add_contract(db: Connection, customer_id: str, contract: SignedContract, *, by: str) -> ContractRow:
    """The customer has signed from now on; the tickets hear of it by `tell_signed`.

    Refuses `invalid`, `no-such-customer`, `customer-erased`, `no-such-ownership`, `contract-known`.
    """
    _require_past(contract.signed_on, "signed_on")
    if contract.first_payment_on is not None:
        _require_payable(contract.first_payment_on, contract.signed_on, "first_payment_on")
    try:
        async with db.transaction():
            file = await file_to_write(db, customer_id)
            flat = contract.ownership_id
            if flat is not None and not await queries.owns_flat(
                db, ownership_id=flat, customer_id=file["id"]
            ):
                raise Refused("no-such-ownership")
            row = await queries.add_contract(
                db,
                customer_id=file["id"],
                ownership_id=flat,
                number=contract.number,
                signed_on=contract.signed_on,
                amount=contract.amount,
                first_payment_on=contract.first_payment_on,
                note=hidden(contract.note),
                by=by,
            )
            await queries.sign_customer(db, id=file["id"])
            return row
    except asyncpg.UniqueViolationError:
        raise Refused("contract-known") from None


async def record_first_payment(db: Connection, customer_id: str, contract_id: str, day: date) -> ContractRow:
    """The day alone; said again, the later word counts.

    Refuses `no-such-customer`, `customer-erased`, `no-such-contract`, `invalid`.
    """
    async with db.transaction():
        file = await file_to_write(db, customer_id)
        row = await queries.get_contract(db, id=contract_id)
        if row is None or row["customer_id"] != file["id"]:
            raise Refused("no-such-contract")
        _require_payable(day, row["signed_on"], "on")
        return present(await queries.first_payment(db, id=contract_id, customer_id=file["id"], on=day))


async def tell_signed(backend: Backend, customer_id: str, locale: str) -> None:
    """The customer's tickets hear of a signature that is on record: marketing before the handover ends."""
    async with left_to_reconciler(backend, "signature_not_told", customer=customer_id):
        await OwnerFacts.on(backend, locale).tell_signed(customer_id)


def _require_past(day: date, field: str) -> None:
    if day > datetime.now(_HOME).date():
        raise unfit(field, "future")


def _require_payable(day: date, signed_on: date, field: str) -> None:
    _require_past(day, field)
    if day < signed_on:
        raise unfit(field, "before-signature")

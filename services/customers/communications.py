"""Contacts that no ticket and no provider saw: a visit, a letter, a call outside the system (P22)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.customers.file import CONTACT_PREFIX, Contact, Direction
from services.customers.files import file_to_write
from services.refused import Refused, unfit
from store.database import Connection, present, queries


@dataclass(frozen=True)
class Met:
    """How somebody met a customer, and what was said."""

    kind: Contact
    content: str
    direction: Direction = "in"
    at: datetime | None = None
    """None: now."""
    assessment: str | None = None
    """Of whoever had the contact."""


async def record_contact(
    db: Connection, customer_id: str, met: Met, *, by: str, had_by: str | None = None
) -> int:
    """The id of the entry; `had_by` is the member of staff who had the contact, if that was not `by`.

    Refuses `invalid`, `no-such-customer`, `customer-erased`, `no-such-person`.
    """
    now = datetime.now(UTC)
    at = met.at or now
    if at > now:
        raise unfit("at", "future")
    words = {"content": met.content, "assessment": met.assessment}
    async with db.transaction():
        file = await file_to_write(db, customer_id)
        if had_by is not None and await queries.get_staff(db, id=had_by) is None:
            raise Refused("no-such-person")
        row = await queries.add_contact(
            db,
            customer_id=file["id"],
            kind=CONTACT_PREFIX + met.kind,
            at=at,
            actor=had_by or by,
            data={"direction": met.direction},
            words={name: value for name, value in words.items() if value is not None},
        )
        return present(row)["id"]

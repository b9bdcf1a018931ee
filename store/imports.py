"""Bulk import of a building's owners: COPY into a staging table, then set-based merges (P1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from store.database import queries

COLUMNS = ("name", "phone", "other_phones", "block", "unit", "room", "area", "roster_date", "note")
Staged = tuple[str, str, list[str], str, str, str, Decimal | None, date | None, str]


@dataclass(frozen=True)
class Merged:
    """How many customers and ownerships are new, and how many customers have a new number."""

    customers: int
    ownerships: int
    numbers_changed: int


async def import_owners(db: Any, building_id: str, owners: Iterable[Staged]) -> Merged:
    """Merge `owners` (in the order of `COLUMNS`); within the caller's transaction. Twice changes nothing.

    A person is known by name and number. The same name in the same flat with another number is a changed
    number; another name in a known flat is a further owner.
    """
    await queries.create_staging(db)
    await db.copy_records_to_table("staged_owners", records=owners, columns=COLUMNS)
    changed = [row async for row in queries.import_changed_numbers(db, building_id=building_id)]
    customers = [row async for row in queries.import_customers(db)]
    ownerships = [row async for row in queries.import_ownerships(db, building_id=building_id)]
    return Merged(len(customers), len(ownerships), len(changed))

"""Owners' data on its way into a file: which rows, under which number, with which mark (P23)."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from domain.privacy.export_mark import BITS
from services.buildings.buildings import require_building
from services.refused import Refused, Unfit
from store.database import Connection, queries
from store.rows.trail.exports import ExportRowsRow

MOST_ROWS = 20_000


@dataclass(frozen=True)
class ToExport:
    """Whose data: a building's owners, or these customers."""

    building_id: str | None = None
    customers: Sequence[str] | None = None
    status: str | None = None
    """Only flats that are active, or sold."""
    signed: bool | None = None
    """Only owners who have signed a contract, or have not."""


@dataclass(frozen=True)
class TakenOut:
    """What an export holds, before it is written and shown as its reader may see it."""

    id: str
    mark: int
    """Woven into the rows, so that the export is found again by a few of them."""
    rows: Sequence[ExportRowsRow]


async def take_out(db: Connection, wanted: ToExport) -> TakenOut:
    """The rows that whoever asks may see, under a number that is used once, whatever follows.

    Refuses `no-such-building`, and `invalid` for more than `MOST_ROWS`.
    """
    async with db.transaction():
        if wanted.building_id is not None:
            await require_building(db, wanted.building_id)
        found = queries.export_rows(
            db,
            building_id=wanted.building_id,
            customers=wanted.customers,
            status=wanted.status,
            signed=wanted.signed,
            most=MOST_ROWS + 1,
        )
        rows = [row async for row in found]
        if len(rows) > MOST_ROWS:
            raise Refused("invalid", [Unfit("#", "export-size", {"limit": MOST_ROWS})])
        number = await queries.next_export_number(db)
    return TakenOut(f"E{number:08}", secrets.randbits(BITS), rows)

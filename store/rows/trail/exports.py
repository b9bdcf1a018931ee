"""What the queries of `trail/exports.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol, TypedDict

from store.connections import Database, Json


class ExportsPageRow(TypedDict):
    no: int
    at: datetime
    account: str
    role: str | None
    staff_id: str | None
    purpose: str | None
    details: Json


class ExportByMarkRow(TypedDict):
    no: int
    at: datetime
    account: str
    role: str | None
    staff_id: str | None
    purpose: str | None
    address: str | None
    details: Json


class ExportRowsRow(TypedDict):
    building: str
    block: str
    unit: str
    room: str
    status: str
    customer_id: str
    name: str
    phone: str
    signed_at: datetime | None
    opted_out: bool


class TrailExports(Protocol):
    async def next_export_number(self, db: Database) -> int:
        """The number of the next export."""

    def exports_page(
        self, db: Database, *, before: int, account: str | None, most: int
    ) -> AsyncIterator[ExportsPageRow]:
        """Exports that were made, newest first; attempts that were refused made none."""

    def export_by_mark(
        self, db: Database, *, marks: Sequence[str], ids: Sequence[str]
    ) -> AsyncIterator[ExportByMarkRow]:
        """The exports with this mark, or with this id, for whoever found a file."""

    def export_rows(
        self,
        db: Database,
        *,
        building_id: str | None,
        customers: Sequence[str] | None,
        status: str | None,
        signed: bool | None,
        most: int,
    ) -> AsyncIterator[ExportRowsRow]:
        """Owners as an export holds them."""

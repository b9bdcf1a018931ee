"""What the queries of `privacy/holds.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol, TypedDict

from store.connections import Database, Sealable


class LegalHoldRow(TypedDict):
    id: int
    customer_id: str | None
    ticket_id: str | None
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None


class PrivacyHolds(Protocol):
    async def add_hold(
        self,
        db: Database,
        *,
        customer_id: str | None,
        ticket_id: str | None,
        reason: Sealable,
        placed_by: str,
    ) -> LegalHoldRow:
        """A new legal hold, as it is kept."""

    async def get_hold(self, db: Database, *, id: int) -> LegalHoldRow | None:
        """A legal hold by its number, for whoever asks again for the one just placed."""

    async def lift_hold(self, db: Database, *, lifted_by: str | None, id: int) -> LegalHoldRow | None:
        """A hold that is lifted, by whoever lifted it first; nothing where there is no such hold."""

    def holds_page(
        self, db: Database, *, after: int, open: bool | None, most: int
    ) -> AsyncIterator[LegalHoldRow]:
        """A page of legal holds, for the API."""

"""What the queries of `access.sql` take and return. Made by `python -m store.made`."""

from typing import Protocol

from store.connections import Database


class Access(Protocol):
    async def customer_seen(self, db: Database, *, id: str) -> str | None:
        """The id where whoever asks may see the customer, else nothing; asked before a caller is answered
        about a customer.
        """

    async def ownership_seen(self, db: Database, *, id: str) -> str | None:
        """The same for a flat."""

    async def customer_for_reading(self, db: Database, *, id: str) -> bool:
        """Whether the asker sees the customer and may not write there: a file that is lent, or of a ticket
        one was told of. Asked before anything is written; the row policies say the same.
        """

    async def ownership_for_reading(self, db: Database, *, id: str) -> bool:
        """The same for a flat."""

    async def ticket_for_reading(self, db: Database, *, id: str) -> bool:
        """The same for a ticket: one that is seen by a loan alone allows no acts."""

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

    async def only_lent(self, db: Database, *, id: str) -> bool | None:
        """Whether the asker has this file by a loan alone: neither own, nor a ticket of it in hand; asked
        before anything is shown of the file.
        """

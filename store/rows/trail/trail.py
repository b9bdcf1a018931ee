"""What the queries of `trail/trail.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from typing import Any, Protocol, TypedDict

from store.connections import Database, Json, Sealable


class EndOfTrailRow(TypedDict):
    no: int
    mac: str | None
    key: dict[str, Any] | None


class TrailEntryRow(TypedDict):
    no: int
    at: datetime
    account: str
    role: str | None
    staff_id: str | None
    what: str
    operation: str | None
    status: int | None
    customers: list[str]
    ticket_id: str | None
    count: int
    purpose: str | None
    address: str | None
    agent: str | None
    request_id: str | None
    details: Json
    before: str
    mac: str


class TrailPageRow(TypedDict):
    no: int
    at: datetime
    account: str
    role: str | None
    staff_id: str | None
    what: str
    operation: str | None
    status: int | None
    customers: list[str]
    ticket_id: str | None
    count: int
    purpose: str | None
    address: str | None
    agent: str | None
    request_id: str | None
    details: Json


class TrailTrail(Protocol):
    async def lock_trail(self, db: Database) -> str:
        """One writer at a time, until its transaction ends: the order of rows is total."""

    async def end_of_trail(self, db: Database) -> EndOfTrailRow:
        """The newest row and the key of the macs; a statement of its own, so that it sees what the lock
        waited for.
        """

    async def keep_trail_key(self, db: Database, *, key: Sealable) -> str:
        """The key of the macs, made when the first row is written."""

    async def append_to_trail(self, db: Database, parameters: Iterable[dict[str, Any]]) -> None:
        """Adds rows to the trail."""

    def trail_from(self, db: Database, *, no: int, most: int) -> AsyncIterator[TrailEntryRow]:
        """A stretch of the trail in the order in which it was written, for its check."""

    def trail_page(
        self,
        db: Database,
        *,
        before: int,
        customer: str | None,
        account: str | None,
        what: str | None,
        since: datetime | None,
        until: datetime | None,
        most: int,
    ) -> AsyncIterator[TrailPageRow]:
        """A page of the trail, newest first, for the API. A customer's also are the looks at tickets of
        that customer.
        """

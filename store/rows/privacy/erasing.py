"""What the queries of `privacy/erasing.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Protocol, TypedDict

from store.connections import Database, Sealable


class LockPersonRow(TypedDict):
    id: str
    phone: str
    other_phones: list[str]


class IdsOfPersonRow(TypedDict):
    id: str


class OpenTicketsOfCustomerRow(TypedDict):
    id: str
    kind: str


class HoldsOnRow(TypedDict):
    id: int


class StandingOfRow(TypedDict):
    signed_at: datetime | None
    after_sales_until: datetime | None


class PrivacyErasing(Protocol):
    def lock_person(self, db: Database, *, id: str) -> AsyncIterator[LockPersonRow]:
        """The customer, and the duplicates that were merged into it."""

    def ids_of_person(self, db: Database, *, id: str) -> AsyncIterator[IdsOfPersonRow]:
        """The customer's id and those of duplicates that were merged into it, for a copy of everything."""

    async def forget_number(self, db: Database, *, phone: Sealable) -> str:
        """Keeps an erased person's number from marketing. Recognised by its index, read by nobody."""

    async def forget_comparisons(self, db: Database, *, ids: Sequence[str]) -> str:
        """With the blind indexes that merges and comparisons keep: a number can no longer be led back to
        the person.
        """

    def open_tickets_of_customer(
        self, db: Database, *, but: str, customer_id: str
    ) -> AsyncIterator[OpenTicketsOfCustomerRow]:
        """What still runs for a customer and stands against deletion. Whatever they are about; a request
        of the person itself is no obstacle to itself. What was closed as a duplicate runs in the other
        ticket, whose-ever that is.
        """

    def holds_on(self, db: Database, *, customer_id: str) -> AsyncIterator[HoldsOnRow]:
        """Legal holds that keep a customer or one of the tickets."""

    async def standing_of(self, db: Database, *, customer_id: str) -> StandingOfRow:
        """What speaks for keeping the person recognisable."""

    async def person_erased(self, db: Database, *, ids: Sequence[str]) -> str:
        """Notes that the person was erased."""

    async def rest_settled(self, db: Database, *, customer_id: str) -> str:
        """Nothing is left to erase of what was kept at first."""

    async def rest_put_off(self, db: Database, *, due: date | None, customer_id: str) -> str:
        """What was kept at first stays until another day, for the nightly deletion."""

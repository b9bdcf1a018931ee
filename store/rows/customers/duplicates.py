"""What the queries of `customers/duplicates.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol, TypedDict

from store.connections import Database, Json, Sealable


class EarlierFilesRow(TypedDict):
    id: str
    number_agrees: bool
    name_agrees: bool | None
    contracts: int
    signed_at: datetime | None
    confirmed: bool | None
    by: str | None
    at: datetime | None


class DuplicatePairsRow(TypedDict):
    one: str
    two: str


class PeopleToCompareRow(TypedDict):
    id: str
    name: str
    phone: str
    other_phones: list[str]
    signed_at: datetime | None
    created_at: datetime
    flats: Json


class CustomersDuplicates(Protocol):
    def earlier_files(self, db: Database, *, customer_id: str) -> AsyncIterator[EarlierFilesRow]:
        """Others with the same number or name that were there before, and earlier contracts of one's own."""

    async def say_returning(
        self, db: Database, *, customer_id: str, earlier_id: str, confirmed: bool, by: str
    ) -> str:
        """Keeps a person's word on whether a new customer is an earlier one."""

    def duplicate_pairs(self, db: Database, *, begin: str, last: str) -> AsyncIterator[DuplicatePairsRow]:
        """Who shares a number or a flat with one of the next customers, as far as nobody has said that
        they are two.
        """

    async def last_of_next_customers(self, db: Database, *, begin: str, most: int) -> str | None:
        """The last of the next customers to compare: where the page of pairs ends."""

    async def looked_through(self, db: Database, *, place: str) -> float:
        """How much of the archive lies before a customer, from 0 to 1, by the numbers of their ids: nobody
        counts a million rows for it.
        """

    def people_to_compare(self, db: Database, *, ids: Sequence[str]) -> AsyncIterator[PeopleToCompareRow]:
        """What two customers are compared by, for the list of pairs."""

    async def dismiss_duplicate(
        self, db: Database, *, reason: Sealable | None, by: str, low: str, high: str
    ) -> str | None:
        """Notes that two were found to be two; an id where there are both."""

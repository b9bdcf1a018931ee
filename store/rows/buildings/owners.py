"""What the queries of `buildings/owners.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal, Protocol, TypedDict

from store.connections import Database, Sealable


class AddOwnershipRow(TypedDict):
    id: str


class OwnersPageRow(TypedDict):
    ownership_id: str
    block: str
    unit: str
    room: str
    area: Decimal | None
    status: Literal["active", "sold"]
    customer_id: str
    name: str
    phone: str
    signed_at: datetime | None
    opted_out: bool
    held: str | None
    ticket_id: str | None
    stage: str | None


class ChangeNumberRow(TypedDict):
    id: str
    name: str


class CustomersOfPhoneRow(TypedDict):
    id: str


class OpenTicketsOfPhoneRow(TypedDict):
    id: str
    customer_id: str | None


class TicketsOfCustomerRow(TypedDict):
    id: str
    ownership_id: str | None
    stage: str


class NumberChangesRow(TypedDict):
    ownership_id: str
    at: datetime
    ticket_id: str
    failed: list[str]


class BuildingsOwners(Protocol):
    async def add_customer(
        self, db: Database, *, name: Sealable, phone: Sealable, other_phones: Sequence[Sealable]
    ) -> str:
        """The id of a customer, added where there is none of this name and number; for demo data and
        stories, which have no roster.
        """

    async def add_ownership(
        self,
        db: Database,
        *,
        building_id: str,
        customer_id: str,
        block: Sealable,
        unit: Sealable,
        room: Sealable,
        area: Decimal | None,
        roster_date: date | None,
        note: Sealable | None,
    ) -> AddOwnershipRow | None:
        """A customer owns a flat from now on; for demo data and stories. An empty note is none: NULL."""

    def owners_page(
        self, db: Database, *, building_id: str, after: str, most: int
    ) -> AsyncIterator[OwnersPageRow]:
        """A page of a building's owners with their tickets, for the API. Of whoever does not see much it
        begins with what is in sight.
        """

    async def sign_customer(self, db: Database, *, id: str) -> str | None:
        """The customer has signed; the id where there is such a customer, for whoever tells the tickets."""

    async def unsign_customer(
        self, db: Database, *, id: str, actor: str, words: Sealable | None
    ) -> str | None:
        """Takes back a signature recorded by mistake; said in their tickets' timelines, once. The id,
        where there is such a customer.
        """

    async def sell_ownership(self, db: Database, *, id: str) -> str | None:
        """The flat was sold; the id where there is such a flat, for whoever tells its tickets."""

    async def own_again(self, db: Database, *, id: str, actor: str, words: Sealable | None) -> str | None:
        """The same for a flat recorded as sold."""

    async def change_number(self, db: Database, *, phone: Sealable, id: str) -> ChangeNumberRow | None:
        """Gives a customer a new number, for the one who tells the tickets. With a note for the
        reconciler, should the process die before the tickets are told.
        """

    async def phone_of(self, db: Database, *, id: str) -> str | None:
        """A customer's number as it is now, for whoever is about to call or to write."""

    def customers_of_phone(self, db: Database, *, phone: Sealable) -> AsyncIterator[CustomersOfPhoneRow]:
        """Who has a number; for tests."""

    async def opt_out(self, db: Database, *, phone: Sealable, source: str) -> str:
        """Keeps a number from marketing, for whoever heard the owner say so. The first word counts, unless
        it only came from a file that was merged with this one (customers/merging.sql), or was one
        customer's consent: the later word may be somebody else's, whom that customer cannot speak for.
        """

    async def record_opt_out(self, db: Database, *, customer_id: str) -> str:
        """In the timeline of every pre-handover ticket of the customer's number, once each."""

    async def record_number_change(
        self, db: Database, *, actor: str, words: Sealable | None, customer_id: str, phone: Sealable
    ) -> str:
        """Says in the timelines that the customer has a new number, for the API. Only once the customer
        has the new number; with both numbers masked.
        """

    def open_tickets_of_phone(self, db: Database, *, phone: Sealable) -> AsyncIterator[OpenTicketsOfPhoneRow]:
        """Open tickets of a number that send marketing, for whoever ends them. A repair goes on, whatever
        its customer thinks of advertisements.
        """

    def tickets_of_customer(self, db: Database, *, customer_id: str) -> AsyncIterator[TicketsOfCustomerRow]:
        """Tickets of a customer that send marketing, for whoever tells them what the customer did."""

    def number_changes(
        self, db: Database, *, after: str, age: timedelta, most: int
    ) -> AsyncIterator[NumberChangesRow]:
        """Flats whose owner has a new number, oldest first, with the steps that failed at an old one and
        were not sent since.
        """

    async def note_failure_at_old_number(self, db: Database, *, message: int) -> str:
        """The text failed after its owner had got a new number already: told like any other change."""

    async def number_change_told(self, db: Database, *, ownership_id: str, at: datetime) -> str:
        """Forgets a change of number that the tickets have been told. A number that changed once more
        meanwhile stays to be told.
        """

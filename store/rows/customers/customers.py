"""What the queries of `customers/customers.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Literal, Protocol, TypedDict

from store.connections import Database, Json, Sealable


class CustomerFileRow(TypedDict):
    id: str
    name: str
    phone: str
    other_phones: list[str]
    signed_at: datetime | None
    created_at: datetime
    updated_at: datetime
    preferred_hours: Json
    agent_id: str | None
    grade: Literal["key", "regular", "potential"] | None
    grade_reason: str | None
    grade_by: str | None
    grade_at: datetime | None
    email: str | None
    wechat: str | None
    addresses: list[str]
    added_by: str | None
    merged_into: str | None
    person: str
    erased_at: datetime | None
    opted_out: bool
    merged_ids: list[str]


class CustomerSummaryRow(TypedDict):
    id: str
    name: str
    phone: str
    grade: Literal["key", "regular", "potential"] | None
    agent_id: str | None
    signed_at: datetime | None


class PutOnFileRow(TypedDict):
    id: str


class PersonRecordRow(TypedDict):
    id: str
    name: str
    phone: str
    other_phones: list[str]
    signed_at: datetime | None
    erased_at: datetime | None


class NumbersLookedUpRow(TypedDict):
    others: int
    again: bool


class FlatsOfCallersRow(TypedDict):
    customer_id: str
    ownership_id: str
    building: str
    block: str
    unit: str
    room: str


class OwnersToDealRow(TypedDict):
    id: str
    building_id: str
    block: str
    flat: str


class CustomersOfAgentsRow(TypedDict):
    agent_id: str
    customers: int


class CustomersCustomers(Protocol):
    async def customer_file(self, db: Database, *, id: str) -> CustomerFileRow | None:
        """Whose file an id leads to, with the duplicates that were merged into it."""

    def customers_page(
        self,
        db: Database,
        *,
        after: str,
        agent: str | None,
        grade: str | None,
        building: str | None,
        most: int,
    ) -> AsyncIterator[CustomerSummaryRow]:
        """A page of customers by agent, grade or building, for the API. Of whoever does not see all it
        begins with what is in sight.
        """

    def customers_found(
        self,
        db: Database,
        *,
        after: str,
        phone: Sealable | None,
        name: Sealable | None,
        email: Sealable | None,
        wechat: Sealable | None,
        contract: Sealable | None,
        most: int,
    ) -> AsyncIterator[CustomerSummaryRow]:
        """Customers by what is known exactly, whichever of a person's numbers and names it is, for the
        API's search.
        """

    async def put_on_file(
        self,
        db: Database,
        *,
        name: Sealable,
        phone: Sealable,
        other_phones: Sequence[Sealable],
        email: Sealable | None,
        wechat: Sealable | None,
        addresses: Sequence[Sealable],
        agent_id: str | None,
        added_by: str | None,
    ) -> PutOnFileRow | None:
        """Adds somebody whom no roster names, for the API. Nothing when there is a customer of this name
        and number already.
        """

    async def customer_known_as(self, db: Database, *, name: Sealable, phone: Sealable) -> str | None:
        """Whose file a name and number lead to, for the answer that the customer is there already."""

    async def grade_customer(
        self, db: Database, *, grade: str | None, reason: Sealable | None, by: str | None, id: str
    ) -> str | None:
        """Grades a customer; the id of the file, where there is one."""

    async def assign_customer(self, db: Database, *, agent_id: str | None, id: str) -> str | None:
        """Gives a customer to an agent; the id of the file, where there is one."""

    async def record_assignment(self, db: Database, *, customer_id: str, actor: str, data: Json) -> str:
        """Says in the customer's contacts who was made the agent."""

    async def numbers_of(self, db: Database, *, id: str) -> PersonRecordRow | None:
        """A customer's name and numbers, for whoever speaks or writes to the person or carries out a
        request.
        """

    async def lock_lookups(self, db: Database, *, account: str) -> str:
        """One look-up of an account at a time: what is counted holds."""

    async def numbers_looked_up(
        self, db: Database, *, phone: Sealable, account: str, zone: str
    ) -> NumbersLookedUpRow:
        """How many other numbers the account has typed today, by the company's day, before it types this
        one.
        """

    def callers_by_number(
        self, db: Database, *, phone: Sealable, most: int
    ) -> AsyncIterator[CustomerSummaryRow]:
        """Whose number it is, for whoever takes the call: one look in the index, whoever's customers they
        are.
        """

    async def keep_lookup(
        self, db: Database, *, account: str, staff_id: str, phone: Sealable, customers: Sequence[str] | None
    ) -> str:
        """A number was typed, and whom it found; of earlier days nothing is kept here."""

    def flats_of_callers(self, db: Database, *, customers: Sequence[str]) -> AsyncIterator[FlatsOfCallersRow]:
        """Where the flats are of whoever was found by the number, for whom a request is taken in."""

    async def lock_dealing(self, db: Database) -> str:
        """One dealing at a time: two at once would give the same owners to different agents."""

    def owners_to_deal(
        self, db: Database, *, building_id: str | None, reassign: bool
    ) -> AsyncIterator[OwnersToDealRow]:
        """Owners who are dealt to agents, each by the first of their flats."""

    def customers_of_agents(
        self, db: Database, *, agents: Sequence[str], but: Sequence[str]
    ) -> AsyncIterator[CustomersOfAgentsRow]:
        """How many customers each has besides those who are being dealt."""

    async def assign_customers(
        self, db: Database, *, ids: Sequence[str], agents: Sequence[str], actor: str
    ) -> str:
        """Gives many customers to agents, and says so in the contacts of each whose agent changes."""

"""What the queries of `customers/files.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, Protocol, TypedDict

from domain.customers.consents import Purpose
from domain.people.staff import Role
from store.connections import Database, Json, Sealable


class FlatsOfFileRow(TypedDict):
    id: str
    building_id: str
    building: str
    handover_date: date | None
    block: str
    unit: str
    room: str
    area: Decimal | None
    status: str
    note: str | None


class PreSaleRow(TypedDict):
    customer_id: str
    stage: str
    source: str | None
    needs: str | None
    salesperson_id: str | None
    assessment: str | None
    updated_by: str
    updated_at: datetime


class ContractRow(TypedDict):
    id: str
    customer_id: str
    ownership_id: str | None
    number: str
    signed_on: date
    amount: Decimal | None
    first_payment_on: date | None
    note: str | None
    recorded_by: str
    created_at: datetime


class LastWordRow(TypedDict):
    purpose: Purpose
    state: Literal["given", "withdrawn"]
    at: datetime
    source: str


class ContactRow(TypedDict):
    at: datetime
    key: str
    kind: str
    who: str
    ticket_id: str | None
    data: Json
    words: dict[str, Any] | None
    body: dict[str, Any] | None
    text: str | None
    outcome: str | None
    role: Role | None
    department_id: str | None


class AddContactRow(TypedDict):
    id: int


class ProblemsOfFileRow(TypedDict):
    id: str
    kind: str
    urgent: bool
    stage: str
    open: bool
    department_id: str | None
    department: str | None
    opened_at: datetime
    close_reason: str | None
    reopened: int
    report: dict[str, Any] | None


class MaintenanceOfFileRow(TypedDict):
    id: str
    opened_at: datetime
    stage: str
    open: bool
    urgent: bool
    crew_id: str | None
    crew: str | None
    reopened: int
    close_reason: str | None
    block: str | None
    unit: str | None
    room: str | None
    arrived_in_time: bool | None
    satisfaction: str | None
    ended_at: datetime | None
    report: dict[str, Any] | None


class CustomersFiles(Protocol):
    def flats_of_file(self, db: Database, *, customer_id: str) -> AsyncIterator[FlatsOfFileRow]:
        """The flats of a customer, for the file's page."""

    async def pre_sale_of_file(self, db: Database, *, customer_id: str) -> PreSaleRow | None:
        """What was known before the customer signed, for the file's page."""

    async def keep_pre_sale(
        self,
        db: Database,
        *,
        stage: str,
        source: str | None,
        needs: Sealable | None,
        salesperson_id: str | None,
        assessment: Sealable | None,
        by: str,
        customer_id: str,
    ) -> PreSaleRow | None:
        """Writes what was known before the customer signed; as it is kept, or nothing where there is no
        such customer.
        """

    def contracts_of_file(self, db: Database, *, customer_id: str) -> AsyncIterator[ContractRow]:
        """The customer's contracts, newest first, for the file's page."""

    async def add_contract(
        self,
        db: Database,
        *,
        ownership_id: str | None,
        number: Sealable,
        signed_on: date,
        amount: Decimal | None,
        first_payment_on: date | None,
        note: Sealable | None,
        by: str,
        customer_id: str,
    ) -> ContractRow:
        """A new contract of a customer whose file was looked up, as it is kept."""

    async def get_contract(self, db: Database, *, id: str) -> ContractRow | None:
        """A contract by its id, for whoever changes it."""

    async def first_payment(
        self, db: Database, *, on: date | None, id: str, customer_id: str
    ) -> ContractRow | None:
        """When the first payment came in. Said once; said again, the later word counts."""

    async def owns_flat(self, db: Database, *, ownership_id: str, customer_id: str) -> bool:
        """Whether the flat is the customer's, asked before a contract is kept about it."""

    def consents_of_file(self, db: Database, *, customer_id: str) -> AsyncIterator[LastWordRow]:
        """The last word on each purpose, for the file's page."""

    def contacts_of_file(
        self, db: Database, *, customer_id: str, kinds: Sequence[str], at: datetime, key: str, most: int
    ) -> AsyncIterator[ContactRow]:
        """Newest first: what people said and wrote, texts, and calls, whoever had them."""

    async def add_contact(
        self,
        db: Database,
        *,
        customer_id: str | None,
        kind: str,
        at: datetime,
        actor: str,
        data: Json,
        words: Sealable | None,
    ) -> AddContactRow:
        """A contact that no ticket and no provider saw, for the API."""

    async def contact_of_file(self, db: Database, *, id: int) -> ContactRow:
        """A contact as the list shows it, for the one who has just added it."""

    def problems_of_file(
        self, db: Database, *, customer_id: str, kinds: Sequence[str], at: datetime, key: str, most: int
    ) -> AsyncIterator[ProblemsOfFileRow]:
        """Newest first: every problem, with its urgency and the department concerned. What was closed as a
        duplicate is open as long as the other is.
        """

    def maintenance_of_file(
        self, db: Database, *, customer_id: str, at: datetime, key: str, most: int
    ) -> AsyncIterator[MaintenanceOfFileRow]:
        """Newest first: repairs, with what each says about the crew that was there last."""

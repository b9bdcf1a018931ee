"""What the queries of `privacy/consents.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Literal, Protocol, TypedDict

from domain.customers.consents import Purpose
from store.connections import Database, Sealable
from store.rows.customers.files import LastWordRow


class ConsentRow(TypedDict):
    id: int
    customer_id: str
    purpose: Purpose
    state: Literal["given", "withdrawn"]
    at: datetime
    source: str
    evidence: str | None
    text_version: str | None
    recorded_by: str
    recorded_at: datetime


class PrivacyConsents(Protocol):
    async def add_consent(
        self,
        db: Database,
        *,
        customer_id: str,
        purpose: str,
        state: str,
        at: datetime,
        source: str,
        evidence: Sealable | None,
        text_version: str | None,
        recorded_by: str,
    ) -> ConsentRow:
        """A customer's word on a purpose, as it is kept."""

    async def consent_by_id(self, db: Database, *, id: int) -> ConsentRow:
        """One word as the list shows it."""

    def consents_of(self, db: Database, *, customer_id: str, most: int) -> AsyncIterator[ConsentRow]:
        """Everything a customer said about purposes, newest first, for the API."""

    def last_words(self, db: Database, *, customer_id: str) -> AsyncIterator[LastWordRow]:
        """The last word on each purpose, for whoever is about to use it."""

    async def opted_out_at(self, db: Database, *, id: str) -> datetime | None:
        """Since when a customer's number gets no marketing, if it gets none."""

    async def opt_in(self, db: Database, *, phone: Sealable, customer_id: str) -> str:
        """The person agrees again: the number gets marketing texts from now on, unless somebody else who
        has or had it withdrew, or may be the one who opted out (a reply or a note names no person) and
        has not agreed since.
        """

    async def is_opted_out(self, db: Database, *, phone: Sealable) -> bool:
        """Whether a number gets no marketing, asked after somebody agreed again."""

    async def refuses_calls_of_ticket(self, db: Database, *, ticket_id: str) -> bool | None:
        """Whether a ticket's customer refused to be called afterwards, asked before such a call is
        planned.
        """

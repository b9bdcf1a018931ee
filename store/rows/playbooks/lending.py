"""What the queries of `playbooks/lending.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol, TypedDict

from store.connections import Database


class LoanRow(TypedDict):
    id: str
    customer_id: str
    borrower_id: str
    asked_at: datetime
    asked_until: datetime
    decided_by: str | None
    granted_at: datetime | None
    until: datetime | None
    ended_at: datetime | None
    end_reason: str | None
    stage: str


class LoanPartiesRow(TypedDict):
    id: str
    customer_id: str
    borrower_id: str


class PlaybooksLending(Protocol):
    async def open_loan(self, db: Database, *, customer_id: str, borrower_id: str) -> str | None:
        """The loan of this file to this person that is asked for or running."""

    async def add_loan(
        self, db: Database, *, id: str, customer_id: str, borrower_id: str, until: datetime
    ) -> str:
        """A file was asked for until a moment."""

    def loans_page(
        self,
        db: Database,
        *,
        borrower_id: str | None,
        customer_id: str | None,
        open: bool,
        before: str,
        most: int,
    ) -> AsyncIterator[LoanRow]:
        """A page of loans, newest first, for the API."""

    async def loan_view(self, db: Database, *, id: str) -> LoanRow | None:
        """One loan as the list shows it."""

    async def loan_granted(
        self, db: Database, *, by: str, at: datetime | None, until: datetime | None, id: str
    ) -> LoanPartiesRow | None:
        """The file is lent from now on, for its workflow. Once: a repeated record finds it granted."""

    async def loan_decided(self, db: Database, *, by: str, id: str) -> str:
        """Notes who refused a loan, for its workflow."""

    async def loan_ended(
        self, db: Database, *, at: datetime | None, reason: str | None, id: str
    ) -> LoanPartiesRow | None:
        """The file was given back or the time is up, for its workflow; nothing when it had ended before."""

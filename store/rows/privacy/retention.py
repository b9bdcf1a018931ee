"""What the queries of `privacy/retention.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol, TypedDict

from store.connections import Database, Json, Sealable


class LastRetentionRunRow(TypedDict):
    id: str
    started_at: datetime
    ended_at: datetime
    erased: Json


class DueIdempotencyAnswersRow(TypedDict):
    id: str


class DueProviderEventsRow(TypedDict):
    id: str


class DuePrivacyCopiesRow(TypedDict):
    id: str


class DueImportReportsRow(TypedDict):
    id: str


class DueRecordingsRow(TypedDict):
    id: str


class DueMessageTextsRow(TypedDict):
    id: str


class DueCallTextsRow(TypedDict):
    id: str


class DueRepliesRow(TypedDict):
    id: str


class DueTicketTextsRow(TypedDict):
    id: str


class DueRestsRow(TypedDict):
    id: str


class DueLeadsRow(TypedDict):
    id: str


class DueFormerStaffRow(TypedDict):
    id: str


class SealedColumnsRow(TypedDict):
    column: str | None


class PrivacyRetention(Protocol):
    async def keep_retention_run(self, db: Database, *, id: str, started_at: datetime, erased: Json) -> str:
        """What a night's deletion erased, counted."""

    async def last_retention_run(self, db: Database) -> LastRetentionRunRow | None:
        """The last night's deletion, for the record of processing."""

    def due_idempotency_answers(
        self, db: Database, *, before: datetime, most: int
    ) -> AsyncIterator[DueIdempotencyAnswersRow]:
        """Answers of the API whose time is up."""

    async def erase_idempotency_answers(self, db: Database, *, ids: Sequence[str], before: datetime) -> str:
        """Deletes what the query before found, for the nightly deletion."""

    def due_provider_events(
        self, db: Database, *, before: datetime, most: int
    ) -> AsyncIterator[DueProviderEventsRow]:
        """Reports of providers whose time is up. Only what was worked through: what still waits is looked
        at by the reconciler.
        """

    async def erase_provider_events(self, db: Database, *, ids: Sequence[str], before: datetime) -> str:
        """Deletes what the query before found, for the nightly deletion."""

    def due_privacy_copies(
        self, db: Database, *, before: datetime, most: int
    ) -> AsyncIterator[DuePrivacyCopiesRow]:
        """Copies that nobody fetched in time."""

    async def erase_privacy_copies(self, db: Database, *, ids: Sequence[str], before: datetime) -> str:
        """Deletes what the query before found, for the nightly deletion."""

    def due_import_reports(
        self, db: Database, *, before: datetime, most: int
    ) -> AsyncIterator[DueImportReportsRow]:
        """Reports of imports whose time is up, once the tickets have followed."""

    async def erase_import_reports(self, db: Database, *, ids: Sequence[str], before: datetime) -> str:
        """Deletes what the query before found, for the nightly deletion."""

    def due_recordings(self, db: Database, *, before: datetime, most: int) -> AsyncIterator[DueRecordingsRow]:
        """Calls whose recording's time is up."""

    async def erase_recordings(self, db: Database, *, ids: Sequence[str]) -> str:
        """Forgets the recordings that the query before found, for the nightly deletion."""

    def due_message_texts(
        self, db: Database, *, before: datetime, most: int
    ) -> AsyncIterator[DueMessageTextsRow]:
        """Texts whose words and number are not needed any longer. One whose outcome is open is still at
        work.
        """

    async def erase_message_texts(
        self, db: Database, *, hidden: Sealable, nothing: Sealable, ids: Sequence[str]
    ) -> str:
        """Empties what the query before found, for the nightly deletion. Where a text failed, the number
        it failed at says whether a new one is worth another try.
        """

    def due_call_texts(self, db: Database, *, before: datetime, most: int) -> AsyncIterator[DueCallTextsRow]:
        """Calls whose words and numbers are not needed any longer."""

    async def erase_call_texts(self, db: Database, *, ids: Sequence[str]) -> str:
        """Empties what the query before found, for the nightly deletion."""

    def due_replies(self, db: Database, *, before: datetime, most: int) -> AsyncIterator[DueRepliesRow]:
        """Events of closed tickets whose words are not needed any longer."""

    async def erase_replies(self, db: Database, *, ids: Sequence[str]) -> str:
        """Empties what the query before found, for the nightly deletion."""

    def due_ticket_texts(
        self, db: Database, *, before: datetime, most: int
    ) -> AsyncIterator[DueTicketTextsRow]:
        """What was said and written in tickets that closed long ago."""

    async def erase_ticket_texts(self, db: Database, *, nothing_said: Sealable, ids: Sequence[str]) -> str:
        """Empties what the query before found, for the nightly deletion."""

    def due_rests(self, db: Database, *, before: datetime, most: int) -> AsyncIterator[DueRestsRow]:
        """What was kept when the person asked for deletion, and need not be kept any longer."""

    def due_leads(
        self, db: Database, *, before: datetime, contracts: datetime, after_sales: datetime, most: int
    ) -> AsyncIterator[DueLeadsRow]:
        """Customers who never signed, or so long ago that the contract's records need not be kept; nothing
        open, and nothing happened.
        """

    def due_former_staff(
        self, db: Database, *, before: datetime, nothing: Sealable, most: int
    ) -> AsyncIterator[DueFormerStaffRow]:
        """Former members of the staff whose name and number are not needed any longer."""

    async def erase_former_staff(
        self, db: Database, *, nothing: Sealable, ids: Sequence[str], names: Sequence[Sealable]
    ) -> str:
        """Takes away names and numbers of those the query before found, for the nightly deletion."""

    def sealed_columns(self, db: Database) -> AsyncIterator[SealedColumnsRow]:
        """Every column that may hold sealed values, with its table; for the test of the register."""

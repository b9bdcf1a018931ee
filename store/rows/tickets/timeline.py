"""What the queries of `tickets/timeline.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Protocol, TypedDict

from store.connections import Database, Json, Sealable


class TimelineRow(TypedDict):
    kind: str
    at: datetime
    actor: str
    data: Json
    words: dict[str, Any] | None


class TimelineEntryRow(TypedDict):
    id: int
    kind: str
    at: datetime
    actor: str
    data: Json
    words: dict[str, Any] | None
    body: dict[str, Any] | None


class TicketsTimeline(Protocol):
    def timeline(self, db: Database, *, ticket_id: str) -> AsyncIterator[TimelineRow]:
        """A ticket's whole timeline; for tests."""

    def timeline_page(
        self, db: Database, *, ticket_id: str, after_at: datetime, after_id: int, most: int
    ) -> AsyncIterator[TimelineEntryRow]:
        """A page of a ticket's timeline in the order it happened, for the API. With what was said or
        written, where there is any.
        """

    async def timeline_entry(self, db: Database, *, id: int) -> TimelineEntryRow | None:
        """One entry as the list shows it, for the one who has just added it."""

    async def add_note(
        self, db: Database, *, actor: str, words: Sealable | None, ticket_id: str
    ) -> TimelineEntryRow | None:
        """A note by hand; the entry, or nothing where there is no such ticket."""

    async def record_cancellation(
        self, db: Database, *, actor: str, words: Sealable | None, ticket_id: str
    ) -> str:
        """Says in the timeline who asked for the ticket to be cancelled, and why."""

    async def record_reopening(
        self, db: Database, *, ticket_id: str, version: int, actor: str, acted_by: Json, text_id: str | None
    ) -> str:
        """Says in the timeline that the ticket was opened again, for the API."""

    async def attached(
        self,
        db: Database,
        *,
        actor: str,
        words: Sealable | None,
        text_id: str | None,
        data: Json,
        ticket_id: str,
    ) -> str:
        """Says in the timeline that something was attached, for the API."""

    async def record_ticket_event(
        self,
        db: Database,
        *,
        dedupe_key: str | None,
        ticket_id: str | None,
        kind: str,
        at: datetime,
        actor: str,
        data: Json,
        text_id: str | None,
    ) -> str:
        """Says in the timeline what happened to a ticket, once, with the text that belongs to it; for its
        workflow.
        """

    async def record_event(
        self,
        db: Database,
        *,
        dedupe_key: str | None,
        ticket_id: str | None,
        customer_id: str | None,
        kind: str,
        at: datetime,
        actor: str,
        data: Json,
    ) -> str:
        """Says in a timeline what happened, once; for activities that know the customer."""

    async def record_words(
        self,
        db: Database,
        *,
        dedupe_key: str | None,
        ticket_id: str | None,
        customer_id: str | None,
        kind: str,
        at: datetime,
        actor: str,
        data: Json,
        words: Sealable | None,
    ) -> str:
        """As `record_event`, for an event in which somebody said or is called something (see
        store/timeline.py).
        """

    async def add_text(self, db: Database, *, ticket_id: str, kind: str, body: Sealable, author: str) -> str:
        """What somebody said or wrote, sealed; its id, which is all that workflows carry."""

    async def forget_text(self, db: Database, *, id: str) -> str:
        """Takes a text away that no event refers to, because the act was refused."""

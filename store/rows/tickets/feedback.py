"""What the queries of `tickets/feedback.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol, TypedDict

from store.connections import Database


class AddFeedbackRow(TypedDict):
    id: int


class FeedbackRow(TypedDict):
    id: int
    ticket_id: str
    department_id: str
    reason: str
    category: str | None
    reopened: int
    author: str
    text_id: str | None
    at: datetime
    kind: str


class TicketsFeedback(Protocol):
    async def keep_feedback(
        self,
        db: Database,
        *,
        department_id: str | None,
        kinds: Sequence[str],
        usual: Sequence[str],
        reason: str,
        category: str | None,
        reopened: int,
        at: datetime,
        ticket_id: str,
    ) -> str:
        """One entry per department concerned: the ticket's own and those of the kinds given; the usual
        ones where that names none.
        """

    async def add_feedback(
        self,
        db: Database,
        *,
        department_id: str,
        category: str | None,
        author: str,
        text_id: str | None,
        ticket_id: str,
    ) -> AddFeedbackRow:
        """What a person tells a department about a ticket that ended; the entry's number."""

    def feedback_page(
        self, db: Database, *, after: int, department_id: str | None, ticket_id: str | None, most: int
    ) -> AsyncIterator[FeedbackRow]:
        """A page of what departments heard, for the API."""

    async def feedback_entry(self, db: Database, *, id: int) -> FeedbackRow:
        """One entry as the list shows it, for the one who has just added it."""

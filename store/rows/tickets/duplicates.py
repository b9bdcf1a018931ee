"""What the queries of `tickets/duplicates.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Protocol, TypedDict

from store.connections import Database, Json


class SameMatterRow(TypedDict):
    same_person: bool
    same_flat: bool


class DuplicateOfRow(TypedDict):
    ticket_id: str
    other_id: str
    asked: Json
    at: datetime


class DuplicatesAskedRow(TypedDict):
    ticket_id: str
    other_id: str
    asked: Json


class TicketsDuplicates(Protocol):
    async def same_matter(self, db: Database, *, other_id: str, ticket_id: str) -> SameMatterRow | None:
        """Whether two tickets are one person's, or about one flat, by place rather than by who owns it."""

    async def duplicate_of(self, db: Database, *, ticket_id: str) -> DuplicateOfRow | None:
        """Of which ticket this one is the duplicate, or is being made."""

    async def goes_on_in(self, db: Database, *, ticket_id: str) -> str | None:
        """The ticket in which the matter of a ticket goes on."""

    async def ask_duplicate(self, db: Database, *, ticket_id: str, other_id: str, asked: Json) -> str:
        """Notes that a ticket is to be closed as another's duplicate, before its workflow hears of it."""

    async def keep_duplicate(self, db: Database, *, ticket_id: str, other_id: str | None) -> str:
        """A ticket was closed as another's duplicate, where there is one of that id; for its workflow."""

    async def forget_duplicate(self, db: Database, *, ticket_id: str, asked: Json) -> str:
        """The ticket is nobody's duplicate after all: the act was refused, or it is opened again."""

    def duplicates_asked(
        self, db: Database, *, age: timedelta, most: int
    ) -> AsyncIterator[DuplicatesAskedRow]:
        """What was asked for a while ago, and nobody knows what became of it; for the reconciler."""

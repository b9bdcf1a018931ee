"""What the queries of `people/leaving.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol, TypedDict

from store.connections import Database


class InHandOfLeaversRow(TypedDict):
    id: str
    agent_id: str
    acts: list[str]
    version: int
    due_at: datetime | None


class PeopleLeaving(Protocol):
    def in_hand_of_leavers(self, db: Database, *, after: str, most: int) -> AsyncIterator[InHandOfLeaversRow]:
        """Open tickets whose handler has left, for dealing them out anew."""

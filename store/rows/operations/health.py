"""What the queries of `operations/health.sql` take and return. Made by `python -m store.made`."""

from datetime import timedelta
from typing import Protocol, TypedDict

from store.connections import Database


class NeedsAttentionRow(TypedDict):
    messages_unknown: int
    messages_refused: int
    tickets_overdue: int
    events_left: int
    events_odd: int


class OperationsHealth(Protocol):
    async def needs_attention(self, db: Database, *, overdue: timedelta) -> NeedsAttentionRow:
        """What a person or the reconciler should look at, counted for whoever is on watch."""

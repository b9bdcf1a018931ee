"""What the queries of `messages/replies.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Protocol, TypedDict

from store.connections import Database, Json, Sealable


class RepliesPageRow(TypedDict):
    id: int
    ticket_id: str | None
    customer_id: str | None
    at: datetime
    words: dict[str, Any] | None
    opt_out: bool
    building_id: str | None
    building: str | None
    block: str | None
    unit: str | None
    room: str | None
    owner: str | None
    phone: str | None
    handled_at: datetime | None
    handled_by: str | None
    handled_words: dict[str, Any] | None


class MessagesReplies(Protocol):
    def replies_page(
        self,
        db: Database,
        *,
        after: int,
        id: int | None,
        building_id: str | None,
        since: datetime | None,
        handled: bool | None,
        most: int,
    ) -> AsyncIterator[RepliesPageRow]:
        """What owners texted back, for the API. An opt-out was carried out at once: nobody has to see to
        it.
        """

    async def record_reply_handled(
        self, db: Database, *, actor: str, data: Json, words: Sealable | None, id: int
    ) -> str:
        """Says in the timeline who saw to a reply. Who saw to it first stays on record."""

    async def tell_desk(self, db: Database, *, staff: Sequence[str], ticket_id: str) -> str:
        """Whoever is at the desk may open the ticket of an owner who is nobody's customer."""

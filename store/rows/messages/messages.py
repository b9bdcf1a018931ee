"""What the queries of `messages/messages.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypedDict

from store.connections import Database, Sealable


class MessageRow(TypedDict):
    id: int
    dedupe_key: str
    reference: str
    ticket_id: str
    customer_id: str | None
    step: str
    purpose: str
    template: str
    phone: str
    text: str
    segments: int
    state: Literal["queued", "sending", "accepted", "delivered", "failed", "unknown", "withdrawn"]
    provider: str
    provider_id: str | None
    error_code: str | None
    attempts: int
    attempted_at: datetime | None
    sent_at: datetime | None
    settled_at: datetime | None
    created_at: datetime
    staff_id: str | None
    erased_at: datetime | None


class MessageInListRow(TypedDict):
    id: int
    ticket_id: str
    customer_id: str | None
    step: str
    purpose: str
    state: Literal["queued", "sending", "accepted", "delivered", "failed", "unknown", "withdrawn"]
    phone: str
    segments: int
    provider: str
    error_code: str | None
    attempts: int
    sent_at: datetime | None
    settled_at: datetime | None
    created_at: datetime


class ResolveMessageRow(TypedDict):
    id: int
    ticket_id: str
    customer_id: str | None
    step: str
    settled_at: datetime | None


class LatestTicketOfPhoneRow(TypedDict):
    ticket_id: str
    customer_id: str | None
    at: datetime


class MessagesMessages(Protocol):
    async def message_row(self, db: Database, *, id: int) -> MessageRow:
        """A text by its number, for the one who settles it."""

    def messages_page(
        self, db: Database, *, state: str | None, ticket_id: str | None, after: int, most: int
    ) -> AsyncIterator[MessageInListRow]:
        """A page of texts, for the API."""

    async def message_state(
        self, db: Database, *, id: int
    ) -> Literal["queued", "sending", "accepted", "delivered", "failed", "unknown", "withdrawn"] | None:
        """How a text stands, for the answer that it cannot be resolved."""

    async def set_message_state(
        self, db: Database, *, state: str, provider_id: str | None, error_code: str | None, id: int
    ) -> str:
        """What a text came to that its ticket can no longer ask about; one that was opened again asks by
        itself.
        """

    async def resolve_message(self, db: Database, *, state: str, id: int) -> ResolveMessageRow | None:
        """A person says what became of a text whose outcome was unknown; nothing when it is not unknown
        any more.
        """

    def orphaned_messages(self, db: Database, *, age: timedelta) -> AsyncIterator[MessageRow]:
        """Texts whose attempt was interrupted and whose ticket no longer runs to ask about them."""

    async def latest_ticket_of_phone(self, db: Database, *, phone: Sealable) -> LatestTicketOfPhoneRow | None:
        """Where a reply belongs: the ticket that last wrote to the number."""

"""What the queries of `messages/provider_events.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, TypedDict

from store.connections import Database, Sealable


class OddEventRow(TypedDict):
    id: str
    provider: str
    event: dict[str, Any]
    received_at: datetime
    handled_at: datetime | None


class OpenProviderEventsRow(TypedDict):
    provider: str
    event_id: str
    event: dict[str, Any]
    received_at: datetime


class SettledMessageRow(TypedDict):
    id: int
    ticket_id: str
    customer_id: str | None
    step: str
    state: Literal["queued", "sending", "accepted", "delivered", "failed", "unknown", "withdrawn"]
    settled_at: datetime | None


class MessagesProviderEvents(Protocol):
    async def keep_provider_event(
        self, db: Database, *, provider: str, event_id: str, event: Sealable
    ) -> bool:
        """Keeps what a provider reported; whether it was worked through already."""

    async def keep_odd_event(
        self, db: Database, *, provider: str, digest: str, event: Sealable
    ) -> bool | None:
        """Keeps what a provider sent and nobody could read, for a person; whether it was new."""

    def odd_events(
        self,
        db: Database,
        *,
        id: str | None,
        handled: bool | None,
        after_at: datetime,
        after_id: str,
        most: int,
    ) -> AsyncIterator[OddEventRow]:
        """What a provider sent and nobody could read, oldest first, for the person who looks at it."""

    async def odd_event_handled(self, db: Database, *, event: Sealable, id: str) -> str:
        """Somebody has seen to it; who did so first stays on record."""

    async def provider_event_done(self, db: Database, *, provider: str, event_id: str) -> str:
        """Notes that a report was worked through."""

    def open_provider_events(
        self, db: Database, *, age: timedelta, after_at: datetime, after_id: str, most: int
    ) -> AsyncIterator[OpenProviderEventsRow]:
        """Reports that were not worked through after a while, for the reconciler."""

    async def settle_message(
        self,
        db: Database,
        *,
        state: str,
        error_code: str | None,
        at: datetime,
        provider_id: str | None,
        provider: str,
        reference: str | None,
    ) -> SettledMessageRow | None:
        """A delivery report: by the provider's id, or by our reference where the provider sends it back. A
        late report never takes back a delivery.
        """

    async def message_of_receipt(
        self, db: Database, *, provider: str, provider_id: str | None, reference: str | None
    ) -> SettledMessageRow | None:
        """The text that a report is about, where it had been settled before."""

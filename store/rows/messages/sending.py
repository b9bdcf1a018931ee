"""What the queries of `messages/sending.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Literal, Protocol, TypedDict

from store.connections import Database, Sealable
from store.rows.messages.messages import MessageRow


class OccasionRow(TypedDict):
    ownership_id: str
    ownership_status: str
    building_id: str
    customer_id: str
    building: str
    building_status: Literal["active", "cancelled"]
    handover_date: date | None
    name: str
    phone: str
    signed_at: datetime | None
    opted_out: bool
    held: str | None


class RecentMarketingRow(TypedDict):
    at: datetime


class RecipientRow(TypedDict):
    phone: str
    name: str
    language: str | None


class MessagesSending(Protocol):
    async def lock_occasion(self, db: Database, *, ownership_id: str) -> OccasionRow | None:
        """What a step needs to know at the moment of sending: the newest number, opt-out, consent and
        date. Locked so that what refers to the customer, such as the timeline of a receipt, need not
        wait: it would wait for us.
        """

    async def lock_message(self, db: Database, *, dedupe_key: str) -> MessageRow | None:
        """The newest text for the occasion; the customer's row is locked, so no second one appears
        meanwhile.
        """

    def recent_marketing(
        self, db: Database, *, phone: Sealable, since: datetime
    ) -> AsyncIterator[RecentMarketingRow]:
        """When the marketing texts to this number within the period went out, newest last."""

    async def lock_number(self, db: Database, *, phone: Sealable) -> str:
        """One claim at a time for a number, whoever has it, so that its recent texts are counted before
        the next begins.
        """

    async def sent_to_number(
        self, db: Database, *, phone: Sealable, dedupe_key: str, begins: str, ends: str
    ) -> MessageRow | None:
        """The text of this step that went to the number already under another name, or is under way (P1).
        Its key begins and ends as ours would, with another customer between: one text for a number and
        a step, whoever it is said to be.
        """

    async def queue_message(
        self,
        db: Database,
        *,
        dedupe_key: str,
        reference: str,
        ticket_id: str,
        customer_id: str | None,
        step: str,
        template: str,
        phone: Sealable,
        text: Sealable,
        segments: int,
        provider: str,
    ) -> MessageRow:
        """A marketing text on its way out, before any provider is called."""

    async def notice_recipient(
        self, db: Database, *, staff_id: str | None, customer_id: str | None
    ) -> RecipientRow | None:
        """Whom a service text goes to, a member of the staff or a customer."""

    async def queue_notice(
        self,
        db: Database,
        *,
        dedupe_key: str,
        reference: str,
        ticket_id: str,
        customer_id: str | None,
        staff_id: str | None,
        template: str,
        phone: Sealable,
        text: Sealable,
        segments: int,
        provider: str,
    ) -> MessageRow:
        """A service text on its way out, before any provider is called."""

    async def begin_attempt(
        self,
        db: Database,
        *,
        at: datetime | None,
        ticket_id: str,
        template: str,
        phone: Sealable,
        text: Sealable,
        segments: int,
        id: int,
    ) -> MessageRow:
        """Notes that the provider is called now, with the text as it is sent."""

    async def put_message_back(self, db: Database, *, error_code: str | None, id: int, attempts: int) -> str:
        """An attempt that was certainly not taken. A later attempt, or a report that came meanwhile, knows
        better.
        """

    async def settle_attempt(
        self,
        db: Database,
        *,
        state: str,
        provider_id: str | None,
        error_code: str | None,
        id: int,
        attempts: int,
    ) -> MessageRow | None:
        """What the attempt came to, unless a later attempt or a report knows better. That it was taken
        still counts after it was put back: sent again it would be there twice.
        """

    async def withdraw_message(self, db: Database, *, id: int) -> str:
        """A text that was never taken is no longer wanted, or it would wait for ever."""

    async def withdraw_queued(self, db: Database, *, ticket_id: str) -> str:
        """What a ticket that is closed leaves unsent."""

    async def inherit_message(self, db: Database, *, ticket_id: str, id: int) -> str:
        """A failed text of a closed ticket belongs to the owner's other flat, so that a new number finds
        it there.
        """

"""What the queries of `privacy/requests.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypedDict

from store.connections import Database, Json, Sealable, StillLocked
from store.rows.customers.customers import PersonRecordRow


class PrivacyRequestRow(TypedDict):
    ticket_id: str
    customer_id: str
    kind: str
    channel: str
    corrections: dict[str, Any] | None
    asked_at: datetime
    identity: str | None
    identity_by: str | None
    identity_at: datetime | None
    decision: str | None
    ground: str | None
    decided_by: str | None
    decided_at: datetime | None
    outcome: Json
    carried_out_at: datetime | None
    answered_by: str | None
    answered_at: datetime | None
    rest_due: date | None
    stage: str
    due_at: datetime | None
    acts: list[str]
    mark: str | None
    made_at: datetime | None


class PrivacyCopyRow(TypedDict):
    ticket_id: str
    customer_id: str
    mark: str
    copy: StillLocked
    made_at: datetime


class FlatOfRow(TypedDict):
    id: str
    block: str
    unit: str
    room: str


class CorrectedRow(TypedDict):
    field: str


class PrivacyRequests(Protocol):
    async def add_privacy_request(
        self,
        db: Database,
        *,
        ticket_id: str,
        customer_id: str,
        kind: str,
        channel: str,
        corrections: Sealable | None,
    ) -> str:
        """What a person asked for, with what is to be written instead."""

    async def privacy_request(self, db: Database, *, ticket_id: str) -> PrivacyRequestRow | None:
        """A request with its ticket and its copy, for the API and for carrying it out."""

    async def privacy_identity(
        self, db: Database, *, identity: str | None, by: str | None, at: datetime | None, ticket_id: str
    ) -> str:
        """How the person was recognised and by whom, for the request's workflow."""

    async def privacy_decision(
        self,
        db: Database,
        *,
        decision: str | None,
        ground: str | None,
        by: str | None,
        at: datetime | None,
        ticket_id: str,
    ) -> str:
        """What was decided and by whom, for the request's workflow."""

    async def privacy_answer(
        self, db: Database, *, by: str | None, at: datetime | None, ticket_id: str
    ) -> str:
        """Who answered the person, for the request's workflow."""

    async def privacy_outcome(
        self, db: Database, *, outcome: Json, rest_due: date | None, done: bool, ticket_id: str
    ) -> str:
        """What came of carrying the request out."""

    async def keep_copy(
        self, db: Database, *, ticket_id: str, customer_id: str, mark: str, copy: Sealable
    ) -> str:
        """The copy that a person asked for, until it is handed over."""

    async def privacy_copy(self, db: Database, *, ticket_id: str) -> PrivacyCopyRow | None:
        """That copy, for whoever hands it over."""

    async def lock_customer(self, db: Database, *, id: str) -> PersonRecordRow | None:
        """A customer's name and numbers, locked while a correction is carried out."""

    async def correct_name(self, db: Database, *, name: Sealable, id: str) -> str:
        """Writes the name that a person asked for."""

    async def correct_other_phones(self, db: Database, *, other_phones: Sequence[Sealable], id: str) -> str:
        """Writes the further numbers that a person asked for."""

    async def flat_of(self, db: Database, *, id: str, customer_id: str) -> FlatOfRow | None:
        """A flat of the customer's, for its correction."""

    async def correct_flat(
        self, db: Database, *, block: Sealable, unit: Sealable, room: Sealable, id: str
    ) -> str:
        """Writes where a flat is, as a person asked for."""

    async def keep_correction(
        self,
        db: Database,
        *,
        customer_id: str,
        ticket_id: str,
        field: str,
        before: Sealable,
        after: Sealable,
        by: str,
    ) -> str:
        """What was there before and after a correction, once."""

    def corrected(self, db: Database, *, ticket_id: str) -> AsyncIterator[CorrectedRow]:
        """Which fields were corrected already, when the correction is carried out a second time."""

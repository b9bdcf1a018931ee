"""What the queries of `playbooks/acceptances.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, Protocol, TypedDict

from store.connections import Database, Sealable


class IssueAcceptanceRow(TypedDict):
    id: int


class AcceptanceOfTokenRow(TypedDict):
    id: int
    ticket_id: str
    key: str
    asked_at: datetime
    token_hash: bytes
    code_hash: bytes
    expires_at: datetime
    tries_left: int
    replaced_at: datetime | None
    answered_at: datetime | None
    answer: str | None
    text_id: str | None
    told_at: datetime | None
    taken: bool | None
    created_at: datetime
    expired: bool
    now: datetime
    stage: str
    customer_id: str | None


class AcceptanceRow(TypedDict):
    id: int
    ticket_id: str
    key: str
    asked_at: datetime
    token_hash: bytes
    code_hash: bytes
    expires_at: datetime
    tries_left: int
    replaced_at: datetime | None
    answered_at: datetime | None
    answer: str | None
    text_id: str | None
    told_at: datetime | None
    taken: bool | None
    created_at: datetime


class ScansOfRow(TypedDict):
    body: dict[str, Any]
    author: str
    acted_by: str | None


class PlaybooksAcceptances(Protocol):
    async def complaint_waits(self, db: Database, *, ticket_id: str) -> bool | None:
        """Whether the ticket waits for its customer's signature."""

    async def issue_acceptance(
        self,
        db: Database,
        *,
        ticket_id: str,
        key: str,
        asked_at: datetime,
        token_hash: Sealable,
        code_hash: Sealable,
        expires_at: datetime,
        tries: int,
    ) -> IssueAcceptanceRow | None:
        """The link of this sending, anew for each attempt; none when a later one was asked for."""

    async def replace_acceptances(self, db: Database, *, ticket_id: str, but: str | None) -> str:
        """Links that nobody has answered are void: a later one was sent (`but` is its key), or the ticket
        went on.
        """

    async def acceptance_of_token(self, db: Database, *, token_hash: Sealable) -> AcceptanceOfTokenRow | None:
        """The link that a customer opened, with the stage of its ticket."""

    async def lock_acceptance(self, db: Database, *, token_hash: Sealable) -> str:
        """Locks the link while its customer answers: of two answers at once the second finds the first."""

    async def wrong_code(self, db: Database, *, id: int) -> int:
        """Counts a wrong code; how many tries are left."""

    async def answer_acceptance(
        self, db: Database, *, answer: str | None, text_id: str | None, id: int
    ) -> AcceptanceRow:
        """Keeps the customer's answer; the link as it is now."""

    async def acceptance_told(self, db: Database, *, taken: bool, id: int) -> bool:
        """The ticket has heard; an answer that its timeline shows was taken, whoever asked last."""

    def answers_to_tell(self, db: Database, *, age: timedelta, most: int) -> AsyncIterator[AcceptanceRow]:
        """Answers that their ticket has not heard after a while, for the reconciler."""

    async def number_unsettled(self, db: Database, *, ticket_id: str, settled: timedelta) -> bool:
        """Whether the ticket's customer has a new number that the old one has not agreed to, before a link
        goes there.
        """

    async def old_number_agrees(self, db: Database, *, phone: Sealable) -> str:
        """The number that customers had agrees to the one they have, by its own reply."""

    def scans_of(self, db: Database, *, ticket_id: str) -> AsyncIterator[ScansOfRow]:
        """Files that were attached to a ticket, with who filed them, for a signature on paper."""

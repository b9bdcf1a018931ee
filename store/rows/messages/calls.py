"""What the queries of `messages/calls.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, TypedDict

from domain.messages.calls import CallOutcome, Leg
from domain.people.staff import Role
from store.connections import Database, Sealable


class CallRow(TypedDict):
    id: int
    ticket_id: str
    key: str
    reference: str
    kind: Literal["notice", "bridge"]
    staff_id: str
    staff_name: str | None
    customer_id: str | None
    template: str | None
    accepted_keys: list[str]
    phone: str | None
    customer_phone: str | None
    text: str | None
    state: Literal["queued", "placing", "placed", "ended", "failed", "unknown"]
    provider: str
    provider_id: str | None
    error_code: str | None
    attempts: int
    attempted_at: datetime | None
    placed_at: datetime | None
    ended_at: datetime | None
    outcome: CallOutcome | None
    leg: Leg | None
    pressed_key: str | None
    talk_seconds: int
    recording_url: str | None
    created_at: datetime


class ToldAboutRow(TypedDict):
    kind: str
    urgent: bool
    opened_again: bool
    crew_id: str | None
    department_id: str | None
    building: str | None
    block: str | None
    unit: str | None
    room: str | None
    trade: str | None
    about_id: str | None
    about: str | None
    crew: str | None
    department: str | None
    customer: str | None
    erased: bool
    role: Role
    meant: str | None
    of_crew: bool
    heads: bool


class ProblemToldRow(TypedDict):
    body: dict[str, Any]


class MessagesCalls(Protocol):
    async def queue_call(
        self,
        db: Database,
        *,
        ticket_id: str,
        key: str,
        reference: str,
        kind: str,
        staff_id: str,
        customer_id: str | None,
        template: str | None,
        accepted_keys: Sequence[str],
        provider: str,
    ) -> str:
        """The purpose's row; a purpose that has one keeps it."""

    async def lock_call(self, db: Database, *, ticket_id: str, key: str) -> CallRow:
        """The row of a call, locked while an attempt is made."""

    async def begin_call(
        self,
        db: Database,
        *,
        at: datetime | None,
        staff_name: Sealable | None,
        phone: Sealable | None,
        customer_phone: Sealable | None,
        text: Sealable | None,
        id: int,
    ) -> CallRow:
        """Notes that the provider is called now, with the numbers and words as they are used."""

    async def put_call_back(self, db: Database, *, error_code: str | None, id: int, attempts: int) -> str:
        """An attempt that was certainly not taken. A later attempt, or a report that came meanwhile, knows
        better.
        """

    async def settle_call(
        self,
        db: Database,
        *,
        state: str,
        provider_id: str | None,
        error_code: str | None,
        attempts: int,
        id: int,
    ) -> CallRow:
        """What the attempt came to; a report that came before it knows better, and so does a later
        attempt, unless this one was taken.
        """

    async def call_by_reference(self, db: Database, *, reference: str) -> CallRow | None:
        """A call by our reference, for the workflow that waits for its end."""

    async def lock_reported_call(
        self, db: Database, *, provider: str, reference: str | None, provider_id: str | None
    ) -> CallRow | None:
        """The call that a report is about, locked while the report is worked through. By our reference, or
        by the provider's id where the provider does not send ours back.
        """

    async def call_taken(self, db: Database, *, provider_id: str | None, id: int) -> str:
        """A report proves that the call was taken, whatever we had been told."""

    async def end_call(
        self,
        db: Database,
        *,
        outcome: str | None,
        leg: str | None,
        pressed_key: str | None,
        talk_seconds: int,
        error_code: str | None,
        provider_id: str | None,
        at: datetime | None,
        id: int,
    ) -> CallRow:
        """What a report says of the end of a call."""

    async def key_pressed(self, db: Database, *, key: str | None, id: int) -> CallRow:
        """The key that was pressed during a call, as a report says."""

    async def call_acknowledged(self, db: Database, *, id: int) -> CallRow | None:
        """The notice was acknowledged after all; nothing when it was not answered. The key came after the
        report of the end.
        """

    async def call_recorded(self, db: Database, *, url: Sealable | None, id: int) -> str:
        """Where the recording of a call is to be had. Nothing is kept of a customer who said no to
        recording.
        """

    def calls_of_ticket(self, db: Database, *, ticket_id: str) -> AsyncIterator[CallRow]:
        """The calls of a ticket; for tests."""

    def calls_page(
        self, db: Database, *, state: str | None, ticket_id: str | None, after: int, most: int
    ) -> AsyncIterator[CallRow]:
        """A page of calls, for the API."""

    def orphaned_calls(self, db: Database, *, age: timedelta) -> AsyncIterator[CallRow]:
        """Calls whose attempt was interrupted and whose ticket no longer runs to ask about them."""

    async def told_about(
        self, db: Database, *, settled: Sequence[str], staff_id: str, meant: str, ticket_id: str
    ) -> ToldAboutRow | None:
        """What may be said of a ticket to somebody who is told of it, as it is at that moment; for notices
        and for their page. Whether they are of its crew or head its department says in whose place they
        hear of it; `meant` is who was meant by name. Opened again it is from the moment at which the
        customer said so (`settled` are the reasons of calls that ask): the row may say it a moment
        later.
        """

    def problem_told(self, db: Database, *, ticket_id: str) -> AsyncIterator[ProblemToldRow]:
        """The customer's problem in words, the newest first: what was reported and, once it was opened
        again, why.
        """

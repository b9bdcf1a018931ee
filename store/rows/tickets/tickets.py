"""What the queries of `tickets/tickets.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Protocol, TypedDict

from store.connections import Database, Json, Sealable


class TicketRow(TypedDict):
    id: str
    kind: str
    stage: str
    building_id: str | None
    customer_id: str | None
    ownership_id: str | None
    anchor_date: date | None
    next_step: str | None
    due_at: datetime | None
    urgent: bool
    close_reason: str | None
    version: int
    opened_at: datetime
    updated_at: datetime
    agent_id: str | None
    crew_id: str | None
    department_id: str | None
    escalation_level: int
    time_left: timedelta | None
    paused: bool
    promise: str | None
    acts: list[str]
    first_contact: str | None
    reopened: int
    unconfirmed: str | None
    waits: Json


class TicketViewRow(TypedDict):
    id: str
    kind: str
    stage: str
    building_id: str | None
    customer_id: str | None
    ownership_id: str | None
    anchor_date: date | None
    next_step: str | None
    due_at: datetime | None
    urgent: bool
    close_reason: str | None
    version: int
    opened_at: datetime
    updated_at: datetime
    agent_id: str | None
    crew_id: str | None
    department_id: str | None
    escalation_level: int
    time_left: timedelta | None
    paused: bool
    promise: str | None
    acts: list[str]
    first_contact: str | None
    reopened: int
    unconfirmed: str | None
    waits: Json
    start: Json
    building: str | None
    handover_date: date | None
    block: str | None
    unit: str | None
    room: str | None
    owner: str | None
    phone: str | None
    signed_at: datetime | None
    opted_out: bool


class WaitRow(TypedDict):
    waited_for: str | None
    since: datetime | None
    by: str | None
    body: dict[str, Any] | None


class TicketInListRow(TypedDict):
    id: str
    kind: str
    stage: str
    building_id: str | None
    customer_id: str | None
    ownership_id: str | None
    anchor_date: date | None
    next_step: str | None
    due_at: datetime | None
    urgent: bool
    close_reason: str | None
    version: int
    opened_at: datetime
    updated_at: datetime
    agent_id: str | None
    crew_id: str | None
    department_id: str | None
    escalation_level: int
    time_left: timedelta | None
    paused: bool
    promise: str | None
    acts: list[str]
    first_contact: str | None
    reopened: int
    unconfirmed: str | None
    waits: Json
    building: str | None
    block: str | None
    unit: str | None
    room: str | None


class OpenTicketsRow(TypedDict):
    id: str
    kind: str
    version: int
    building_id: str | None
    ownership_id: str | None
    updated_at: datetime


class SimilarOpenRow(TypedDict):
    id: str
    kind: str
    stage: str
    opened_at: datetime


class TicketLinksRow(TypedDict):
    id: str
    kind: str


class ToldRow(TypedDict):
    kind: str
    at: datetime
    actor: str
    data: Json
    words: dict[str, Any] | None


class ActsDoneRow(TypedDict):
    kind: str


class ConcernedRow(TypedDict):
    kind: str
    by_name: str


class TicketSaidRow(TypedDict):
    kind: str
    body: dict[str, Any]
    author: str
    at: datetime


class CustomerSaidRow(TypedDict):
    at: datetime
    reason: str
    satisfaction: str
    answers: Json
    body: dict[str, Any] | None


class TicketsTickets(Protocol):
    async def get_ticket(self, db: Database, *, id: str) -> TicketRow | None:
        """A ticket's row, for whoever names one by its id."""

    async def ticket_view(self, db: Database, *, id: str) -> TicketViewRow | None:
        """A ticket with its building, flat and owner, for the API."""

    def waits_of(self, db: Database, *, id: str) -> AsyncIterator[WaitRow]:
        """What a ticket waits for, with what was said when the wait began."""

    def tickets_page(
        self,
        db: Database,
        *,
        kind: str | None,
        stage: str | None,
        building_id: str | None,
        due_before: datetime | None,
        due_after: datetime | None,
        words: Sequence[Sealable] | None,
        rounds: Sequence[int] | None,
        patterns: Sequence[str] | None,
        after: str,
        most: int,
    ) -> AsyncIterator[TicketInListRow]:
        """A page of tickets, searched and filtered, for the API. Searched: in one of the rounds every word
        is found, as a part of the building's name or of the id, or as the whole block, unit or room,
        which are sealed. Who sees all goes through the tickets in their order; who sees much, for some
        way; everybody else, and whoever found too few, begins with what is in sight. Of what is open
        there is never so much that one would have to stop.
        """

    def open_tickets(
        self, db: Database, *, after: str, age: timedelta, most: int
    ) -> AsyncIterator[OpenTicketsRow]:
        """Open tickets that nothing has happened to for a while, for the reconciler."""

    async def close_ticket(self, db: Database, *, reason: str | None, id: str) -> str:
        """Closes a ticket whose workflow is gone, for the reconciler. With what it leaves unsent."""

    async def close_terminated(
        self, db: Database, *, id: str, version: int, run_id: str, at: datetime
    ) -> str | None:
        """Closes a ticket whose workflow was ended by force, with what it leaves unsent, and says so in
        its timeline: all of it, or nothing where the ticket has moved on since the reconciler saw it,
        or waits for a start that is still to be made: then it was an earlier run that ended. The id,
        where it was closed now.
        """

    def similar_open(
        self, db: Database, *, kind: str, id: str, customer_id: str, ownership_id: str | None
    ) -> AsyncIterator[SimilarOpenRow]:
        """Open tickets of the same customer, or of the same flat whoever owns it with them: perhaps the
        same matter.
        """

    def ticket_links(self, db: Database, *, ticket_id: str) -> AsyncIterator[TicketLinksRow]:
        """Tickets about the same matter, whichever of the two names the other."""

    async def link_tickets(self, db: Database, *, ticket_id: str, other_id: str, kind: str) -> str:
        """Links a ticket with one about the same matter."""

    async def link_duplicate(self, db: Database, *, ticket_id: str, other_id: str | None) -> str:
        """Links a duplicate with the ticket that goes on, where there is one of that id."""

    def lock_tickets(self, db: Database, *, ids: Sequence[str]) -> AsyncIterator[TicketRow]:
        """The tickets as they are now, in one order whoever asks, for whoever decides about both."""

    def told(self, db: Database, *, ticket_id: str) -> AsyncIterator[ToldRow]:
        """Who was told when, and what came of it."""

    def acts_done(self, db: Database, *, ticket_id: str, acts: Sequence[str]) -> AsyncIterator[ActsDoneRow]:
        """Which of these acts were done in the ticket."""

    def concerned(self, db: Database, *, ticket_id: str, staff_id: str) -> AsyncIterator[ConcernedRow]:
        """Whether and by what a ticket concerns a member of the staff, asked before each act."""

    def ticket_said(self, db: Database, *, ticket_id: str) -> AsyncIterator[TicketSaidRow]:
        """What was written and shown of a ticket from the first report on, in the order it came: the
        report itself, and files attached since; for whoever may open it.
        """

    def customer_said(self, db: Database, *, ticket_id: str) -> AsyncIterator[CustomerSaidRow]:
        """What the customer said in calls about a ticket, for whoever may open it."""

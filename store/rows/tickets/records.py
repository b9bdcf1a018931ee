"""What the queries of `tickets/records.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, TypedDict

from store.connections import Database, Json


class CourseOfTicketRow(TypedDict):
    kind: str
    at: datetime
    data: Json


class TicketsRecords(Protocol):
    async def snapshot_ticket(
        self,
        db: Database,
        *,
        stage: str,
        anchor_date: date | None,
        next_step: str | None,
        due_at: datetime | None,
        close_reason: str | None,
        version: int,
        id: str,
    ) -> str:
        """Where a pre-handover ticket stands, as its workflow says. An older snapshot never overwrites a
        newer one.
        """

    async def snapshot_state(
        self,
        db: Database,
        *,
        stage: str,
        promise: str | None,
        due_at: datetime | None,
        time_left: timedelta | None,
        paused: bool,
        escalation_level: int,
        urgent: bool,
        first_contact: str | None,
        handler: str | None,
        crew_id: str | None,
        department_id: str | None,
        acts: Sequence[str],
        reopened: int,
        unconfirmed: str | None,
        waits: Json,
        close_reason: str | None,
        version: int,
        id: str,
    ) -> str:
        """Where a ticket of people stands, as its workflow says. An older snapshot never overwrites a
        newer one. People and crews nobody knows are left out: an id that came in by hand, past the API,
        must not keep a ticket from ever being written again.
        """

    async def open_ticket_row(
        self,
        db: Database,
        *,
        id: str,
        kind: str,
        stage: str,
        building_id: str | None,
        customer_id: str | None,
        ownership_id: str | None,
        urgent: bool,
        first_contact: str | None,
        reopened: int,
        version: int,
        crew_id: str | None,
        department_id: str | None,
    ) -> str:
        """Opens a ticket, or opens it again when it was closed; one that is open stays as it is."""

    def course_of_ticket(
        self, db: Database, *, ticket_id: str, kinds: Sequence[str]
    ) -> AsyncIterator[CourseOfTicketRow]:
        """What happened to a ticket since it was opened last, in order; for what is reckoned from its
        events.
        """

    async def keep_crew_visit(
        self,
        db: Database,
        *,
        ticket_id: str,
        number: int,
        called_at: datetime | None,
        arrived_at: datetime | None,
        in_time: bool | None,
        disputed: int,
        completed_at: datetime | None,
        satisfaction: str | None,
        outcome: str,
        ended_at: datetime,
        crew_id: str,
    ) -> str:
        """What a repair that ended says about one visit of a crew, once; a crew that nobody knows is left
        out.
        """

"""What the queries of `tickets/starts.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Protocol, TypedDict

from store.connections import Database, Json


class CustomerForIntakeRow(TypedDict):
    id: str
    ownership_id: str | None
    building_id: str | None
    erased: bool


class StartRow(TypedDict):
    ticket_id: str
    workflow: str
    input: Json
    summary: str


class TicketsStarts(Protocol):
    async def next_ticket_number(self, db: Database, *, letter: str) -> str:
        """The number of the next ticket of a kind, by the kind's letter, for whoever takes it in."""

    async def customer_for_intake(
        self, db: Database, *, customer_id: str, ownership_id: str | None, within: timedelta
    ) -> CustomerForIntakeRow | None:
        """Whether there are such a customer and such a flat of theirs, for the one who takes a request in.
        Whoever takes a request in for somebody else's customer has typed their number, at most `within`
        ago.
        """

    async def keep_start(
        self, db: Database, *, ticket_id: str, workflow: str, input: Json, summary: str
    ) -> str:
        """How a ticket's workflow is started, written with its row."""

    async def started(self, db: Database, *, ticket_id: str) -> str:
        """Notes that the workflow was started."""

    def lost_starts(self, db: Database, *, age: timedelta, most: int) -> AsyncIterator[StartRow]:
        """Tickets whose row was written and whose workflow was not started, once the ordinary way had time
        to do it. One that has closed was started, though nobody heard of it: it is not started again.
        """

    async def start_again(self, db: Database, *, ticket_id: str, version: int) -> str | None:
        """The run that a start seemed to have made was an earlier one: it is still to be started. The id,
        where nothing has happened to the ticket since it was opened.
        """

    async def kept_start(self, db: Database, *, ticket_id: str) -> StartRow | None:
        """How a ticket's workflow was started, for whoever starts it again."""

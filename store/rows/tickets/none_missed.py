"""What the queries of `tickets/none_missed.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Protocol, TypedDict

from store.connections import Database


class UnrecordedRow(TypedDict):
    id: str


class UnhandledRow(TypedDict):
    id: str


class UncheckedRow(TypedDict):
    id: str


class NotFedBackRow(TypedDict):
    id: str


class TicketsNoneMissed(Protocol):
    def unrecorded(self, db: Database, *, within: timedelta, most: int) -> AsyncIterator[UnrecordedRow]:
        """Tickets that were reported, and none runs or ran; for the report that none was missed."""

    def unhandled(self, db: Database, *, within: timedelta, most: int) -> AsyncIterator[UnhandledRow]:
        """Open tickets that nobody answers for or works on, and matters that nobody has any more; for the
        same report. What was closed as a duplicate counts as open as long as the other is; where that
        one ended and nothing was solved, nobody has the matter, until a person has looked and says so
        in a note or to a department.
        """

    def unchecked(self, db: Database, *, most: int) -> AsyncIterator[UncheckedRow]:
        """Tickets that ended as done, without a call to the customer that was carried to its end since
        they were opened last; for the same report.
        """

    def not_fed_back(self, db: Database, *, most: int) -> AsyncIterator[NotFedBackRow]:
        """Tickets that ended, and no department has heard of it; for the same report. A duplicate is told
        by the ticket it was linked to.
        """

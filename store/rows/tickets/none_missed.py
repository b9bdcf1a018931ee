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
        """Tickets that were reported, and none runs or ran; for the report that none was missed. Reported,
        and no ticket runs or ran.
        """

    def unhandled(self, db: Database, *, within: timedelta, most: int) -> AsyncIterator[UnhandledRow]:
        """Open tickets that nobody answers for or works on, for the same report. Open, and nobody answers
        for it or works on it.
        """

    def unchecked(self, db: Database, *, most: int) -> AsyncIterator[UncheckedRow]:
        """Tickets that ended as done, without a call to the customer that was carried to its end since;
        for the same report. Ended as done, without a call to the customer that was carried to its end
        since it was opened last.
        """

    def not_fed_back(self, db: Database, *, most: int) -> AsyncIterator[NotFedBackRow]:
        """Tickets that ended, and no department has heard of it; for the same report. Ended, and no
        department has heard of it; a duplicate is told by the ticket it was linked to.
        """

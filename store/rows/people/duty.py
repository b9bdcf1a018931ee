"""What the queries of `people/duty.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime, time
from typing import Protocol, TypedDict

from store.connections import Database


class DutyTimeRow(TypedDict):
    id: int
    staff_id: str
    weekday: int
    begins: time
    ends: time
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class WeeklyDutyRow(TypedDict):
    id: int
    staff_id: str
    weekday: int
    begins: time
    ends: time


class AbsenceRow(TypedDict):
    id: int
    staff_id: str
    begins: datetime
    ends: datetime
    deputy_id: str | None
    reason: str
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class PeopleDuty(Protocol):
    async def add_duty_time(
        self, db: Database, *, staff_id: str, weekday: int, begins: time, ends: time
    ) -> DutyTimeRow:
        """New duty time, as it is kept."""

    async def get_duty_time(self, db: Database, *, id: int) -> DutyTimeRow | None:
        """Duty time by its id, for the API."""

    def duty_times_page(
        self,
        db: Database,
        *,
        staff_id: str | None,
        weekday: int | None,
        active: bool | None,
        after: int,
        most: int,
    ) -> AsyncIterator[DutyTimeRow]:
        """A page of duty times, for the API."""

    async def revise_duty_time(
        self, db: Database, *, weekday: int, begins: time, ends: time, active: bool, id: int
    ) -> DutyTimeRow:
        """Duty time as changed by the API."""

    def duty_times_of(self, db: Database, *, staff_id: str) -> AsyncIterator[WeeklyDutyRow]:
        """The duty times of one member of the staff, for the check that a new one does not overlap."""

    async def add_absence(
        self,
        db: Database,
        *,
        staff_id: str,
        begins: datetime,
        ends: datetime,
        deputy_id: str | None,
        reason: str,
    ) -> AbsenceRow:
        """A new absence, as it is kept."""

    async def get_absence(self, db: Database, *, id: int) -> AbsenceRow | None:
        """An absence by its id, for the API."""

    def absences_page(
        self,
        db: Database,
        *,
        staff_id: str | None,
        at: datetime | None,
        active: bool | None,
        after: int,
        most: int,
    ) -> AsyncIterator[AbsenceRow]:
        """A page of absences, for the API."""

    async def revise_absence(
        self,
        db: Database,
        *,
        begins: datetime,
        ends: datetime,
        deputy_id: str | None,
        reason: str,
        active: bool,
        id: int,
    ) -> AbsenceRow:
        """An absence as changed by the API."""

    async def absence_meeting(
        self, db: Database, *, staff_id: str, ends: datetime, begins: datetime, except_id: int | None
    ) -> int | None:
        """An absence of the person that shares any time with [begins, ends)."""

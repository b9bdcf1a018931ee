"""Weekly duty times and absences: when somebody is there (P7, P10, P29)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

_A_DAY = timedelta(days=1)
_A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class DutyTime:
    """Every week from `begins` on `weekday` (1 Monday to 7 Sunday) until the clocks next show `ends`.

    Hours are the company's local time; an end at or before the beginning lies on the next day.
    """

    staff_id: str
    weekday: int
    begins: time
    ends: time

    @property
    def length(self) -> timedelta:
        """How long it lasts by the clock: more than nothing, at most a day."""
        length = _since_midnight(self.ends) - _since_midnight(self.begins)
        return length if length > timedelta() else length + _A_DAY


@dataclass(frozen=True)
class Absence:
    """Away from `begins` until `ends`, which no longer belongs to it; `deputy_id` takes over, if anybody."""

    staff_id: str
    begins: datetime
    ends: datetime
    deputy_id: str | None = None


Entry = TypeVar("Entry", DutyTime, Absence)


def by_person(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The entries of each person, in their order."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.staff_id, []).append(entry)
    return found


def overlap(one: DutyTime, other: DutyTime) -> bool:
    """Whether the two share any time of the week, whoever's they are."""
    begins, ends = _in_week(one)
    first, last = _in_week(other)
    return any(first + shift < ends and begins < last + shift for shift in (-_A_WEEK, timedelta(), _A_WEEK))


def spans(
    duty: Iterable[DutyTime], begins: datetime, ends: datetime, timezone: str
) -> Iterator[tuple[datetime, datetime]]:
    """The parts of [begins, ends) that lie in the duty times, in UTC, day after day."""
    duty = tuple(duty)
    begins, ends = begins.astimezone(UTC), ends.astimezone(UTC)
    zone = ZoneInfo(timezone)
    # Duty that began the evening before may reach into the first day.
    day, last = begins.astimezone(zone).date() - _A_DAY, ends.astimezone(zone).date()
    while duty and day <= last:
        for each in duty:
            if each.weekday == day.isoweekday():
                overnight = each.ends <= each.begins
                start = max(begins, _moment(day, each.begins, zone))
                end = min(ends, _moment(day + _A_DAY if overnight else day, each.ends, zone))
                if start < end:
                    yield start, end
        day += _A_DAY


def on_duty(duty: Iterable[DutyTime], at: datetime, timezone: str) -> bool:
    """Whether `at` lies in one of the duty times."""
    return any(spans(duty, at, at + timedelta(microseconds=1), timezone))


def absence_at(absences: Iterable[Absence], at: datetime) -> Absence | None:
    """The absence that covers `at`; of several the first in time."""
    covering = [each for each in absences if each.begins <= at < each.ends]
    return min(covering, key=lambda each: (each.begins, each.ends, each.deputy_id or ""), default=None)


def is_there(
    duty: Iterable[DutyTime], absences: Iterable[Absence], begins: datetime, ends: datetime, timezone: str
) -> bool:
    """Whether some part of [begins, ends) is duty that no absence covers."""
    away = sorted(absences, key=lambda each: each.begins)
    return any(_left_over(start, end, away) for start, end in spans(duty, begins, ends, timezone))


def _left_over(start: datetime, end: datetime, away: Iterable[Absence]) -> bool:
    for absence in away:
        if absence.begins > start:
            break
        start = max(start, absence.ends)
    return start < end


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _in_week(duty: DutyTime) -> tuple[timedelta, timedelta]:
    begins = (duty.weekday - 1) * _A_DAY + _since_midnight(duty.begins)
    return begins, begins + duty.length

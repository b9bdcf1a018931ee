"""Time as a promise counts it: by the wall clock, or only while the company works (P7, P8)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_A_DAY = timedelta(days=1)
_NOTHING = timedelta()
_LONGEST_SEARCH_DAYS = 3660


@dataclass(frozen=True)
class WorkingHours:
    """When a company works, in its own time zone. `weekdays` count from 0, Monday.

    `closed_days` are holidays; `open_days` are worked although their weekday is not (调休).
    """

    timezone: str = "Asia/Shanghai"
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    opens: time = time(9)
    closes: time = time(18)
    closed_days: tuple[date, ...] = ()
    open_days: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        """Refuse hours in which no time would ever pass."""
        if self.opens >= self.closes:
            raise ValueError("opens must lie before closes")
        if not self.weekdays or not set(self.weekdays) <= set(range(7)):
            raise ValueError("weekdays must name at least one of 0 to 6")


def elapsed(begin: datetime, end: datetime, hours: WorkingHours | None = None) -> timedelta:
    """How much time passes from `begin` to `end`; with `hours`, only working time counts.

    Both are aware; an `end` before `begin` gives a negative result.
    """
    if hours is None:
        return end.astimezone(UTC) - begin.astimezone(UTC)
    if end < begin:
        return -elapsed(end, begin, hours)
    zone = ZoneInfo(hours.timezone)
    day, last, total = begin.astimezone(zone).date(), end.astimezone(zone).date(), _NOTHING
    while day <= last:
        opens, closes = _span(day, hours)
        total += max(_NOTHING, min(end, closes) - max(begin, opens))
        day += _A_DAY
    return total


def shifted(begin: datetime, by: timedelta, hours: WorkingHours | None = None) -> datetime:
    """The moment when `by` has passed since `begin`, the first such moment; a negative `by` looks back.

    The result is in UTC. Raises ValueError when `hours` leave no such moment within ten years.
    """
    begin = begin.astimezone(UTC)
    if hours is None:
        return begin + by
    return _forward(begin, by, hours) if by >= _NOTHING else _back(begin, -by, hours)


def _forward(begin: datetime, left: timedelta, hours: WorkingHours) -> datetime:
    if left == _NOTHING:
        return begin
    day = begin.astimezone(ZoneInfo(hours.timezone)).date()
    for _ in range(_LONGEST_SEARCH_DAYS):
        opens, closes = _span(day, hours)
        start = max(begin, opens)
        here = max(_NOTHING, closes - start)
        if here >= left:
            return start + left
        left -= here
        day += _A_DAY
    raise ValueError("the working hours leave too little time")


def _back(begin: datetime, left: timedelta, hours: WorkingHours) -> datetime:
    day = begin.astimezone(ZoneInfo(hours.timezone)).date()
    for _ in range(_LONGEST_SEARCH_DAYS):
        opens, closes = _span(day, hours)
        end = min(begin, closes)
        here = max(_NOTHING, end - opens)
        if here >= left:
            return end - left
        left -= here
        day -= _A_DAY
    raise ValueError("the working hours leave too little time")


def _span(day: date, hours: WorkingHours) -> tuple[datetime, datetime]:
    """When work begins and ends on `day`, in UTC; the same moment twice when the day is off."""
    opens, closes = (
        datetime.combine(day, at, ZoneInfo(hours.timezone)).astimezone(UTC)
        for at in (hours.opens, hours.closes)
    )
    worked = day in hours.open_days or (day.weekday() in hours.weekdays and day not in hours.closed_days)
    return (opens, max(opens, closes)) if worked else (opens, opens)


def sundown(asked: datetime, hours: WorkingHours) -> datetime:
    """The close of the day on which it was asked, in UTC (P9).

    Asked after closing: the next day's close; on a closed day: that of the next day that is worked. Raises
    ValueError when the hours leave no such day within ten years.
    """
    day = asked.astimezone(ZoneInfo(hours.timezone)).date()
    for _ in range(_LONGEST_SEARCH_DAYS):
        opens, closes = _span(day, hours)
        if closes > opens and asked < closes:
            return closes
        day += _A_DAY
    raise ValueError("the working hours leave no day that is worked")

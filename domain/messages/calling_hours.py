"""When a customer may be called: never in rest hours, at a preferred time where known (P10)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_A_DAY = timedelta(days=1)
_LONGEST_CLOSURE_DAYS = 60


@dataclass(frozen=True)
class Window:
    """A part of the day, from `opens`, before `closes`, as the customer's clock shows it."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Refuse a window that never opens."""
        if self.opens >= self.closes:
            raise ValueError("a window must open before it closes")


@dataclass(frozen=True)
class CallingHours:
    """The parts of a day in which customers may be called; what lies between them is rest.

    Nobody is called on `closed_days`.
    """

    timezone: str = "Asia/Shanghai"
    windows: tuple[Window, ...] = (
        Window(time(9, 30), time(12)),
        Window(time(14), time(17, 30)),
        Window(time(18, 30), time(20)),
    )
    closed_days: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        """Refuse hours that overlap or are out of order."""
        if not self.windows:
            raise ValueError("calling hours need a window")
        for one, two in zip(self.windows, self.windows[1:], strict=False):
            if one.closes > two.opens:
                raise ValueError("windows must follow one another")


@dataclass(frozen=True)
class Opening:
    """A window on a certain day: call from `begins`, before `ends`; `part` is its place in the day."""

    begins: datetime
    ends: datetime
    part: int


def next_call(
    after: datetime,
    hours: CallingHours,
    preferred: Sequence[Window] = (),
    tried: Sequence[datetime] = (),
) -> datetime:
    """The best moment for a call, not before `after`, in UTC.

    Preferred windows are kept to as far as the hours allow them. With `tried`, the moments of calls that
    nobody answered, it is the part of the day tried least so far, and never the same opening again.
    Raises ValueError when closed days leave no opening within 60 days.
    """
    openings = _openings(after, _allowed(hours, preferred), hours)
    if not tried:
        return next(openings).begins
    parts = [_part(moment, hours, preferred) for moment in tried]
    used = {(_local(moment, hours).date(), part) for moment, part in zip(tried, parts, strict=True)}
    fresh = (each for each in openings if (_local(each.begins, hours).date(), each.part) not in used)
    choice = [next(fresh) for _ in range(len(_allowed(hours, preferred)))]
    return min(choice, key=lambda each: (parts.count(each.part), each.begins)).begins


def rests_until(now: datetime, hours: CallingHours) -> datetime | None:
    """When calls are permitted again, by the clock of the hours; None: now."""
    opens = next_call(now, hours)
    return None if opens == now.astimezone(UTC) else opens.astimezone(ZoneInfo(hours.timezone))


def may_call(moment: datetime, hours: CallingHours, preferred: Sequence[Window] = ()) -> bool:
    """Whether the customer may be called at `moment`."""
    return next_call(moment, hours, preferred) == moment.astimezone(UTC)


def _allowed(hours: CallingHours, preferred: Sequence[Window]) -> tuple[Window, ...]:
    both = tuple(
        Window(max(one.opens, two.opens), min(one.closes, two.closes))
        for one in hours.windows
        for two in sorted(preferred, key=lambda window: window.opens)
        if max(one.opens, two.opens) < min(one.closes, two.closes)
    )
    return both or hours.windows


def _openings(after: datetime, windows: Sequence[Window], hours: CallingHours) -> Iterator[Opening]:
    first = _local(after, hours).date()
    for ahead in range(_LONGEST_CLOSURE_DAYS + 1):
        day = first + ahead * _A_DAY
        if day in hours.closed_days:
            continue
        for part, window in enumerate(windows):
            begins, ends = _moment(day, window.opens, hours), _moment(day, window.closes, hours)
            if after < ends:
                yield Opening(max(after.astimezone(UTC), begins), ends, part)
    raise ValueError("closed_days leave no opening within 60 days")


def _part(moment: datetime, hours: CallingHours, preferred: Sequence[Window]) -> int:
    """Which part of the day a call was made in; the nearest one before it when made outside."""
    at = _local(moment, hours).time()
    begun = [part for part, window in enumerate(_allowed(hours, preferred)) if window.opens <= at]
    return begun[-1] if begun else 0


def _moment(day: date, at: time, hours: CallingHours) -> datetime:
    return datetime.combine(day, at, ZoneInfo(hours.timezone)).astimezone(UTC)


def _local(moment: datetime, hours: CallingHours) -> datetime:
    return moment.astimezone(ZoneInfo(hours.timezone))

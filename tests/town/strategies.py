"""What companies may choose: dates, hours, closed days and cadences, drawn by Hypothesis."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from domain.playbooks.pre_handover_policy import CadenceStep, PreHandoverPolicy, SendingHours

ZONES = ("Asia/Shanghai", "Asia/Kathmandu", "Europe/Berlin", "America/New_York")
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
CLOCK_CHANGES = (date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 14), date(2027, 11, 7))
"""Berlin's and New York's, spring and autumn."""


def clock(first: int = 0, last: int = 24 * 60 - 1) -> st.SearchStrategy[time]:
    """An hour of day, between two minutes of the day, both included."""
    return st.integers(first, last).map(lambda minute: time(minute // 60, minute % 60))


def days() -> st.SearchStrategy[date]:
    """Any day, days when clocks change among them."""
    return DAYS | st.sampled_from(CLOCK_CHANGES)


@st.composite
def moments(draw: st.DrawFn, near: date) -> datetime:
    """A moment from sixty days before to two days after `near`, in any zone."""
    minutes = draw(st.integers(-2 * 24 * 60, 2 * 24 * 60) | st.integers(-60 * 24 * 60, 2 * 24 * 60))
    begin = datetime.combine(near, time(0), tzinfo=UTC) + timedelta(minutes=minutes)
    return begin.astimezone(ZoneInfo(draw(st.sampled_from((*ZONES, "UTC")))))


@st.composite
def sending_hours(draw: st.DrawFn, near: date) -> SendingHours:
    """Any hours of day in any zone, with up to two closures of up to 20 days around `near`."""
    opens, closes = sorted(draw(st.lists(clock(), min_size=2, max_size=2, unique=True)))
    closed: set[date] = set()
    for _ in range(draw(st.integers(0, 2))):
        begin = near + timedelta(days=draw(st.integers(-45, 20)))
        closed |= {begin + timedelta(days=ahead) for ahead in range(draw(st.integers(1, 20)))}
    return SendingHours(
        draw(st.sampled_from(ZONES)),
        opens,
        closes,
        tuple(sorted(closed)),
        draw(st.sampled_from(("send", "before", "after"))),
    )


@st.composite
def policies(draw: st.DrawFn, near: date) -> PreHandoverPolicy:
    """One to five steps, several of them possibly on one day or at one moment."""
    hours = draw(sending_hours(near))
    inside = clock(
        hours.opens.hour * 60 + hours.opens.minute, hours.closes.hour * 60 + hours.closes.minute - 1
    )
    steps = [
        CadenceStep(f"step-{number}", "any", draw(st.integers(0, 40)), draw(st.just(hours.opens) | inside))
        for number in range(draw(st.integers(1, 5)))
    ]
    return PreHandoverPolicy(tuple(steps), hours)

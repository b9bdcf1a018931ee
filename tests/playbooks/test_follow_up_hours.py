"""Customers are called in permitted hours only, at other hours each time, until there is a result (P10)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.messages.calling_hours import CallingHours, Window, may_call, next_call
from domain.playbooks.follow_up_call import Attempt, FollowUpPolicy, Reached, next_attempt, what_next

HERE = ZoneInfo("Asia/Shanghai")
HOURS = CallingHours()
POLICY = FollowUpPolicy()
THURSDAY = datetime(2026, 11, 26, tzinfo=HERE)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
WINDOWS = st.builds(
    lambda opens, length: Window(time(opens), time(min(23, opens + length))),
    st.integers(0, 21),
    st.integers(1, 6),
)
PREFERRED = st.lists(WINDOWS, max_size=2).map(tuple)


def at(hour: float, day: int = 0) -> datetime:
    return THURSDAY + timedelta(days=day, hours=hour)


def inside(moment: datetime, hours: CallingHours) -> bool:
    here = moment.astimezone(ZoneInfo(hours.timezone))
    open_now = any(window.opens <= here.time() < window.closes for window in hours.windows)
    return open_now and here.date() not in hours.closed_days


@given(
    MOMENTS, PREFERRED, st.lists(MOMENTS, max_size=4), st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
)
@settings(deadline=None)
def test_never_in_rest_hours(
    after: datetime, preferred: tuple[Window, ...], tried: list[datetime], closed: set[date]
) -> None:
    hours = CallingHours(closed_days=tuple(closed))
    moment = next_call(after, hours, preferred, tried)
    assert moment >= after and inside(moment, hours)
    assert may_call(next_call(after, hours, preferred), hours, preferred)


def test_noon_and_night_wait_for_the_next_window() -> None:
    assert next_call(at(12.5), HOURS) == at(14)
    assert next_call(at(21), HOURS) == at(9.5, day=1)
    assert next_call(at(10), HOURS) == at(10)
    holiday = CallingHours(closed_days=((THURSDAY + timedelta(days=1)).date(),))
    assert next_call(at(21), holiday) == at(9.5, day=2)


def test_the_customer_s_preference_is_kept_where_the_hours_allow_it() -> None:
    evening = (Window(time(19), time(22)),)
    assert next_call(at(10), HOURS, evening) == at(19)
    at_night = (Window(time(2), time(4)),)
    assert next_call(at(10), HOURS, at_night) == at(10)


def test_nobody_answers_so_other_hours_are_tried() -> None:
    attempts: tuple[Attempt, ...] = ()
    now, parts = at(10), []
    for _ in range(3):
        now = next_attempt(attempts, POLICY, (), now)
        parts.append(
            next(n for n, w in enumerate(HOURS.windows) if w.opens <= now.astimezone(HERE).time() < w.closes)
        )
        attempts += (Attempt(now, "no_answer"),)
    assert sorted(parts) == [0, 1, 2]
    assert what_next(attempts, POLICY, asked_by_sms=False) == "ask_by_sms"
    attempts += (Attempt(now + timedelta(days=1), "no_answer"),)
    assert what_next(attempts, POLICY, asked_by_sms=True) == "supervisor"


def test_a_busy_number_is_called_again_soon_but_not_for_ever() -> None:
    first = Attempt(at(10), "busy")
    assert next_attempt((first,), POLICY, (), at(10)) == at(10.25)
    many = tuple(Attempt(at(10 + n / 4), "busy") for n in range(3))
    assert next_attempt(many, POLICY, (), at(10.75)) == at(14)
    assert what_next(many, POLICY, asked_by_sms=False) == "again"


@pytest.mark.parametrize(
    ("reached", "following"),
    [
        (("answered",), "record"),
        (("no_answer",), "again"),
        (("failed",), "again"),
        (("refused",), "again"),
        (("refused", "refused"), "supervisor"),
        (("wrong_number",), "supervisor"),
        (("unreachable",), "supervisor"),
    ],
)
def test_each_ending_has_its_rule(reached: tuple[Reached, ...], following: str) -> None:
    attempts = tuple(Attempt(at(10, day), each) for day, each in enumerate(reached))
    assert what_next(attempts, POLICY, asked_by_sms=False) == following


@given(st.lists(st.sampled_from(["no_answer", "busy", "failed", "refused"]), min_size=1, max_size=12))
@settings(deadline=None)
def test_it_always_comes_to_an_end(reached: list[Reached]) -> None:
    """However customers behave, a supervisor or an SMS is reached within a bounded number of calls."""
    attempts: tuple[Attempt, ...] = ()
    now = at(10)
    for each in reached * 6:
        now = next_attempt(attempts, POLICY, (), now)
        attempts += (Attempt(now, each),)
        if what_next(attempts, POLICY, asked_by_sms=False) != "again":
            return
    raise AssertionError("called for ever")

"""Duty times and absences against plain references: one clock reading of a week after another."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.people.duty import Absence, DutyTime, absence_at, is_there, on_duty, overlap, spans

ZONE = "Asia/Shanghai"
SHANGHAI = ZoneInfo(ZONE)
MONDAY = datetime(2027, 1, 4, tzinfo=SHANGHAI)
QUARTER = timedelta(minutes=15)

hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
duty_times = st.builds(DutyTime, st.just("S00000001"), st.integers(1, 7), hours, hours)
quarters = st.integers(0, 14 * 96).map(lambda count: MONDAY + count * QUARTER)


@st.composite
def absences(draw: st.DrawFn) -> Absence:
    begins = draw(quarters)
    return Absence("S00000001", begins, begins + QUARTER * draw(st.integers(1, 300)))


def shown_on_duty(duty: DutyTime, at: datetime) -> bool:
    """As one would say it aloud: today's hours, or what began yesterday evening."""
    local = at.astimezone(SHANGHAI)
    clock, today = local.time(), local.isoweekday()
    yesterday = (today - 2) % 7 + 1
    if duty.begins < duty.ends:
        return today == duty.weekday and duty.begins <= clock < duty.ends
    return (today == duty.weekday and clock >= duty.begins) or (
        yesterday == duty.weekday and clock < duty.ends
    )


@given(st.lists(duty_times, max_size=4), quarters)
def test_on_duty_is_what_the_clock_says(duty: list[DutyTime], at: datetime) -> None:
    assert on_duty(duty, at, ZONE) == any(shown_on_duty(each, at) for each in duty)
    assert on_duty(duty, at.astimezone(UTC), ZONE) == on_duty(duty, at, ZONE)


@given(duty_times, duty_times)
def test_two_duty_times_overlap_when_they_share_a_moment_of_the_week(one: DutyTime, other: DutyTime) -> None:
    week = [MONDAY + count * QUARTER for count in range(7 * 96)]
    shared = any(shown_on_duty(one, at) and shown_on_duty(other, at) for at in week)
    assert overlap(one, other) == overlap(other, one) == shared


@given(st.lists(duty_times, max_size=3), st.lists(absences(), max_size=3), quarters, st.integers(1, 200))
def test_somebody_is_there_when_a_moment_of_duty_is_left(
    duty: list[DutyTime], away: list[Absence], begins: datetime, count: int
) -> None:
    window = [begins + step * QUARTER for step in range(count)]
    expected = any(
        any(shown_on_duty(each, at) for each in duty) and absence_at(away, at) is None for at in window
    )
    assert is_there(duty, away, begins, begins + count * QUARTER, ZONE) == expected


def test_a_night_belongs_to_the_day_it_begins_on() -> None:
    sunday_night = DutyTime("S00000001", 7, time(22), time(6))
    assert on_duty([sunday_night], MONDAY + timedelta(hours=5, minutes=59), ZONE)
    assert not on_duty([sunday_night], MONDAY + timedelta(hours=6), ZONE)
    assert not on_duty([sunday_night], MONDAY + timedelta(hours=22), ZONE)
    [(start, end)] = spans([sunday_night], MONDAY - timedelta(days=1), MONDAY + timedelta(days=1), ZONE)
    assert end - start == timedelta(hours=8)


def test_the_same_hour_twice_is_a_whole_day() -> None:
    around = DutyTime("S00000001", 1, time(9), time(9))
    assert around.length == timedelta(days=1)
    assert on_duty([around], MONDAY + timedelta(hours=32, minutes=59), ZONE)
    assert not on_duty([around], MONDAY + timedelta(hours=33), ZONE)


def test_a_night_in_which_the_clocks_go_forward_is_an_hour_shorter() -> None:
    night = DutyTime("S00000001", 6, time(22), time(6))
    begins = datetime(2027, 3, 27, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    [(start, end)] = spans([night], begins, begins + timedelta(days=1), "Europe/Berlin")
    assert end - start == timedelta(hours=7)


def test_whoever_has_no_duty_times_is_never_on_duty() -> None:
    assert not on_duty([], MONDAY, ZONE)
    assert not is_there([], [], MONDAY, MONDAY + timedelta(days=7), ZONE)


def test_an_absence_ends_before_its_last_moment() -> None:
    away = Absence("S00000001", MONDAY, MONDAY + timedelta(hours=1))
    assert absence_at([away], MONDAY) == away
    assert absence_at([away], MONDAY + timedelta(hours=1)) is None

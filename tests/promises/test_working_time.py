"""Working time: what passes, and when so much has passed."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.promises.working_time import WorkingHours, elapsed, shifted

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
LENGTHS = st.timedeltas(timedelta(0), timedelta(days=20))
BOUNDS = st.timedeltas(timedelta(minutes=1), timedelta(hours=48))
QUICK_ENOUGH = settings(deadline=None, max_examples=60)
OFFICE = WorkingHours(weekdays=(0, 1, 2, 3, 4), opens=time(9), closes=time(18))


@st.composite
def hours(draw: st.DrawFn) -> WorkingHours | None:
    if draw(st.booleans()):
        return None
    opens = draw(st.integers(0, 22))
    closes = draw(st.integers(opens + 1, 23))
    days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
    return WorkingHours(
        draw(st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"])),
        tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1)))),
        time(opens),
        time(closes),
        tuple(draw(st.sets(days, max_size=5))),
        tuple(draw(st.sets(days, max_size=5))),
    )


@QUICK_ENOUGH
@given(MOMENTS, BOUNDS, hours())
def test_what_was_shifted_has_elapsed(begin: datetime, by: timedelta, worked: WorkingHours | None) -> None:
    assert elapsed(begin, shifted(begin, by, worked), worked) == by
    assert elapsed(shifted(begin, -by, worked), begin, worked) == by


@QUICK_ENOUGH
@given(MOMENTS, LENGTHS, LENGTHS, hours())
def test_elapsed_time_adds_up(
    begin: datetime, one: timedelta, two: timedelta, worked: WorkingHours | None
) -> None:
    middle, end = begin + one, begin + one + two
    assert elapsed(begin, end, worked) == elapsed(begin, middle, worked) + elapsed(middle, end, worked)
    assert timedelta(0) <= elapsed(begin, end, worked) <= end - begin
    assert elapsed(end, begin, worked) == -elapsed(begin, end, worked)


@QUICK_ENOUGH
@given(MOMENTS, BOUNDS, hours())
def test_it_is_the_first_such_moment(begin: datetime, by: timedelta, worked: WorkingHours | None) -> None:
    reached = shifted(begin, by, worked)
    assert elapsed(begin, reached - timedelta(microseconds=1), worked) < by


def test_eight_hours_over_a_weekend_and_a_make_up_day() -> None:
    friday = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)  # 15:00 in Shanghai
    assert shifted(friday, timedelta(hours=8), OFFICE) == datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
    make_up = WorkingHours(weekdays=(0, 1, 2, 3, 4), open_days=(date(2026, 11, 28),))
    assert shifted(friday, timedelta(hours=8), make_up) == datetime(2026, 11, 28, 6, 0, tzinfo=UTC)
    closed = WorkingHours(weekdays=(0, 1, 2, 3, 4), closed_days=(date(2026, 11, 30),))
    assert shifted(friday, timedelta(hours=8), closed) == datetime(2026, 12, 1, 6, 0, tzinfo=UTC)

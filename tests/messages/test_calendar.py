"""When texts may be sent: properties, a reference that tries every minute, and days when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.messages.calendar import local, next_permitted, open_day
from domain.playbooks.pre_handover_policy import SendingHours
from tests.town.strategies import ZONES, clock, days, moments, sending_hours

BERLIN_SPRING, BERLIN_AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


def closed(day: date, hours: SendingHours) -> bool:
    return hours.on_closed_day != "send" and day in hours.closed_days


def permitted(moment: datetime, hours: SendingHours) -> bool:
    """The rule itself: what the owner's clock shows lies within the hours of a day that is not closed."""
    shown = moment.astimezone(ZoneInfo(hours.timezone))
    return hours.opens <= shown.time() < hours.closes and not closed(shown.date(), hours)


@given(st.data())
def test_never_before_it_was_asked_and_always_at_a_permitted_time(data: st.DataObject) -> None:
    day = data.draw(days())
    hours, asked = data.draw(sending_hours(day)), data.draw(moments(day))
    try:
        answer = next_permitted(asked, hours)
    except ValueError:
        pytest.fail("closures of forty days at most leave an open day")
    assert answer.timestamp() >= asked.timestamp()
    assert permitted(answer, hours)
    assert next_permitted(answer, hours).timestamp() == answer.timestamp()
    if permitted(asked, hours):
        assert answer.timestamp() == asked.timestamp()


@settings(max_examples=30)
@given(st.data())
def test_the_first_permitted_minute_is_the_one_found(data: st.DataObject) -> None:
    """Against a reference that looks at one minute after the other; hours in which no clock changes."""
    day = data.draw(days())
    opens, closes = sorted(data.draw(st.lists(clock(4 * 60), min_size=2, max_size=2, unique=True)))
    shut = tuple(day + timedelta(days=ahead) for ahead in range(data.draw(st.integers(0, 2))))
    hours = SendingHours(data.draw(st.sampled_from(ZONES)), opens, closes, shut, "after")
    asked = data.draw(moments(day)).astimezone(UTC)
    expected = asked
    while not permitted(expected, hours):
        expected += timedelta(minutes=1)
    assert next_permitted(asked, hours).timestamp() == expected.timestamp()


@given(st.data())
def test_a_closed_day_gives_way_to_the_nearest_open_one(data: st.DataObject) -> None:
    day = data.draw(days())
    hours = data.draw(sending_hours(day))
    opened = open_day(day, hours)
    assert not closed(opened, hours)
    assert open_day(opened, hours) == opened
    passed_over = range(abs((opened - day).days))
    towards = -1 if hours.on_closed_day == "before" else 1
    assert all(closed(day + towards * timedelta(days=ahead), hours) for ahead in passed_over)
    if opened != day:
        assert (opened > day) == (hours.on_closed_day == "after")


@given(st.data())
def test_later_days_never_open_earlier(data: st.DataObject) -> None:
    day = data.draw(days())
    hours = data.draw(sending_hours(day))
    assert open_day(day, hours) <= open_day(day + timedelta(days=1), hours)


@given(days(), clock(), st.sampled_from(ZONES))
def test_a_local_hour_is_what_the_clocks_show_unless_they_skip_it(day: date, at: time, zone: str) -> None:
    moment = local(day, at, SendingHours(timezone=zone))
    shown = moment.astimezone(UTC).astimezone(ZoneInfo(zone))
    assert (shown.date(), shown.time()) == (moment.date(), moment.time())
    skipped = moment.time() != at
    assert not skipped or (
        at.hour == 2 and moment.hour == 3 and zone in ("Europe/Berlin", "America/New_York")
    )


def test_nepal_is_five_hours_and_three_quarters_ahead() -> None:
    hours = SendingHours(timezone="Asia/Kathmandu")
    assert local(date(2027, 1, 15), time(9), hours) == datetime(2027, 1, 15, 3, 15, tzinfo=UTC)


def test_nine_o_clock_stays_nine_o_clock_when_summer_begins() -> None:
    hours = SendingHours(timezone="Europe/Berlin")
    asked = datetime(2027, 3, 27, 20, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert next_permitted(asked, hours) == datetime(2027, 3, 28, 7, 0, tzinfo=UTC)


def test_an_hour_that_the_clocks_skip_is_what_they_show_instead() -> None:
    moment = local(BERLIN_SPRING, time(2, 30), SendingHours(timezone="Europe/Berlin"))
    assert (moment.time(), moment.astimezone(UTC).hour) == (time(3, 30), 1)


def test_an_hour_shown_twice_is_the_first_and_nothing_goes_back_to_it() -> None:
    hours = SendingHours(timezone="Europe/Berlin", opens=time(2, 20), closes=time(2, 40))
    first = local(BERLIN_AUTUMN, time(2, 20), hours)
    # Python calls no moment of an hour that is shown twice equal to one in another zone.
    assert first.astimezone(UTC) == datetime(2027, 10, 31, 0, 20, tzinfo=UTC)
    shown_again = datetime(2027, 10, 31, 1, 10, tzinfo=UTC)  # 02:10 for the second time
    assert next_permitted(shown_again, hours) > shown_again


@pytest.mark.parametrize("move", ["before", "after"])
def test_a_calendar_without_open_days_is_refused(move: str) -> None:
    year = tuple(date(2027, 1, 1) + timedelta(days=ahead) for ahead in range(365))
    hours = SendingHours(closed_days=year, on_closed_day=move)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no open day"):
        open_day(date(2027, 7, 1), hours)
    with pytest.raises(ValueError, match="no open day"):
        next_permitted(datetime(2027, 7, 1, tzinfo=UTC), hours)

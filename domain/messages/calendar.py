"""Permitted sending hours and closed days, as arithmetic on aware datetimes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.playbooks.pre_handover_policy import MOST_CLOSED_DAYS, SendingHours

_A_DAY = timedelta(days=1)


def local(day: date, at: time, hours: SendingHours) -> datetime:
    """The moment when clocks in the owner's time zone show `at` on `day`.

    An hour shown twice is the first of the two; an hour that the clocks skip is what they show instead.
    """
    zone = ZoneInfo(hours.timezone)
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC).astimezone(zone)


def open_day(day: date, hours: SendingHours) -> date:
    """`day`, or the open day the holiday policy puts in its place."""
    if hours.on_closed_day == "send":
        return day
    step = -_A_DAY if hours.on_closed_day == "before" else _A_DAY
    candidate = day
    for _ in range(MOST_CLOSED_DAYS):
        if candidate not in hours.closed_days:
            return candidate
        candidate += step
    raise ValueError("closed_days leaves no open day within 60 days")


def next_permitted(moment: datetime, hours: SendingHours) -> datetime:
    """`moment` itself when a text may be sent then, else the next moment when it may."""
    asked = moment.astimezone(ZoneInfo(hours.timezone))
    for ahead in range(MOST_CLOSED_DAYS + 1):
        day = asked.date() + ahead * _A_DAY
        if hours.on_closed_day != "send" and day in hours.closed_days:
            continue
        # Compared as timestamps: within one time zone Python compares wall clocks, which go back in autumn.
        begin = max(asked, local(day, hours.opens, hours), key=datetime.timestamp)
        if begin.date() == day and hours.opens <= begin.time() < hours.closes:
            return begin
    raise ValueError("closed_days leaves no open day within 60 days")

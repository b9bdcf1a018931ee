"""Moments as people say them: 今天下午5点, tomorrow at 9 am (P7, P8)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from texts import text
from workflows.parts.cadence_details import HOME_ZONE

_DAYS = {-1: "yesterday", 0: "today", 1: "tomorrow", 2: "after-tomorrow"}
_PARTS = ((5, "night"), (11, "morning"), (13, "noon"), (18, "afternoon"), (24, "evening"))


def spoken_moment(locale: str, moment: datetime, now: datetime, zone: str = HOME_ZONE) -> str:
    """The moment as it is said at `now`, by the company's clock; a year is said where it is another."""
    here, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    apart = (here.date() - today.date()).days
    part = next(name for until, name in _PARTS if here.hour < until)
    return text(
        locale,
        "spoken-moment",
        day=_DAYS.get(apart, "date" if here.year == today.year else "year"),
        date=text(locale, "spoken-date", month=str(here.month), day=str(here.day)),
        year=str(here.year),
        part=part,
        hour=str(here.hour % 12 or 12),
        minute=f"{here.minute:02d}",
    )

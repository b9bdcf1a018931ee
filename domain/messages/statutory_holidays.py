"""Statutory holidays by country, from a kept calendar: closed days of a sending policy."""

from datetime import date

from holidays import country_holidays

YEARS_AHEAD = 2
"""A ticket carries its policy, so the days must reach as far as tickets live.

A government announces each year's days in the autumn before; until then the calendar computes them.
"""


def statutory_holidays(country: str, year: int) -> tuple[date, ...]:
    """The days off of `country` (ISO 3166, such as CN) in `year` and the two years after it, in order.

    Make-up days off are included, make-up working days are not. Raises ValueError for a country that the
    calendar does not know.
    """
    try:
        days = country_holidays(country, years=range(year, year + YEARS_AHEAD + 1))
    except NotImplementedError:
        raise ValueError(f"no holiday calendar for {country}") from None
    return tuple(sorted(days))

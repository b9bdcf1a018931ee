"""Invented companies: any staff, departments, crews, duty and absences that records could hold."""

from datetime import UTC, datetime, time, timedelta
from typing import get_args

from hypothesis import strategies as st

from domain.people.duty import Absence, DutyTime
from domain.people.staff import Company, Crew, Department, Person, Role, WhomToTell

NOW = datetime(2027, 1, 6, 2, 0, tzinfo=UTC)
"""A Wednesday, ten in the morning in Shanghai."""
WEDNESDAY = 3
HOUR = timedelta(hours=1)
SKILLS = ("plumbing", "english")

_roles: st.SearchStrategy[Role] = st.sampled_from(get_args(Role))


def staff_id(number: int) -> str:
    return f"S{number:08}"


def on_duty_now(staff: str) -> DutyTime:
    return DutyTime(staff, WEDNESDAY, time(9), time(17))


def away_now(staff: str, deputy: str | None = None) -> Absence:
    return Absence(staff, NOW - HOUR, NOW + HOUR, deputy)


@st.composite
def companies(draw: st.DrawFn) -> Company:
    """Up to eight people; deputies may be absent, gone, or go round in a ring."""
    ids = [staff_id(number) for number in range(1, draw(st.integers(0, 8)) + 1)]
    anybody = st.one_of(st.none(), st.sampled_from(ids)) if ids else st.none()
    departments = st.sampled_from([None, "D000001", "D000002"])
    crews = st.sampled_from([None, "W00000001", "W00000002"])
    people = tuple(
        Person(
            each,
            draw(_roles),
            draw(departments),
            draw(crews),
            tuple(draw(st.sets(st.sampled_from(SKILLS)))),
            draw(st.booleans()),
        )
        for each in ids
    )
    return Company(
        people=people,
        departments=(Department("D000001", draw(anybody)), Department("D000002", draw(anybody))),
        crews=(
            Crew("W00000001", draw(anybody), draw(departments)),
            Crew("W00000002", draw(anybody), draw(departments)),
        ),
        duty_times=tuple(on_duty_now(each) for each in ids if draw(st.booleans())),
        absences=tuple(away_now(each, draw(anybody)) for each in ids if draw(st.booleans())),
    )


@st.composite
def asks(draw: st.DrawFn) -> WhomToTell:
    tell = st.one_of(_roles, st.integers(1, 9).map(staff_id))
    return WhomToTell(
        draw(tell),
        NOW,
        draw(st.sampled_from([None, "D000001", "D000003"])),
        draw(st.sampled_from([None, "W00000001", "W00000003"])),
    )

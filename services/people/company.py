"""The company as the records say, and whom it would tell (P7, P8, P10)."""

from datetime import datetime, timedelta

from domain.people.duty import Absence, DutyTime
from domain.people.staff import Company, Crew, Department, Person, ToldList, WhomToTell
from domain.promises.people_to_tell import people_to_tell
from store.database import Connection, queries
from store.rows.people.choosing import PersonOnDutyRow

_AN_INSTANT = timedelta(microseconds=1)


async def told_now(db: Connection, ask: WhomToTell) -> ToldList:
    """The people to try, from one consistent look at the records; `db` must not be in a transaction."""
    async with db.transaction(isolation="repeatable_read", readonly=True):
        company = await company_between(db, ask.at, ask.at + _AN_INSTANT, ask.timezone, named=ask.tell)
    return people_to_tell(company, ask)


async def company_between(
    db: Connection, begins: datetime, ends: datetime, timezone: str, named: str | None = None
) -> Company:
    """Everybody who works here, with the absences of [begins, ends); `named` even if not any more."""
    absences = queries.absences_between(db, begins=begins, ends=ends)
    people = queries.people(db, named=named)
    return Company(
        people=tuple([_person(row) async for row in people]),
        departments=tuple([Department(**row) async for row in queries.heads(db)]),
        crews=tuple([Crew(**row) async for row in queries.leaders(db)]),
        duty_times=tuple([DutyTime(**row) async for row in queries.duty_times_now(db)]),
        absences=tuple([Absence(**row) async for row in absences]),
        timezone=timezone,
    )


def _person(row: PersonOnDutyRow) -> Person:
    return Person(
        row["id"],
        row["role"],
        row["department_id"],
        row["crew_id"],
        tuple(row["skills"]),
        row["active"],
    )

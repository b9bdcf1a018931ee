"""What belongs to nobody in particular goes to the desk: service staff who are there (P1, P3)."""

from datetime import datetime, timedelta

from domain.people.duty import by_person, is_there, spans
from domain.people.staff import COMPANY_ZONE, Company, Person
from services.people.company import company_between
from store.database import Connection, queries

_DESK = frozenset({"agent", "shift_lead"})
_AN_INSTANT = timedelta(microseconds=1)
_NEXT_SHIFTS = timedelta(days=1)


async def give_to_desk(db: Connection, ticket_id: str, at: datetime) -> None:
    """Whoever is on duty may open the ticket of an owner without an agent, and sees what came in.

    At night: whoever comes next within a day; where no duty times are kept, all of the desk.
    """
    company = await company_between(db, at, at + _NEXT_SHIFTS, COMPANY_ZONE)
    await queries.tell_desk(db, ticket_id=ticket_id, staff=on_desk(company, at))


def on_desk(company: Company, at: datetime) -> list[str]:
    """Who is there; else who comes next; else everybody of the desk."""
    desk = [each for each in company.people if each.active and each.role in _DESK]
    there = [each.id for each in desk if _is_there(company, each, at)]
    return there or [each.id for each in desk if _comes(company, each, at)] or [each.id for each in desk]


def _is_there(company: Company, person: Person, at: datetime) -> bool:
    duty = by_person(company.duty_times).get(person.id, ())
    absences = by_person(company.absences).get(person.id, ())
    return is_there(duty, absences, at, at + _AN_INSTANT, company.timezone)


def _comes(company: Company, person: Person, at: datetime) -> bool:
    duty = by_person(company.duty_times).get(person.id, ())
    return any(True for _ in spans(duty, at, at + _NEXT_SHIFTS, company.timezone))

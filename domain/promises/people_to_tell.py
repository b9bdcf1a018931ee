"""Who is to be told now: a promise must reach somebody (P7, P8)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from domain.people.duty import absence_at, by_person, on_duty
from domain.people.staff import (
    CREW_ROLES,
    Because,
    Company,
    Crew,
    Department,
    Person,
    Told,
    ToldList,
    WhomToTell,
)

_COMPANY_ROLES = frozenset({"agent", "shift_lead", "service_supervisor", "manager"})


def people_to_tell(company: Company, ask: WhomToTell) -> ToldList:
    """The people to try, in order, each once.

    Holders of the role who are on duty come first, then those off duty (a promise must reach somebody), then
    the department's head, then the service supervisors. The absent are replaced by their deputies.
    """
    there = _Presence(company, ask.at)
    tiers = tuple(_tiers(company, ask))
    told: dict[str, Told] = {}
    for because, members in tiers:
        for person in there.standing(because, members):
            told.setdefault(person.staff_id, person)
    if not told:
        meant = [member for _, group in tiers for member in group]
        told = {person.staff_id: person for person in there.last_resort(meant)}
    return ToldList(tuple(told.values()))


def _tiers(company: Company, ask: WhomToTell) -> Iterator[tuple[Because, tuple[str, ...]]]:
    """Who is meant, then the head of the department concerned, then the service supervisors."""
    crew = next((each for each in company.crews if each.id == ask.crew_id), None)
    named = next((each for each in company.people if each.id == ask.tell), None)
    department_id = (
        ask.department_id or (crew and crew.department_id) or (named and named.department_id) or None
    )
    department = next((each for each in company.departments if each.id == department_id), None)
    heads = _heads(company, department)
    yield "asked_for", _holders(company, ask, crew, department_id, heads)
    yield "department_head", heads
    yield "service_supervisor", _with_role(company, "service_supervisor")


def _holders(
    company: Company, ask: WhomToTell, crew: Crew | None, department_id: str | None, heads: tuple[str, ...]
) -> tuple[str, ...]:
    if ask.tell == "department_head" and department_id:
        return heads
    if ask.tell in CREW_ROLES and ask.crew_id:
        led = (crew.leader_id,) if crew and crew.leader_id and ask.tell == "crew_leader" else ()
        return _each_once(*led, *_with_role(company, ask.tell, lambda each: each.crew_id == ask.crew_id))
    if any(person.id == ask.tell for person in company.people):
        return (ask.tell,)
    everywhere = _with_role(company, ask.tell)
    if department_id is None:
        return everywhere
    here = _with_role(company, ask.tell, lambda each: each.department_id == department_id)
    return here or (everywhere if ask.tell in _COMPANY_ROLES else ())


def _heads(company: Company, department: Department | None) -> tuple[str, ...]:
    if department is None:
        return ()
    named = (department.head_id,) if department.head_id else ()
    members = _with_role(company, "department_head", lambda each: each.department_id == department.id)
    return _each_once(*named, *members)


def _with_role(
    company: Company, role: str, among: Callable[[Person], bool] = lambda _: True
) -> tuple[str, ...]:
    return tuple(
        sorted(each.id for each in company.people if each.active and each.role == role and among(each))
    )


def _each_once(*ids: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


class _Presence:
    """Who is active, on duty or away at one moment."""

    def __init__(self, company: Company, at: datetime) -> None:
        self._active = {person.id: person for person in company.people if person.active}
        self._duty = by_person(company.duty_times)
        self._at, self._timezone = at, company.timezone
        covering = {staff: absence_at(each, at) for staff, each in by_person(company.absences).items()}
        self._away = {staff: absence for staff, absence in covering.items() if absence}

    def standing(self, because: Because, members: Iterable[str]) -> list[Told]:
        """The members or their deputies, who is on duty first, otherwise in the members' order."""
        found = [(member, self._in_place_of(member)) for member in members if member in self._active]
        told = [
            self._told(person, because, member if person != member else None)
            for member, person in found
            if person
        ]
        return sorted(told, key=lambda person: not person.on_duty)

    def last_resort(self, members: Iterable[str]) -> list[Told]:
        """When nobody who is meant can stand in: managers, else the absent themselves, else anybody."""
        present = [person for person in sorted(self._active) if person not in self._away]
        groups = (
            [person for person in present if self._active[person].role == "manager"],
            [member for member in dict.fromkeys(members) if member in self._active],
            present,
            sorted(self._active),
        )
        chosen = next(filter(None, groups), [])
        return sorted(
            (self._told(person, "last_resort", None) for person in chosen), key=lambda told: not told.on_duty
        )

    def _in_place_of(self, member: str) -> str | None:
        """The member, or the first deputy of a deputy who is there; None when the chain ends."""
        seen: set[str] = set()
        person: str | None = member
        while person is not None and person not in seen and person in self._active:
            if person not in self._away:
                return person
            seen.add(person)
            person = self._away[person].deputy_id
        return None

    def _told(self, person: str, because: Because, instead_of: str | None) -> Told:
        there = person not in self._away and on_duty(self._duty.get(person, ()), self._at, self._timezone)
        return Told(person, because, there, instead_of)

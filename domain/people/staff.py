"""The company's people as the rules see them, and what activities are asked about them (P7, P8, P10).

Ids and codes only, nobody's data; fields of questions and answers are only ever added.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.people.duty import Absence, DutyTime

Role = Literal[
    "agent",
    "shift_lead",
    "service_supervisor",
    "department_head",
    "crew_leader",
    "crew_member",
    "site_supervisor",
    "designer",
    "salesperson",
    "manager",
]
CREW_ROLES: tuple[Role, ...] = ("crew_leader", "crew_member")
"""Those who work in a crew."""
Because = Literal["asked_for", "department_head", "service_supervisor", "last_resort"]

COMPANY_ZONE = "Asia/Shanghai"
"""Time zone of duty times, unless a company says otherwise."""


@dataclass(frozen=True)
class Person:
    """A member of staff; one who has left is not `active`."""

    id: str
    role: Role
    department_id: str | None = None
    crew_id: str | None = None
    skills: tuple[str, ...] = ()
    active: bool = True


@dataclass(frozen=True)
class Department:
    """A department and who heads it."""

    id: str
    head_id: str | None = None


@dataclass(frozen=True)
class Crew:
    """A crew, who leads it, and the department it belongs to."""

    id: str
    leader_id: str | None = None
    department_id: str | None = None


@dataclass(frozen=True)
class Company:
    """Everybody, as of one moment: what the rules look at."""

    people: tuple[Person, ...] = ()
    departments: tuple[Department, ...] = ()
    crews: tuple[Crew, ...] = ()
    duty_times: tuple[DutyTime, ...] = ()
    absences: tuple[Absence, ...] = ()
    timezone: str = COMPANY_ZONE


@dataclass(frozen=True)
class WhomToTell:
    """Whom to tell at the moment `at`: `tell` is a role or a member of staff by id, as in a ladder's rung.

    A crew's roles are looked for in the crew, others in the department concerned (the crew's or the person's
    unless given); those of customer service everywhere when the department has none. Without department or
    crew, everywhere.
    """

    tell: str
    at: datetime
    department_id: str | None = None
    crew_id: str | None = None
    timezone: str = COMPANY_ZONE


@dataclass(frozen=True)
class Told:
    """One person to tell, and why; `instead_of` is the absent one whose deputy it is."""

    staff_id: str
    because: Because
    on_duty: bool
    instead_of: str | None = None


@dataclass(frozen=True)
class ToldList:
    """The people to try one after another; empty only when nobody works here any more."""

    people: tuple[Told, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Staff ids in the same order, each once."""
        return tuple(person.staff_id for person in self.people)


@dataclass(frozen=True)
class ChooseAgent:
    """Who takes a ticket's call that is to be made in [begins, ends).

    Asking again with the same ticket and `key` gives the same agent; a new key, such as `round-2`, chooses
    anew. `without` are agents who are not to take it.
    """

    ticket_id: str
    key: str
    begins: datetime
    ends: datetime
    preferred: str | None = None
    skills: tuple[str, ...] = ()
    department_id: str | None = None
    without: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ("agent",)
    timezone: str = COMPANY_ZONE


@dataclass(frozen=True)
class ChosenAgent:
    """None with `nobody`: no agent with these skills is there in time; nothing was recorded."""

    agent_id: str | None
    because: Literal["preferred", "balanced", "nobody"]


@dataclass(frozen=True)
class Load:
    """An agent's open tickets, and when he or she was last chosen."""

    open: int = 0
    last_chosen: datetime | None = None

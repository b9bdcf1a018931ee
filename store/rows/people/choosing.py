"""What the queries of `people/choosing.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from typing import Literal, Protocol, TypedDict

from domain.people.staff import Role
from store.connections import Database


class PersonOnDutyRow(TypedDict):
    id: str
    role: Role
    department_id: str | None
    crew_id: str | None
    skills: list[str]
    active: bool


class HeadsRow(TypedDict):
    id: str
    head_id: str | None


class LeadersRow(TypedDict):
    id: str
    leader_id: str | None
    department_id: str | None


class DutyTimesNowRow(TypedDict):
    staff_id: str
    weekday: int
    begins: time
    ends: time


class AbsencesBetweenRow(TypedDict):
    staff_id: str
    begins: datetime
    ends: datetime
    deputy_id: str | None


class AgentChosenRow(TypedDict):
    agent_id: str
    because: Literal["preferred", "balanced"]


class AgentLoadsRow(TypedDict):
    id: str
    open: int
    last_chosen: datetime | None


class ComplainedAboutRow(TypedDict):
    staff_id: str


class PeopleChoosing(Protocol):
    def people(self, db: Database, *, named: str | None) -> AsyncIterator[PersonOnDutyRow]:
        """Everybody who works here; of the others the one who is asked about, for the department."""

    def heads(self, db: Database) -> AsyncIterator[HeadsRow]:
        """Departments with their heads, for whoever is looked for."""

    def leaders(self, db: Database) -> AsyncIterator[LeadersRow]:
        """Crews with their leaders, for whoever is looked for."""

    def duty_times_now(self, db: Database) -> AsyncIterator[DutyTimesNowRow]:
        """Duty times of everybody who works here."""

    def absences_between(
        self, db: Database, *, ends: datetime, begins: datetime
    ) -> AsyncIterator[AbsencesBetweenRow]:
        """Absences that share any time with [begins, ends)."""

    async def lock_agent_choice(self, db: Database) -> str:
        """Agents are chosen one after another: two tickets at the same moment are not both given to the
        freest agent.
        """

    async def agent_chosen(self, db: Database, *, ticket_id: str, key: str) -> AgentChosenRow | None:
        """The agent who was chosen before for the same matter, if one was."""

    def agent_loads(self, db: Database, *, unseen: timedelta) -> AsyncIterator[AgentLoadsRow]:
        """Open tickets of each agent, with those he or she was chosen for but the read model does not give
        yet.
        """

    async def keep_agent_choice(
        self, db: Database, *, ticket_id: str, key: str, agent_id: str, because: str
    ) -> str:
        """Notes which agent was chosen for what, and why."""

    async def give_ticket_to_agent(self, db: Database, *, agent_id: str | None, ticket_id: str) -> str:
        """Writes the agent into the open ticket, so that the next choice counts it."""

    def complained_about(self, db: Database, *, ticket_id: str) -> AsyncIterator[ComplainedAboutRow]:
        """Who is complained about in the ticket that a call is about, or in this one: not asked to make
        the call.
        """

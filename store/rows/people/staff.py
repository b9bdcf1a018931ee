"""What the queries of `people/staff.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol, TypedDict

from domain.people.staff import Role
from store.connections import Database, Sealable


class StaffMemberRow(TypedDict):
    id: str
    name: str
    phone: str
    role: Role
    department_id: str | None
    crew_id: str | None
    skills: list[str]
    language: str
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class DepartmentsHeadedRow(TypedDict):
    id: str


class CrewsLedRow(TypedDict):
    id: str


class StaffContactRow(TypedDict):
    name: str
    phone: str
    language: str


class StaffOfIdsRow(TypedDict):
    id: str
    name: str
    phone: str
    role: Role


class PeopleStaff(Protocol):
    async def add_staff(
        self,
        db: Database,
        *,
        name: Sealable,
        phone: Sealable,
        role: str,
        department_id: str | None,
        crew_id: str | None,
        skills: Sequence[str],
        language: str,
    ) -> StaffMemberRow:
        """A new member of the staff, as kept."""

    async def get_staff(self, db: Database, *, id: str) -> StaffMemberRow | None:
        """A member of the staff, for whoever names one by the id."""

    def staff_page(
        self,
        db: Database,
        *,
        department_id: str | None,
        crew_id: str | None,
        role: str | None,
        skill: str | None,
        active: bool | None,
        after: str,
        most: int,
    ) -> AsyncIterator[StaffMemberRow]:
        """A page of the staff, for the API."""

    async def revise_staff(
        self,
        db: Database,
        *,
        name: Sealable,
        phone: Sealable,
        role: str,
        department_id: str | None,
        crew_id: str | None,
        skills: Sequence[str],
        language: str,
        active: bool,
        id: str,
    ) -> StaffMemberRow:
        """A member of the staff as changed by the API."""

    async def staff_with_number(self, db: Database, *, phone: Sealable, except_id: str | None) -> str | None:
        """Who of those who work here has the number, for the answer that it is taken."""

    def departments_headed(self, db: Database, *, id: str) -> AsyncIterator[DepartmentsHeadedRow]:
        """Departments that somebody heads, asked before he or she may leave."""

    def crews_led(self, db: Database, *, id: str) -> AsyncIterator[CrewsLedRow]:
        """Crews that somebody leads, asked before he or she may leave."""

    async def staff_contact(self, db: Database, *, id: str) -> StaffContactRow | None:
        """How to reach a member of the staff, asked for every attempt of a call. Who left the company is
        not called any more: the number may be somebody else's.
        """

    def staff_of_ids(self, db: Database, *, ids: Sequence[str]) -> AsyncIterator[StaffOfIdsRow]:
        """Names and numbers of those who are to be told, for the API."""

"""What the queries of `people/departments.sql` take and return. Made by `python -m store.made`."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol, TypedDict

from store.connections import Database


class DepartmentRow(TypedDict):
    id: str
    name: str
    kind: str
    head_id: str | None
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime


class PeopleDepartments(Protocol):
    async def lock_staff_register(self, db: Database) -> str:
        """Departments, people, crews, duty and absences are changed one after another: what one change is
        checked against cannot change meanwhile. Until the transaction ends.
        """

    async def add_department(
        self, db: Database, *, name: str, kind: str, head_id: str | None
    ) -> DepartmentRow:
        """A new department, as it is kept."""

    async def get_department(self, db: Database, *, id: str) -> DepartmentRow | None:
        """A department, for whoever names one by its id."""

    def departments_page(
        self, db: Database, *, kind: str | None, active: bool | None, after: str, most: int
    ) -> AsyncIterator[DepartmentRow]:
        """A page of departments, for the API."""

    async def revise_department(
        self, db: Database, *, name: str, kind: str, head_id: str | None, active: bool, id: str
    ) -> DepartmentRow:
        """A department as changed by the API."""

    async def department_members(self, db: Database, *, id: str) -> bool:
        """Whether anybody who works here, or a crew, still belongs to the department."""

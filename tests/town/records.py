"""A company of a test's own: other tests' people would be told as well."""

import itertools
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import pytest

from activities.people.staff import StaffActivities
from store.database import connect, queries
from store.keys import open_keyring
from tests.town.databases import migrated_database
from tests.town.keys import MASTERS

_numbers = itertools.count(19900080000)


@dataclass
class Records:
    """A company's records, and the few moves a test is made of."""

    pool: Any
    url: str

    @property
    def activities(self) -> StaffActivities:
        return StaffActivities(self.pool)

    async def department(self, head: str | None = None) -> str:
        async with self.pool.acquire() as db:
            row = await queries.add_department(db, name="工程部", kind="engineering", head_id=head)
        return str(row["id"])

    async def crew(self, department: str | None = None, leader: str | None = None) -> str:
        async with self.pool.acquire() as db:
            row = await queries.add_crew(
                db, name="水电一队", leader_id=leader, department_id=department, trades=["plumbing"]
            )
        return str(row["id"])

    async def person(
        self, role: str = "agent", *, on_duty: bool = True, department: str | None = None, **more: Any
    ) -> str:
        """Somebody who is on duty around the clock, or never."""
        fields = {"crew_id": None, "skills": [], "language": "zh-CN", **more}
        async with self.pool.acquire() as db:
            row = await queries.add_staff(
                db,
                name="测试员工",
                phone=f"+86{next(_numbers)}",
                role=role,
                department_id=department,
                **fields,
            )
            for weekday in range(1, 8) if on_duty else ():
                await queries.add_duty_time(
                    db, staff_id=row["id"], weekday=weekday, begins=time(0), ends=time(0)
                )
        return str(row["id"])

    async def away(self, staff: str, begins: datetime, ends: datetime, deputy: str | None = None) -> None:
        async with self.pool.acquire() as db:
            await queries.add_absence(
                db, staff_id=staff, begins=begins, ends=ends, deputy_id=deputy, reason="leave"
            )

    async def ticket(self, agent: str | None = None, stage: str = "waiting") -> str:
        ticket = f"repair-{uuid.uuid4().hex[:12]}"
        async with self.pool.acquire() as db:
            await db.execute(
                "INSERT INTO tickets (id, kind, stage, agent_id, version, opened_at, updated_at)"
                " VALUES ($1, 'Repair', $2, $3, 1, now(), now())",
                ticket,
                stage,
                agent,
            )
        return ticket

    async def value(self, query: str, *arguments: Any) -> Any:
        async with self.pool.acquire() as db:
            return await db.fetchval(query, *arguments)


@pytest.fixture
async def records(database_url: str) -> AsyncIterator[Records]:
    async with migrated_database(database_url) as url:
        pool = await connect(url, await open_keyring(url, MASTERS))
        yield Records(pool, url)
        await pool.close()

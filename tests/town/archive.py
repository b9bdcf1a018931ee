"""An archive of invented people, with tickets in several hands."""

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from domain.access.roles import BUILT_IN
from services.caller import Caller, Principal, caller

_numbers = itertools.count(19900091000)
_tickets = itertools.count(900001)


@contextmanager
def asked_by(role: str, **who: str) -> Iterator[None]:
    """As a request of somebody with this role."""
    principal = Principal("U99999999", BUILT_IN[role], "session", **who)  # type: ignore[arg-type]
    token = caller.set(Caller(principal=principal))
    try:
        yield
    finally:
        caller.reset(token)


@dataclass
class Archive:
    """`pool` sees every row; `seen` is what the API's connections see."""

    pool: Any
    api_pool: Any

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[Any]:
        """A connection of the API's."""
        async with self.api_pool.acquire() as db:
            yield db

    async def seen(self, table: str, among: list[str], column: str = "id") -> set[str]:
        """Which of these rows the API sees for whoever asks."""
        async with self.looking() as db:
            rows = await db.fetch(f"SELECT {column} AS id FROM {table} WHERE {column} = ANY ($1)", among)
        return {str(row["id"]) for row in rows}

    async def department(self) -> str:
        return str(
            await self._one(
                "INSERT INTO departments (name, kind) VALUES ('工程部', 'engineering') RETURNING id"
            )
        )

    async def crew(self) -> str:
        return str(await self._one("INSERT INTO crews (name) VALUES ('一队') RETURNING id"))

    async def person(
        self, role: str = "agent", department: str | None = None, crew: str | None = None
    ) -> str:
        return str(
            await self._one(
                "INSERT INTO staff (name, phone, role, department_id, crew_id) "
                "VALUES ($1, $2, $3, $4, $5) RETURNING id",
                "王小明",
                f"+86{next(_numbers)}",
                role,
                department,
                crew,
            )
        )

    async def customer(self, agent: str | None = None) -> str:
        return str(
            await self._one(
                "INSERT INTO customers (name, phone, agent_id) VALUES ($1, $2, $3) RETURNING id",
                "李示例",
                f"+86{next(_numbers)}",
                agent,
            )
        )

    async def flat(self, customer: str) -> str:
        building = await self._one("INSERT INTO buildings (name) VALUES ('测试花园') RETURNING id")
        return str(
            await self._one(
                "INSERT INTO ownerships (building_id, customer_id, block, unit, room) "
                "VALUES ($1, $2, $3, $4, $5) "
                "RETURNING id",
                building,
                customer,
                "1栋",
                "1单元",
                "1201",
            )
        )

    async def ticket(self, customer: str, kind: str = "Repair", **columns: Any) -> str:
        """A ticket with a text and an event."""
        name = f"{kind.lower()}-T2026-{next(_tickets)}"
        given = {"id": name, "kind": kind, "stage": "crew", "customer_id": customer, "version": 1} | columns
        places = ", ".join(f"${number}" for number in range(1, len(given) + 1))
        await self._one(
            f"INSERT INTO tickets ({', '.join(given)}, opened_at, updated_at) "
            f"VALUES ({places}, now(), now()) RETURNING id",
            *given.values(),
        )
        await self._one(
            "INSERT INTO ticket_texts (ticket_id, kind, body, author) "
            "VALUES ($1, 'report', $2, 'S') RETURNING id",
            name,
            {"what": "漏水"},
        )
        await self._one(
            "INSERT INTO communications (ticket_id, customer_id, kind, at, actor) "
            "VALUES ($1, $2, 'note', now(), 'S') "
            "RETURNING id",
            name,
            customer,
        )
        return name

    async def run(self, sql: str, *values: Any) -> None:
        """As the owner of the tables."""
        async with self.pool.acquire() as db:
            await db.execute(sql, *values)

    async def _one(self, sql: str, *values: Any) -> Any:
        async with self.pool.acquire() as db:
            return await db.fetchval(sql, *values)


@pytest.fixture
def archive(pool: Any, api_pool: Any) -> Archive:
    return Archive(pool, api_pool)

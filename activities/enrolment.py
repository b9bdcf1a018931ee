"""Starts a building's tickets page by page (P1); a crash goes on where the last page ended."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from activities.starting import prepare, start
from domain.buildings import Enrol, Enrolled
from domain.policy import PreHandoverPolicy
from store.database import queries
from store.policies import policy_from_json

_PAGE = 200
_AT_ONCE = 16


class EnrolmentActivities:
    """Its neighbours: Postgres and Temporal itself."""

    def __init__(self, pool: Any, client: Client, task_queue: str) -> None:
        """Tickets are started on `task_queue`."""
        self._pool, self._client, self._queue = pool, client, task_queue

    def activities(self) -> list[Callable[..., Any]]:
        """What a worker registers."""
        return [self.enrol_building]

    @activity.defn(name="enrol_building")
    async def enrol_building(self, order: Enrol) -> Enrolled:
        """Start every ticket that has a message ahead. Safe to repeat: a running ticket is left alone."""
        details = activity.info().heartbeat_details
        after, sums = (str(details[0]), [int(n) for n in details[1]]) if details else ("", [0, 0, 0])
        while True:
            async with self._pool.acquire() as db:
                building = await queries.get_building(db, id=order.building_id)
                rows = [
                    row
                    async for row in queries.ownerships_to_enrol(
                        db, building_id=order.building_id, ownership_id=None, after=after, most=_PAGE
                    )
                ]
            if building is None:
                raise ApplicationError("no such building", non_retryable=True)
            policy = order.policy or policy_from_json(building["policy"])
            if not rows or policy is None or building["handover_date"] is None:
                return Enrolled(*sums)
            gate = asyncio.Semaphore(_AT_ONCE)
            outcomes = await asyncio.gather(
                *(self._one(gate, row, building, policy, order.locale) for row in rows)
            )
            sums = [count + outcomes.count(kind) for kind, count in enumerate(sums)]
            after = rows[-1]["id"]
            activity.heartbeat(after, sums)

    async def _one(
        self, gate: asyncio.Semaphore, row: Any, building: Any, policy: PreHandoverPolicy, locale: str
    ) -> int:
        """0 started, 1 running already, 2 nothing ahead: the fields of `Enrolled` in order."""
        if row["open"]:
            return 1
        prepared = prepare(row, building["handover_date"], policy, locale, datetime.now(UTC))
        if prepared is None:
            return 2
        async with gate, self._pool.acquire() as db:
            return 0 if await start(db, self._client, self._queue, prepared) else 1

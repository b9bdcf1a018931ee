"""Starts a building's tickets page by page (P1); a crash goes on where the last page ended."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError

from domain.buildings.changes import Enrol, Enrolled
from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from domain.tickets.ends import ENDED_BY_PEOPLE
from services.playbooks.pre_handover_starts import Prepared, open_rows, prepare, start_workflow
from store.database import Pool, queries
from store.policies import policy_from_json
from store.rows.playbooks.pre_handover import ToEnrolRow

_PAGE = 64
_AT_ONCE = 16


class EnrolmentActivities:
    """Its neighbours: Postgres and Temporal itself."""

    def __init__(self, pool: Pool, client: Client, task_queue: str) -> None:
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
            handover = building["handover_date"]
            if not rows or policy is None or handover is None:
                return Enrolled(*sums)
            sums = [
                count + more
                for count, more in zip(sums, await self._page(rows, handover, policy, order), strict=True)
            ]
            after = rows[-1]["id"]
            activity.heartbeat(after, sums)

    async def _page(
        self, rows: Sequence[ToEnrolRow], handover: date, policy: PreHandoverPolicy, order: Enrol
    ) -> tuple[int, int, int]:
        """How many were started, were running already, had nothing ahead: the fields of `Enrolled`.

        As in `start`, the rows come first: the reconciler starts those that a crash leaves without workflow.
        """
        now = datetime.now(UTC)
        closed = [row for row in rows if not row["open"]]
        ours = [row for row in closed if row["close_reason"] not in ENDED_BY_PEOPLE]
        prepared = [prepare(row, handover, policy, order.locale, now) for row in ours]
        ahead = [each for each in prepared if each is not None]
        async with self._pool.acquire() as db:
            await open_rows(db, order.building_id, handover, ahead)
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(ticket: Prepared) -> bool:
            async with gate:
                return await start_workflow(self._client, self._queue, ticket)

        started = sum(await asyncio.gather(*map(one, ahead)))
        return started, len(rows) - len(closed) + len(ahead) - started, len(closed) - len(ahead)

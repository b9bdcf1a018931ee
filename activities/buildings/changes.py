"""Carries a building's change to every open ticket (P1)."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

from temporalio import activity
from temporalio.client import Client

from domain.buildings.changes import BuildingChanged
from services.customers.owner_facts import signal_open
from store.database import Pool, present, queries

_SWEEP = 500
_AT_ONCE = 20
"""Signals under way at the same time: the engine answers each in a few milliseconds."""


class BuildingActivities:
    """Its neighbours: Postgres and Temporal."""

    def __init__(self, pool: Pool, client: Client) -> None:
        """`pool` from `store.database.connect`."""
        self._pool, self._client = pool, client
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    def activities(self) -> list[Callable[..., Any]]:
        """What a worker registers."""
        return [self.signal_tickets, self.signal_stragglers, self.building_change_applied]

    @activity.defn(name="signal_tickets")
    async def signal_tickets(self, change: BuildingChanged) -> int:
        """Signal all open tickets of the building that have not followed it; returns how many.

        One by one: what one ticket is told counts for no other (decision 0029), so the engine cannot be
        given one message for all.
        """
        signalled, after = 0, ""
        signal, argument = await self._newest(change)
        while page := await self._behind(change, after):
            async with asyncio.TaskGroup() as telling:
                for ticket in page:
                    telling.create_task(self._signal(ticket, signal, argument))
            signalled, after = signalled + len(page), page[-1]
            activity.heartbeat(after)
        return signalled

    @activity.defn(name="signal_stragglers")
    async def signal_stragglers(self, change: BuildingChanged) -> int:
        """Signal the open tickets that have not followed yet (just started, or not yet on record).

        Returns how many still have to follow; 0 means every ticket has.
        """
        behind = await self._behind(change, "")
        signal, argument = await self._newest(change)
        for ticket in behind:
            await self._signal(ticket, signal, argument)
            activity.heartbeat(ticket)
        return len(behind)

    async def _behind(self, change: BuildingChanged, after: str) -> list[str]:
        async with self._pool.acquire() as db:
            return [
                row["id"]
                async for row in queries.tickets_behind(
                    db, building_id=change.building_id, after=after, most=_SWEEP
                )
            ]

    async def _signal(self, ticket: str, signal: str, argument: Any) -> None:
        async with self._at_once:
            await signal_open(self._client, ticket, signal, argument)  # the reconciler closes what has ended

    @activity.defn(name="building_change_applied")
    async def building_change_applied(self, change: BuildingChanged) -> None:
        """Note that the change has reached every ticket."""
        async with self._pool.acquire() as db:
            await queries.building_change_applied(db, id=change.building_id, version=change.version)

    async def _newest(self, change: BuildingChanged) -> tuple[str, str | date | None]:
        """What tickets are told: the building's row as it is now, so that a change carried out late, after a
        newer one, tells the newer.
        """
        async with self._pool.acquire() as db:
            building = present(await queries.get_building(db, id=change.building_id))
        if building["status"] == "cancelled":
            return "owner_left", "building_cancelled"
        return "handover_moved", building["handover_date"]

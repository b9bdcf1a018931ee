"""History events and billable actions of a ticket from start to completed, against the floor."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle

from bench.bare import STEPS, Floor
from bench.ground import Ground, ground
from bench.owners import building, company_policy, prepared_tickets
from bench.processes import served
from bench.results import Comparison, compared
from bench.waiting import waiting
from huifang.local.training import fast_forward
from services.playbooks.pre_handover_starts import start

GOAL = 1.15
ACTIONS = {
    "WORKFLOW_EXECUTION_STARTED",
    "TIMER_STARTED",
    "ACTIVITY_TASK_SCHEDULED",
    "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES",
    "WORKFLOW_EXECUTION_SIGNALED",
    "MARKER_RECORDED",
    "WORKFLOW_EXECUTION_UPDATE_ACCEPTED",
}
"""Events that Temporal Cloud bills as an action each (docs.temporal.io/cloud/actions)."""
_MOVED_CLOCK = ("WORKFLOW_EXECUTION_OPTIONS_UPDATED", "WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED")
_PREFIX = "EVENT_TYPE_"
_LONG = timedelta(days=90)


@dataclass(frozen=True)
class History:
    """Events by type, without those that only moving the clock causes."""

    events: Counter[str]

    @property
    def total(self) -> int:
        """All of them."""
        return self.events.total()

    @property
    def actions(self) -> int:
        """Those that Temporal Cloud bills."""
        return sum(count for event, count in self.events.items() if event in ACTIONS)


async def measure() -> tuple[list[Comparison], Counter[str]]:
    """Events and actions per ticket, and what a ticket has beyond the floor by type of event."""
    async with ground(training=True) as servers:
        ours, floor = await histories(servers)
    found = [
        compared("history events per ticket", "", [(ours.total, floor.total)], GOAL),
        compared("billable actions per ticket", "", [(ours.actions, floor.actions)]),
    ]
    return found, ours.events - floor.events


async def histories(servers: Ground) -> tuple[History, History]:
    """Of one ticket that sends its three messages, and of the floor."""
    policy = company_policy()
    place = await building(servers.pool, 1, policy)
    (prepared,) = await prepared_tickets(servers.pool, place, policy)
    async with (
        served(servers, "ours", "events"),
        served(servers, "activities", "events"),
        served(servers, "floor", "floor"),
    ):
        async with servers.pool.acquire() as db:
            await start(db, servers.client, "events", prepared)
        floor = await Client.connect(servers.temporal)
        await floor.start_workflow(Floor.run, "O1", id="floor", task_queue="floor")
        both = (servers.client.get_workflow_handle(prepared.id), floor.get_workflow_handle("floor"))
        return await _lived(servers.client, both[0]), await _lived(floor, both[1])


async def _lived(client: Client, handle: WorkflowHandle[object, object]) -> History:
    await waiting(client, [handle.id])  # a clock that is moved earlier costs a workflow task more
    await fast_forward(client, handle.id, _LONG)
    async with asyncio.timeout(_LONG.days):
        await handle.result()
    found = await history_of(handle)
    if found.events["ACTIVITY_TASK_COMPLETED"] != STEPS:
        raise RuntimeError(f"not the ticket that was meant to be measured: {dict(found.events)}")
    return found


async def history_of(handle: WorkflowHandle[Any, Any]) -> History:
    """What the workflow has written so far."""
    events: Counter[str] = Counter()
    async for event in handle.fetch_history_events():
        name = EventType.Name(event.event_type).removeprefix(_PREFIX)
        if name not in _MOVED_CLOCK:
            events[name] += 1
    return History(events)

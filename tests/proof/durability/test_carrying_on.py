"""A ticket of the old order of commands that is stuck is carried on; nobody is told twice (decision 0025)."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from domain.messages.calls import CallResult
from huifang.run.carrying_on import CarriedOn, carry_on
from store.database import queries
from tests.replay.regrouping import RECORD, tasks_of
from tests.town.office import Office, office
from tests.town.repairs import PLAN, recorded
from tests.town.workers import workers_of
from workflows.parts.order import Order

LOOK, TRIES = 0.1, 20


@asynccontextmanager
async def of_the_old_order(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Code as it was: no ticket comes to the order of commands that holds now."""
    with monkeypatch.context() as before:
        before.setattr("services.playbooks.taking_in.NEWEST", 0)
        before.setattr(Order, "follow_newest", lambda self: None)
        yield


async def failing(handle: WorkflowHandle[Any, Any]) -> bool:
    events = (await handle.fetch_history()).events
    return any(event.HasField("workflow_task_failed_event_attributes") for event in events)


async def quiet(handle: WorkflowHandle[Any, Any]) -> None:
    """Every workflow task that was asked for is answered, and no activity runs."""
    while True:
        found = await handle.describe()
        raw = found.raw_description
        if not raw.HasField("pending_workflow_task") and not raw.pending_activities:
            return
        await asyncio.sleep(LOOK)


async def on_site_by_phone(place: Office) -> tuple[str, WorkflowHandle[Any, Any]]:
    """A repair whose call started before its record was written: two tasks without commands, one by one."""
    for _ in range(TRIES):
        ticket = await place.repair()
        handle = place.env.client.get_workflow_handle(ticket)
        await place.until(ticket, lambda now: (now["promise"] or {}).get("name") == "plan")
        await quiet(handle)
        tasks, _ = tasks_of(json.loads((await handle.fetch_history()).to_json())["events"])
        if tasks[-1].empty and tasks[-2].empty and tasks[-1].ends_a(RECORD, tasks):
            return ticket, handle
    raise AssertionError("start and record always came at once")


async def version_of(place: Office, ticket: str) -> int:
    async with place.pool.acquire() as db:
        return int((await queries.get_ticket(db, id=ticket))["version"])


async def test_a_repair_that_is_stuck_goes_on_where_it_was(
    temporal: WorkflowEnvironment, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office(temporal, database_url) as place:
        workers = workers_of(place.queue)
        await place.behave("leader", "answer_and_press", key="2")
        async with of_the_old_order(monkeypatch):
            ticket, handle = await on_site_by_phone(place)
            await workers.restart()
            await place.act(ticket, "file-plan", by="leader", **PLAN)
            await quiet(handle)
            calls, before = await place.rung("leader"), await place.timeline(ticket)
            await workers.restart()
            await handle.signal("call_ended", CallResult("of-nobody", "acknowledged"))
            while not await failing(handle):  # noqa: ASYNC110 -- Temporal offers nothing to wait for
                await asyncio.sleep(LOOK)
        carried = await carry_on(place.env.client, ticket, await version_of(place, ticket))
        assert carried.outcome is CarriedOn.RESET
        await place.act(ticket, "complete", by="leader")
        await recorded(place, ticket, 2, satisfaction="satisfied")
        shown = await place.until(ticket, lambda now: now["stage"] == "closed")
        assert shown["close_reason"] == "solved"
        assert await place.rung("leader") == calls
        after = await place.timeline(ticket)
        assert after.count("file_plan") == before.count("file_plan") == 1
        assert after.count("arrive") == before.count("arrive") == 1
        again = await carry_on(place.env.client, ticket, await version_of(place, ticket))
        assert again.outcome is CarriedOn.NOT_RUNNING

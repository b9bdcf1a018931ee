"""History events and billable actions of a repair and its follow-up call, against the floor."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from temporalio.client import Client, WorkflowHandle

from bench.bare_repair import ACTS, BareRepair
from bench.company import QUEUE, behave, company, take_in
from bench.events import History, history_of
from bench.ground import Ground, ground
from bench.processes import product_api, product_worker, served
from bench.results import Comparison, compared
from domain.messages.calling_hours import CallingHours, Window
from domain.playbooks.follow_up_call import FollowUpPolicy
from domain.playbooks.repair import RepairPolicy
from domain.tickets.acts import Act

GOAL = 1.25
_TICKET, _CALL = "repair-R2026-000001", "follow-up-R2026-000001-0-1"
_FLOOR = "floor"
_PATIENCE, _PAUSE = 60.0, 0.1
_WHOLE_DAY = CallingHours("Etc/UTC", (Window(time(0), time(12)), Window(time(12), time.max)))


async def measure() -> tuple[list[Comparison], Counter[str]]:
    """Events and actions per repair, and what a repair has beyond the floor by type of event."""
    async with ground(reports=True) as servers:
        ours, floor = await histories(servers)
    found = [
        compared("history events per repair", "", [(ours.total, floor.total)], GOAL),
        compared("billable actions per repair", "", [(ours.actions, floor.actions)]),
    ]
    return found, ours.events - floor.events


async def histories(servers: Ground) -> tuple[History, History]:
    """Of a repair with its follow-up call, from the report to a satisfied customer; and of the floor."""
    async with (
        product_api(servers, QUEUE, servers.api_port),
        product_worker(servers, QUEUE),
        served(servers, "bare-repair", _FLOOR),
    ):
        for leg, mode in (("callee", "answer_and_press"), ("agent", "answer"), ("customer", "answer")):
            await behave(servers, mode, leg, delay=0.2, lasts=0.2)
        return await _ours(servers), await _floor(servers)


async def _ours(servers: Ground) -> History:
    place = await company(servers)
    policy = replace(RepairPolicy(), stage_calls=(), follow_up=FollowUpPolicy(hours=_WHOLE_DAY))
    await take_in(servers, _TICKET, place.repair(1, policy))
    repair, call = (servers.client.get_workflow_handle(each) for each in (_TICKET, _CALL))
    await _until(servers, _TICKET, "acknowledged")
    plan = {"at": (datetime.now(UTC) + timedelta(days=1)).isoformat()}
    for name in ACTS:
        data = plan if name == "file_plan" else {}
        await repair.execute_update("act", Act(name, place.crews[1][0], data))
        await _quiet(repair)
    await _until(servers, _CALL, "ready")
    await call.execute_update("act", Act("dial", place.agents[1]))
    await _until(servers, _CALL, "to_record")
    await call.execute_update("act", Act("record_result", place.agents[1], {"satisfaction": "satisfied"}))
    await repair.result()
    return await _of_both(repair, call)


async def _floor(servers: Ground) -> History:
    client = await Client.connect(servers.temporal)
    repair: WorkflowHandle[Any, Any] = await client.start_workflow(
        BareRepair.run, _FLOOR, id=_FLOOR, task_queue=_FLOOR
    )
    call = client.get_workflow_handle(f"{_FLOOR}-call")
    await _quiet(repair)
    await repair.signal("call_ended", "crew")
    await _quiet(repair)
    for name in ACTS:
        await repair.execute_update("act", name)
        await _quiet(repair)
    await _quiet(call)
    await call.execute_update("act", "dial")
    await _quiet(call)
    await call.signal("call_ended", "customer")
    await _quiet(call)
    await call.execute_update("act", "record_result")
    await repair.result()
    return await _of_both(repair, call)


async def _of_both(repair: WorkflowHandle[Any, Any], call: WorkflowHandle[Any, Any]) -> History:
    both = [await history_of(each) for each in (repair, call)]
    return History(both[0].events + both[1].events)


async def _until(servers: Ground, ticket: str, stage: str) -> None:
    """Until the ticket is in the stage, as everybody sees it, and nothing more happens by itself."""

    async def shown() -> bool:
        async with servers.pool.acquire() as db:
            return bool(await db.fetchval("SELECT stage = $2 FROM tickets WHERE id = $1", ticket, stage))

    await _patiently(shown)
    await _quiet(servers.client.get_workflow_handle(ticket))


async def _quiet(ticket: WorkflowHandle[Any, Any]) -> None:
    """Until neither a workflow task nor an activity is under way: people take longer than machines."""

    async def nothing_under_way() -> bool:
        now = (await ticket.describe()).raw_description
        return not now.pending_activities and not now.HasField("pending_workflow_task")

    await _patiently(nothing_under_way)


async def _patiently(met: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(_PATIENCE):
        while not await met():  # noqa: ASYNC110 -- another process
            await asyncio.sleep(_PAUSE)

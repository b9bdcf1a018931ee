"""Moves a ticket's clock forward on a training server.

The only user of temporalio's experimental time skipping.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper, TimeSkippingConfig

MAX_SKIPS = 100_000
_LOOKS, _BETWEEN = 100, 0.05
"""How often, and after how many seconds, it is looked whether a worker has worked through what came in."""


@dataclass(frozen=True)
class Forwarded:
    """What `fast_forward` moved: workflow ids in order, children first.

    `ended`: the ticket closed on the way. `still`: neither it nor a child waited for a time, only for people.
    """

    workflows: tuple[str, ...]
    by: timedelta
    ended: bool
    still: bool = False


class FastForwardRefused(RuntimeError):
    """The server does not allow moving clocks; start the stack with `training=True`."""


async def fast_forward(client: Client, workflow_id: str, by: timedelta) -> Forwarded:
    """Move the clock of a running workflow by `by`, its pending children's first.

    Raises `FastForwardRefused`, `RPCError` (NOT_FOUND) for an unknown workflow, and
    `RuntimeError` when a later fast-forward of the same workflow overtakes this one.
    """
    skipper = TimeSkipper(client, config=TimeSkippingConfig(enabled=False, max_session_skip_count=MAX_SKIPS))
    moved: list[str] = []
    waiting: list[str] = []
    reached = await _forward(client, skipper, workflow_id, by, moved, waiting)
    return Forwarded(tuple(moved), by, ended=not reached, still=not waiting)


async def _forward(
    client: Client,
    skipper: TimeSkipper,
    workflow_id: str,
    by: timedelta,
    moved: list[str],
    waiting: list[str],
) -> bool:
    handle = client.get_workflow_handle(workflow_id)
    description = await handle.describe()
    for child in description.raw_description.pending_children:
        await _forward(client, skipper, child.workflow_id, by, moved, waiting)
    if not await _is_still(handle):
        waiting.append(workflow_id)
    elif description.raw_description.pending_children:
        # A child under way holds its clock, and no time of its own would ever come.
        return True
    try:
        reached = await skipper.fast_forward(handle, by)
    except RPCError as error:
        refused = (RPCStatusCode.UNIMPLEMENTED, RPCStatusCode.PERMISSION_DENIED)
        if error.status in refused or "skipping" in str(error).lower():
            raise FastForwardRefused(f"this server does not move clocks: {error}") from error
        raise
    moved.append(workflow_id)
    return reached


async def _is_still(handle: WorkflowHandle[Any, Any]) -> bool:
    """Whether a running workflow waits for people, or a child, alone: it has no timer, and does nothing."""
    now = await _worked_through(handle)
    if int(now.workflow_execution_info.status) != WorkflowExecutionStatus.RUNNING:
        return False
    if now.HasField("pending_workflow_task") or now.pending_activities:
        return False
    timers: set[int] = set()
    async for event in handle.fetch_history_events():
        if event.HasField("timer_started_event_attributes"):
            timers.add(event.event_id)
        elif event.HasField("timer_fired_event_attributes"):
            timers.discard(event.timer_fired_event_attributes.started_event_id)
        elif event.HasField("timer_canceled_event_attributes"):
            timers.discard(event.timer_canceled_event_attributes.started_event_id)
    return not timers


async def _worked_through(handle: WorkflowHandle[Any, Any]) -> Any:
    """How it stands once a worker has seen what came in last; as it is, where no worker does."""
    for _ in range(_LOOKS):
        now = (await handle.describe()).raw_description
        if not now.HasField("pending_workflow_task"):
            return now
        await asyncio.sleep(_BETWEEN)
    return now

"""Moves a ticket's clock forward on a training server.

The only user of temporalio's experimental time skipping.
"""

from dataclasses import dataclass
from datetime import timedelta

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper, TimeSkippingConfig

MAX_SKIPS = 100_000


@dataclass(frozen=True)
class Forwarded:
    """What `fast_forward` moved: workflow ids in order, children first.

    `ended`: the ticket closed on the way.
    """

    workflows: tuple[str, ...]
    by: timedelta
    ended: bool


class FastForwardRefused(RuntimeError):
    """The server does not allow moving clocks; start the stack with `training=True`."""


async def fast_forward(client: Client, workflow_id: str, by: timedelta) -> Forwarded:
    """Move the clock of a running workflow by `by`, its pending children's first.

    Raises `FastForwardRefused`, `RPCError` (NOT_FOUND) for an unknown workflow, and `RuntimeError`
    when a later fast-forward of the same workflow overtakes this one.
    """
    skipper = TimeSkipper(client, config=TimeSkippingConfig(enabled=False, max_session_skip_count=MAX_SKIPS))
    moved: list[str] = []
    reached = await _forward(client, skipper, workflow_id, by, moved)
    return Forwarded(tuple(moved), by, ended=not reached)


async def _forward(
    client: Client, skipper: TimeSkipper, workflow_id: str, by: timedelta, moved: list[str]
) -> bool:
    handle = client.get_workflow_handle(workflow_id)
    description = await handle.describe()
    for child in description.raw_description.pending_children:
        await _forward(client, skipper, child.workflow_id, by, moved)
    try:
        reached = await skipper.fast_forward(handle, by)
    except RPCError as error:
        refused = (RPCStatusCode.UNIMPLEMENTED, RPCStatusCode.PERMISSION_DENIED)
        if error.status in refused or "skipping" in str(error).lower():
            raise FastForwardRefused(f"this server does not move clocks: {error}") from error
        raise
    moved.append(workflow_id)
    return reached

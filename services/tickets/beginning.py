"""Starts a ticket's workflow under an id that an earlier run of it may hold still (P33).

A run writes its last record before it ends. Whoever opens the ticket again in between meets a run that is
ending: that is not the start that was asked for, which is still to be made.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any, Literal

from temporalio.client import Client, WorkflowExecutionStatus, WorkflowFailureError

from services.starting import started

ENDING = timedelta(seconds=5)
"""How long a run that is ending is waited for; what takes longer is the reconciler's."""
_VERSION = "version"
"""Of the memo: which opening of the ticket a run belongs to."""

Begun = Literal["started", "running", "ending"]
"""Now; before, by this same start; not yet, for an earlier run has not ended."""


async def begin(client: Client, workflow: str, start: Any, *, id: str, version: int, **options: Any) -> Begun:
    """Start it; `version` is that of the ticket's row when it was opened. Safe to repeat."""
    for last in (False, True):
        if await started(client, workflow, start, id=id, memo={_VERSION: version}, **options):
            return "started"
        if await _is_this(client, id, version):
            return "running"
        if last or not await _ended(client, id):
            break
    return "ending"


async def _is_this(client: Client, id: str, version: int) -> bool:
    """Runs of releases before this one say nothing of their version; their starts are theirs alone."""
    found = await client.get_workflow_handle(id).describe()
    return found.status == WorkflowExecutionStatus.RUNNING and (await found.memo()).get(_VERSION) == version


async def _ended(client: Client, id: str) -> bool:
    try:
        async with asyncio.timeout(ENDING.total_seconds()):
            with suppress(WorkflowFailureError):
                await client.get_workflow_handle(id).result(follow_runs=False)
    except TimeoutError:
        return False
    return True

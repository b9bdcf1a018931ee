"""What Temporal says of tickets at a story's end."""

import asyncio

from temporalio.client import Client

_SECONDS = 15.0
_COMPLETED = 'TicketKind IS NOT NULL AND ExecutionStatus = "Completed"'


async def ended(client: Client, tickets: set[str]) -> int:
    """How many of the tickets Temporal lists as completed; the list may lag for a moment."""
    found: set[str] = set()
    try:
        async with asyncio.timeout(_SECONDS):
            while found != tickets:
                listed = {execution.id async for execution in client.list_workflows(_COMPLETED)}
                found = listed & tickets
                await asyncio.sleep(0.2)
    except TimeoutError:
        pass
    return len(found)

"""Doing many things at once, and waiting until all of them have happened."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from temporalio.client import Client

T = TypeVar("T")
_PAUSE = 0.2
_WAITING = 5
"""Events of a ticket whose first timer runs."""


async def at_once(many: int, do: Callable[[T], Awaitable[object]], each: Iterable[T]) -> None:
    """`do` for each, `many` of them at a time."""
    left = iter(each)

    async def one_after_another() -> None:
        for item in left:
            await do(item)

    async with asyncio.TaskGroup() as group:
        for _ in range(many):
            group.create_task(one_after_another())


async def waiting(client: Client, ids: Iterable[str]) -> None:
    """Until the first timer of every workflow runs."""

    async def one(workflow_id: str) -> None:
        handle = client.get_workflow_handle(workflow_id)
        while (await handle.describe()).history_length < _WAITING:  # noqa: ASYNC110 -- another process
            await asyncio.sleep(_PAUSE)

    await at_once(4, one, ids)

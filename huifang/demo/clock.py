"""The story's clock: every open ticket is moved to the same moment."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from huifang.local.training import fast_forward

_AT_ONCE = 16


class Clock:
    """Ahead of the wall by what it was moved."""

    def __init__(self, client: Client) -> None:
        self._client, self._ahead = client, timedelta()

    def now(self) -> datetime:
        """The story's present."""
        return datetime.now(UTC) + self._ahead

    async def move(self, tickets: Iterable[str], moment: datetime) -> None:
        """Carry the tickets forward to `moment`; one that has ended already stays as it is."""
        by = moment - self.now()
        gate = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._one(ticket, by, gate) for ticket in tickets))
        self._ahead += by

    async def _one(self, ticket: str, by: timedelta, gate: asyncio.Semaphore) -> None:
        async with gate:
            try:
                await fast_forward(self._client, ticket, by)
            except RPCError as error:
                if error.status not in (RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION):
                    raise

"""What services reach: PostgreSQL and Temporal, each within a bounded time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from temporalio.client import Client

from services.caller import Caller, caller
from store.database import Connection, Pool


@dataclass(frozen=True)
class Backend:
    """The two, and how long either may keep somebody waiting."""

    pool: Pool
    temporal: Client
    task_queue: str
    patience: timedelta = timedelta(seconds=5)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """A pooled connection. Raises TimeoutError when none is to be had in time."""
        async with self.pool.acquire(timeout=self.patience.total_seconds()) as db:
            yield db

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Connection]:
        """A pooled connection in a transaction of its own: a verb is done whole or not at all."""
        async with self.connection() as db, db.transaction():
            yield db

    @asynccontextmanager
    async def reaching_temporal(self) -> AsyncIterator[None]:
        """Calls to Temporal within the block end in time.

        They raise what `services.outage` knows when it cannot be reached: nobody knows then what it did.
        """
        asks = caller.get() or Caller()
        before, asks.effects.possible = asks.effects.possible, True
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                yield
        except RuntimeError as error:
            # What the SDK raises when a lazily connected client finds nobody at its first call.
            asks.effects.possible = before
            raise ConnectionError("Temporal cannot be reached") from error

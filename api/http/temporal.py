"""Temporal, and the outage a request may meet instead."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.http.config import ApiConfig


@asynccontextmanager
async def reaching_temporal(config: ApiConfig) -> AsyncIterator[None]:
    """Calls to Temporal within the block end in time.

    They raise RPCError, TimeoutError or ConnectionError (each answered 503) when it cannot be reached.
    """
    try:
        async with asyncio.timeout(config.backend_timeout.total_seconds()):
            yield
    except RuntimeError as error:
        # What the SDK raises when a lazily connected client finds nobody at its first call.
        raise ConnectionError("Temporal cannot be reached") from error


async def require_temporal(config: ApiConfig) -> None:
    """Raises as `reaching_temporal` when Temporal cannot be reached now."""
    async with reaching_temporal(config):
        await config.temporal.service_client.check_health(timeout=config.backend_timeout)

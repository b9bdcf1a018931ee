"""Temporal, and the outage a request may meet instead."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.http.config import ApiConfig
from services.caller import Caller, caller


@asynccontextmanager
async def reaching_temporal(config: ApiConfig) -> AsyncIterator[None]:
    """Calls to Temporal within the block end in time.

    They raise what is answered 503 (`services.outage`) when it cannot be reached.
    """
    async with config.backend.reaching_temporal():
        yield


async def require_temporal(config: ApiConfig) -> None:
    """Raises as `reaching_temporal` when Temporal cannot be reached now."""
    asks = caller.get() or Caller()
    with asks.effects.apart():
        async with reaching_temporal(config):
            await config.temporal.service_client.check_health(timeout=config.backend_timeout)

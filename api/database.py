"""A database connection for the length of a request's need, and the outage it may meet instead."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.requests import Request


@asynccontextmanager
async def connection(request: Request) -> AsyncIterator[Any]:
    """A pooled connection. Raises TimeoutError (answered 503) when none is to be had in time."""
    config = request.app.state.config
    async with config.pool.acquire(timeout=config.backend_timeout.total_seconds()) as db:
        yield db

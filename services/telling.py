"""Telling tickets what is on record already: now, or when the reconciler comes round (P33)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import structlog
from temporalio.service import RPCError

from services.backend import Backend
from services.caller import caller
from services.outage import is_away

_log = structlog.get_logger()


@asynccontextmanager
async def left_to_reconciler(backend: Backend, event: str, **ids: object) -> AsyncIterator[None]:
    """What the block tells is told in time, or the log says by `event` that it is the reconciler's to tell.

    Only for what the records say by now: it stands, whether Temporal is there or not. `ids`: of what it is,
    for the log; no personal data.
    """
    try:
        async with backend.reaching_temporal():
            yield
    except Exception as error:
        if not (is_away(error) or isinstance(error, RPCError | asyncpg.PostgresError)):
            raise
        asks = caller.get()
        request = {"request_id": asks.request_id} if asks is not None and asks.request_id else {}
        _log.warning(event, error=type(error).__qualname__, **ids, **request)

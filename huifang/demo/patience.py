"""How long the story waits for what must happen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_SECONDS = 30.0


class DidNotHappen(RuntimeError):
    """The story waited in vain for what the message says."""


@asynccontextmanager
async def happens(what: str) -> AsyncIterator[None]:
    """Give the block 30 seconds. Raises `DidNotHappen`."""
    try:
        async with asyncio.timeout(_SECONDS):
            yield
    except TimeoutError:
        raise DidNotHappen(what) from None

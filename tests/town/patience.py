"""How long a test waits for what must happen: no machine is too slow for it.

What counts is time in which the machine had nothing to do: what is awaited could have happened in it.
"""

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import psutil

IDLE = 60.0
"""Seconds of an idle machine after which what did not happen will not."""
IMPATIENT = 1.0
"""Seconds, where a provider was told never to answer."""
LONG = 900.0
"""Seconds of any machine, for what has no way to count idleness: an HTTP request, a process that must end."""
BUSY = timedelta(seconds=LONG)
"""For an API's own patience with what stands behind it: a busy machine is no outage."""
_EVERY = 0.05
_LOOK = 0.5


class Patience:
    """Runs out as fast as the machine idles: at full speed on an idle one, hardly at all on a busy one."""

    def __init__(self, seconds: float = IDLE) -> None:
        self._left, self._at, self._machine = seconds, time.monotonic(), psutil.cpu_times()

    def lost(self) -> bool:
        """Whether what is awaited should have happened by now; to be asked now and then."""
        now = time.monotonic()
        if now - self._at >= _LOOK:
            before, self._machine = self._machine, psutil.cpu_times()
            idle, passed = self._machine.idle - before.idle, sum(self._machine) - sum(before)
            self._left -= (now - self._at) * (idle / passed if passed > 0 else 1.0)
            self._at = now
        return self._left <= 0


async def until(met: Callable[[], Any], what: str = "what was expected") -> Any:
    """The first true answer of `met`, which may be a coroutine function."""
    patience = Patience()
    while True:
        answer = met()
        if inspect.isawaitable(answer):
            answer = await answer
        if answer:
            return answer
        if patience.lost():
            raise AssertionError(f"waited in vain for {what}")
        await asyncio.sleep(_EVERY)


def seen(met: Callable[[], Any], what: str) -> Any:
    """The first true answer of `met`, where no loop runs."""
    patience = Patience()
    while not (answer := met()):
        assert not patience.lost(), f"waited in vain for {what}"
        time.sleep(_EVERY)
    return answer


@asynccontextmanager
async def patiently() -> AsyncIterator[None]:
    """Raises TimeoutError in the block when what it awaits should have happened."""
    async with asyncio.timeout(None) as limit:
        watching = asyncio.create_task(_watch(limit))
        try:
            yield
        finally:
            watching.cancel()


async def _watch(limit: asyncio.Timeout) -> None:
    patience = Patience()
    while not patience.lost():  # noqa: ASYNC110 -- time is what it watches
        await asyncio.sleep(_LOOK)
    limit.reschedule(asyncio.get_running_loop().time())

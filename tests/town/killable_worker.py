"""The production worker as a process of its own, to be killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.town.patience import patiently

ROOT = Path(__file__).parents[2]
ATTEMPT = 6.0
"""Seconds after which the engine gives up on an attempt whose worker died; a minute in production."""
ABSENT = 2.0
"""Seconds after which the engine gives a dead worker's tickets to another one; ten in production."""

_LAUNCH = """
import functools, sys
from datetime import timedelta
import huifang.run.workers, worker, workflows.parts.patience, workflows.upkeep.enrolment
attempt, absent = (timedelta(seconds=float(each)) for each in sys.argv[1:])
workflows.parts.patience.TRY = workflows.upkeep.enrolment._SILENCE = attempt
huifang.run.workers.Worker = functools.partial(
    huifang.run.workers.Worker, sticky_queue_schedule_to_start_timeout=absent
)
sys.exit(worker.main())
"""


class WorkerProcess:
    """A running `worker.py`."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def kill(self) -> None:
        """SIGKILL: no goodbye to anybody."""
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def stop(self) -> None:
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            async with patiently():
                await self._process.wait()


@asynccontextmanager
async def worker_process(environment: dict[str, str], log: Path) -> AsyncIterator[WorkerProcess]:
    """Started with these settings, ready, and gone after the block; its output goes to `log`."""
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _LAUNCH, str(ATTEMPT), str(ABSENT)),
            cwd=ROOT,
            env=os.environ | environment,
            stdout=output,
            stderr=output,
        )
    worker = WorkerProcess(process)
    try:
        async with patiently():
            while not _ready(process, log):  # noqa: ASYNC110 -- another process
                await asyncio.sleep(0.05)
        yield worker
    finally:
        await worker.stop()


def _ready(process: asyncio.subprocess.Process, log: Path) -> bool:
    output = log.read_text()
    assert process.returncode is None, output
    return "worker_ready" in output

"""The production workers with workflows in Temporal's sandbox, which catches what is not deterministic.

`HUIFANG_TEST_WORKERS` makes them harder on the workflows, in `make soak`: `uncached` keeps no ticket at hand,
so that every workflow task is replayed from the beginning; `restarted` ends and starts them after every act.
"""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from gateways.phone import PhoneGateway
from gateways.sms import SmsGateway
from huifang.run.workers import working
from huifang.settings.settings import Settings
from tests.town.patience import LONG

MODE = os.environ.get("HUIFANG_TEST_WORKERS", "")
PATIENCE = 6 if MODE else 1
"""So many times the usual: a worker without a ticket at hand loses workflow tasks to their time-out."""
Making = Callable[[], AbstractAsyncContextManager[tuple[Worker, ...]]]


class Restartable:
    """Workers that can be ended and started again, with nothing of the tickets at hand."""

    def __init__(self, make: Making) -> None:
        self._make = make
        self._running: AbstractAsyncContextManager[Any] | None = None

    async def start(self) -> tuple[Worker, ...]:
        self._running = self._make()
        workers = await self._running.__aenter__()
        for worker in workers:
            if worker._workflow_worker is not None:
                # Two seconds are no deadlock on a busy machine, and nothing else tells the SDK so.
                worker._workflow_worker._deadlock_timeout_seconds = LONG
        return workers

    async def stop(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            await running.__aexit__(None, None, None)

    async def restart(self) -> None:
        await self.stop()
        await self.start()


_RUNNING: dict[str, Restartable] = {}
"""By task queue."""


@asynccontextmanager
async def sandboxed_workers(
    client: Client,
    pool: Any,
    gateway: SmsGateway,
    queue: str,
    phone: PhoneGateway | None = None,
    options: dict[str, Any] | None = None,
    **more: Any,
) -> AsyncIterator[tuple[Worker, ...]]:
    """Polling `queue` and what belongs to it for as long as the block lasts.

    `more` are further settings, `options` those of each worker.
    """
    settings = Settings(task_queue=queue, company_name="示例装饰", **more)
    cached = {"max_cached_workflows": 0} if MODE == "uncached" else {}
    given = {"workflow_runner": SandboxedWorkflowRunner(), **cached, **(options or {})}
    workers = Restartable(lambda: working(settings, client, pool, gateway, phone, **given))
    _RUNNING[queue] = workers
    try:
        yield await workers.start()
    finally:
        del _RUNNING[queue]
        await workers.stop()


def workers_of(queue: str) -> Restartable:
    """Those that poll it."""
    return _RUNNING[queue]


async def after_an_act(queue: str) -> None:
    """Workers that are restarted after every act are restarted."""
    if MODE == "restarted" and queue in _RUNNING:
        await workers_of(queue).restart()

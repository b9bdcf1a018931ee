"""The production workers with workflows in Temporal's sandbox, which catches what is not deterministic."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from gateways.phone import PhoneGateway
from gateways.sms import SmsGateway
from huifang.run.workers import working
from huifang.settings.settings import Settings
from tests.town.patience import LONG


@asynccontextmanager
async def sandboxed_workers(
    client: Client,
    pool: Any,
    gateway: SmsGateway,
    queue: str,
    phone: PhoneGateway | None = None,
    **more: Any,
) -> AsyncIterator[tuple[Worker, ...]]:
    """Polling `queue` and what belongs to it for as long as the block lasts; `more` are further settings."""
    settings = Settings(task_queue=queue, company_name="示例装饰", **more)
    async with working(
        settings, client, pool, gateway, phone, workflow_runner=SandboxedWorkflowRunner()
    ) as workers:
        for worker in workers:
            if worker._workflow_worker is not None:
                # Two seconds are no deadlock on a busy machine, and nothing else tells the SDK so.
                worker._workflow_worker._deadlock_timeout_seconds = LONG
        yield workers

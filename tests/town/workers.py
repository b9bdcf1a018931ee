"""The production workers with workflows in Temporal's sandbox, which catches what is not deterministic."""

from contextlib import AbstractAsyncContextManager
from typing import Any

from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from gateways.phone import PhoneGateway
from gateways.sms import SmsGateway
from huifang.run.workers import working
from huifang.settings.settings import Settings


def sandboxed_workers(
    client: Client,
    pool: Any,
    gateway: SmsGateway,
    queue: str,
    phone: PhoneGateway | None = None,
    **more: Any,
) -> AbstractAsyncContextManager[tuple[Worker, ...]]:
    """Polling `queue` and what belongs to it for as long as the block lasts; `more` are further settings."""
    settings = Settings(task_queue=queue, company_name="示例装饰", **more)
    return working(settings, client, pool, gateway, phone, workflow_runner=SandboxedWorkflowRunner())

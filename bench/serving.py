"""`python -m bench.serving KIND`: a worker process to be measured, with settings by environment.

It answers each line on its standard input with what the process has used so far, and ends with the input.
"""

import asyncio
import gc
import json
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

import psutil
from prometheus_client import CollectorRegistry
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter
from temporalio.worker import UnsandboxedWorkflowRunner, Worker, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities.messages.cadence_steps import MessageActivities
from bench.bare import BareSequence, Floor, act
from bench.bare_repair import BareCall, BareRepair, place, record
from domain.tickets.task_queues import sms_queue
from huifang.run.logging_activities import ActivityLog
from huifang.run.logging_setup import configure_logging
from huifang.run.payloads import sealing
from huifang.run.temporal_client import connect_temporal
from huifang.run.workers import sms_gateway
from huifang.settings.keys import FreshKeys
from huifang.settings.settings import Settings
from store.database import connect
from workflows.pre_handover import PreHandoverWorkflow

_CACHED = 10_000


def _same(ours: DataConverter) -> DataConverter:
    return ours


def _sdk(ours: DataConverter) -> DataConverter:
    """The SDK's own, sealed as ours: the activities beside it are the product's."""
    return replace(pydantic_data_converter, payload_codec=ours.payload_codec)


def _plain(_: DataConverter) -> DataConverter:
    return DataConverter.default


@dataclass(frozen=True)
class _Kind:
    workflows: tuple[type, ...]
    runner: type[WorkflowRunner] = UnsandboxedWorkflowRunner
    converter: Callable[[DataConverter], DataConverter] = _same
    activities: tuple[Callable[..., Any], ...] = ()


KINDS = {
    "ours": _Kind((PreHandoverWorkflow,)),
    "sandboxed": _Kind((PreHandoverWorkflow,), SandboxedWorkflowRunner),
    "bare": _Kind((BareSequence,)),
    "bare-sdk": _Kind((BareSequence,), converter=_sdk),
    "floor": _Kind((Floor,), converter=_plain, activities=(act,)),
    "bare-repair": _Kind((BareRepair, BareCall), converter=_plain, activities=(record, place)),
}
ACTIVITIES = "activities"


async def _serve(kind: str, queues: list[str]) -> None:
    settings = Settings()
    async with AsyncExitStack() as running:
        if kind == ACTIVITIES:
            await _activities(running, settings, queues)
        else:
            chosen = KINDS[kind]
            keys = await FreshKeys.open(settings)
            how = sealing(keys.keyring)
            how["data_converter"] = chosen.converter(how["data_converter"])
            client = await Client.connect(settings.temporal_address, **how)
            for queue in queues:
                worker = Worker(
                    client,
                    task_queue=queue,
                    workflows=chosen.workflows,
                    activities=chosen.activities,
                    workflow_runner=chosen.runner(),
                    max_cached_workflows=_CACHED,
                )
                await running.enter_async_context(worker)
        await _answer()


async def _activities(running: AsyncExitStack, settings: Settings, queues: list[str]) -> None:
    """The product's own activities, as its worker runs them."""
    configure_logging(as_json=True)
    if settings.database_url is None:
        raise ValueError("DATABASE_URL")
    keys = await FreshKeys.open(settings)
    client = await connect_temporal(settings, keys)
    pool = await connect(settings.database_url, keys.keyring)
    running.push_async_callback(pool.close)
    gateway = sms_gateway(settings)
    running.push_async_callback(gateway.close)
    messages = MessageActivities(pool, gateway, settings.company_name)
    log = [ActivityLog(CollectorRegistry())]
    for queue in queues:
        for name, activities in ((queue, messages.activities()), (sms_queue(queue), messages.sending())):
            worker = Worker(client, task_queue=name, activities=activities, interceptors=log)
            await running.enter_async_context(worker)


async def _answer() -> None:
    process = psutil.Process()
    while await asyncio.to_thread(sys.stdin.readline):
        gc.collect()
        used = {"cpu": time.process_time(), "memory": process.memory_info().rss}
        sys.stdout.write(json.dumps(used) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], sys.argv[2:]))

"""A worker is killed while it places calls: each phone rings once all the same (P7, P33)."""

import asyncio
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from temporalio.testing import WorkflowEnvironment

from sandbox.app import create_app
from tests.town.desk import Desk
from tests.town.killable import Swallowing
from tests.town.one_call import OneCallWorkflow, Order
from tests.town.patience import LONG, patiently, until
from tests.town.serving import SECRET, TOKEN, serving

ROOT = Path(__file__).parents[3]
ATTEMPT = 4.0
"""Seconds after which the engine gives up on an attempt whose worker died."""


@asynccontextmanager
async def worker(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    command = (sys.executable, "-m", "tests.town.calling_worker", *arguments)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert process.stdout is not None and await process.stdout.readline() == b"ready\n"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_killed_after_the_provider_took_the_call_and_before(
    pool: Any, temporal: WorkflowEnvironment, database_url: str, desk: Desk
) -> None:
    gate, queue = Swallowing(create_app(None, SECRET, TOKEN, delay=0.0, ring=600.0)), uuid.uuid4().hex
    async with (
        serving(gate) as url,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=LONG) as provider,
    ):
        here = replace(desk, provider=provider, queue=queue)
        (taken, taken_phone), (lost, lost_phone) = await here.notice(), await here.notice()
        await here.behave(taken_phone, "hang_after_accept")
        gate.phones.add(lost_phone)
        address = temporal.client.service_client.config.target_host
        arguments = (address, queue, database_url, url)
        async with worker(*arguments) as process:
            handles = [
                await temporal.client.start_workflow(
                    OneCallWorkflow.run, Order(order, results=0, attempt=ATTEMPT), id=order.ticket_id,
                    task_queue=queue,
                )
                for order in (taken, lost)
            ]  # fmt: skip

            async def both_under_way() -> bool:
                return bool(await here.rung(taken_phone)) and lost_phone in gate.swallowed

            await until(both_under_way)
            process.kill()
            await process.wait()
        # One phone rings and we were not told; the other never rang. Our rows look the same.
        assert [(await here.row(order.ticket_id))["state"] for order in (taken, lost)] == ["placing"] * 2
        gate.phones.clear()
        async with worker(*arguments), patiently():
            told = await asyncio.gather(*(handle.result() for handle in handles))
        assert [each.placed.outcome for each in told] == ["placed", "placed"]
        rung = [await here.rung(phone) for phone in (taken_phone, lost_phone)]
        assert [[call["reference"] for call in calls] for calls in rung] == [
            [each.placed.reference] for each in told
        ]

"""Temporal or Postgres is killed while tickets wait and while texts go out (P1, P33)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from temporalio.service import RPCError

from gateways.sandbox import SandboxSms
from huifang.run.workers import working
from huifang.settings.settings import Settings
from tests.proof.durability.test_workers import each_got_three_once
from tests.town.house import SECRET, House
from tests.town.owners import Owner
from tests.town.patience import until


@asynccontextmanager
async def production_worker(house: House) -> AsyncIterator[None]:
    gateway = SandboxSms(house.provider_url, SECRET, timeout=3.0)
    settings = Settings(task_queue=house.queue, company_name="示例装饰")
    async with working(settings, house.client, house.pool, gateway):
        yield
    await gateway.close()


async def under_way(house: House, owners: list[Owner], answered: bool) -> asyncio.Task[None]:
    """Move the clock to the first text of each: the provider takes it, and answers late or never."""
    if answered:
        house.gate.answers.clear()
    else:
        for owner in owners:
            await house.treat(owner, "hang_after_accept")

    async def move() -> None:
        with suppress(RPCError, RuntimeError):  # the server may be killed meanwhile
            await asyncio.gather(*(house.forward(owner, 2) for owner in owners))

    async def all_taken() -> bool:
        return all([await house.inbox(owner.phone) for owner in owners])

    moving = asyncio.create_task(move())
    await until(all_taken)
    return moving


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("killed", ["temporal", "postgres"])
async def test_a_server_is_killed_while_texts_go_out(house: House, killed: str, answered: bool) -> None:
    waiting, first, second = [await house.enrolled(days) for days in (60, 31, 31)]
    server = house.temporal if killed == "temporal" else house.postgres
    async with production_worker(house):
        await house.forward(waiting, 31)
        moving = await under_way(house, [first, second], answered)
        await server.kill()
        house.gate.answers.set()
        await asyncio.sleep(0.3)  # the answer, where there is one, finds nobody to keep it
        await server.start_again()
        await moving
        await asyncio.gather(*(house.forward(owner, 40) for owner in (waiting, first, second)))
        await each_got_three_once(house, [waiting, first, second])

"""Each test has servers of its own: it kills them, and no other test's tickets are there."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import httpx
import pytest
from temporalio.client import Client

from huifang.run.payloads import sealing
from sandbox.app import create_app
from store.database import connect
from store.keys import open_keyring
from store.migrate import migrate
from tests.town.keys import MASTER_KEYS, MASTERS
from tests.town.killable import KillablePostgres, KillableTemporal, Swallowing
from tests.town.killable_worker import WorkerProcess, worker_process
from tests.town.owners import Town
from tests.town.patience import LONG
from tests.town.ports import free_port
from tests.town.serving import serving

SECRET = "test-secret"


class House(Town):
    """Killable servers, a provider, and as many worker processes as a test wants."""

    temporal: KillableTemporal
    postgres: KillablePostgres
    gate: Swallowing
    provider_url: str
    database_url: str
    home: Path

    def worker(self) -> AbstractAsyncContextManager[WorkerProcess]:
        environment = {
            "DATABASE_URL": self.database_url,
            "HUIFANG_MASTER_KEYS": MASTER_KEYS,
            "HUIFANG_TEMPORAL_ADDRESS": self.temporal.address,
            "HUIFANG_SANDBOX_URL": self.provider_url,
            "HUIFANG_SANDBOX_SECRET": SECRET,
            "HUIFANG_TASK_QUEUE": self.queue,
            "HUIFANG_COMPANY_NAME": "示例装饰",
            "HUIFANG_HEALTH_PORT": str(free_port()),
        }
        return worker_process(environment, self.home / f"worker-{uuid.uuid4().hex[:6]}.log")


@pytest.fixture
async def house(home: Path) -> AsyncIterator[House]:
    temporal, postgres = KillableTemporal(home), KillablePostgres(home / "postgres")
    gate = Swallowing(create_app(None, SECRET))
    _, database_url = await asyncio.gather(temporal.start(), postgres.start())
    await asyncio.to_thread(migrate, database_url, MASTERS)
    keyring = await open_keyring(database_url, MASTERS)
    client = await Client.connect(temporal.address, **sealing(keyring))
    pool = await connect(database_url, keyring)
    async with (
        serving(gate) as url,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=LONG) as provider,
    ):
        house = House(client, pool, provider, f"tickets-{uuid.uuid4().hex[:8]}")
        house.temporal, house.postgres, house.gate = temporal, postgres, gate
        house.provider_url, house.database_url, house.home = url, database_url, home
        yield house
        pool.terminate()
        await temporal.stop()
        await postgres.stop()

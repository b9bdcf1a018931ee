"""A company that runs each part as a process, with the commands and variables of docker-compose.yml."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from temporalio.client import Client

from huifang.local.embedded.temporal import EmbeddedTemporal
from huifang.local.training import fast_forward
from huifang.run.payloads import sealing
from store.keys import open_keyring
from tests.town.keys import MASTERS
from tests.town.patience import LONG, patiently
from tests.town.ports import free_port
from tests.town.processes import API, MIGRATE, ROOT, SANDBOX, Running, finished, started

NAMESPACE = "renovation"
OWNERS = {f"示例{name}": f"1990008{number:04}" for number, name in enumerate("甲乙丙丁戊己")}
STEPS = 3


@dataclass
class Company:
    """Everything but the workers, and what the people in it do."""

    settings: dict[str, str]
    api: Running
    sandbox: Running
    client: Client
    http: httpx.AsyncClient

    async def call(self, method: str, path: str, **given: Any) -> Any:
        """The API's answer, which must be a success."""
        answer = await self.http.request(method, self.api.url + path, **given)
        assert answer.is_success, answer.text
        return answer.json()

    async def enrol(self, handover: date) -> list[str]:
        """A building with its roster imported and its sequence started: the ids of its tickets."""
        rows = ["姓名,联系电话,房号"]
        rows += [f"{name},{phone},1栋1单元{phone[-4:]}" for name, phone in OWNERS.items()]
        building = await self.call(
            "POST", "/buildings", json={"name": "测试花园", "handover_date": handover.isoformat()}
        )
        path = f"/buildings/{building['id']}"
        await self.call(
            "POST", f"{path}/owners:import", files={"file": ("业主.csv", "\n".join(rows).encode())}
        )
        await self.call("POST", f"{path}/pre-handover", json={})
        async with patiently():
            while len(items := await self.tickets(building["id"])) < len(OWNERS):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        return items

    async def tickets(self, building: str) -> list[str]:
        """Ids of a building's tickets."""
        page = await self.call("GET", "/tickets", params={"building": building})
        return [item["id"] for item in page["items"]]

    async def forward(self, tickets: list[str], days: int) -> None:
        """Move the tickets' clocks; done when everything due on the way has been done."""
        await asyncio.gather(*(fast_forward(self.client, ticket, timedelta(days=days)) for ticket in tickets))

    async def texts(self) -> list[tuple[str, str]]:
        """Number and wording of every text the provider took."""
        answer = await self.http.get(f"{self.sandbox.url}/control/messages")
        return [(text["phone"], text["text"]) for text in answer.json()["messages"]]

    async def has_taken(self, texts: int) -> None:
        """Until the provider has this many."""
        async with patiently():
            while len(await self.texts()) < texts:  # noqa: ASYNC110
                await asyncio.sleep(0.05)


@pytest.fixture
async def company(empty_database_url: str, tmp_path: Path) -> AsyncIterator[Company]:
    server = EmbeddedTemporal(tmp_path, free_port(), free_port(), "default", training=True)
    api_port, sandbox_port = free_port(), free_port()
    shared = {
        "DATABASE_URL": empty_database_url,
        "HUIFANG_TEMPORAL_ADDRESS": server.address,
        "HUIFANG_TEMPORAL_NAMESPACE": NAMESPACE,
        "HUIFANG_SANDBOX_URL": f"http://127.0.0.1:{sandbox_port}",
        "HUIFANG_SANDBOX_SECRET": "test-secret",
        "HUIFANG_GRACEFUL_SHUTDOWN": "1",
    }
    async with AsyncExitStack() as up:
        up.push_async_callback(server.stop)
        await server.start()
        await namespace_registered(server.address)
        code, told = await finished(MIGRATE, **shared)
        assert code == 0, told
        listen = {"HUIFANG_API_PORT": str(api_port), "HUIFANG_API_TOKEN": "test-token"}
        api = await up.enter_async_context(started(API, api_port, **shared, **listen))
        options = (
            "--port",
            str(sandbox_port),
            "--delay",
            "0.1",
            "--webhook-url",
            f"{api.url}/webhooks/sandbox",
        )
        sandbox = await up.enter_async_context(
            started((*SANDBOX, *options), sandbox_port, SANDBOX_SECRET="test-secret")
        )
        headers = {"Authorization": "Bearer test-token"}
        http = await up.enter_async_context(httpx.AsyncClient(headers=headers, trust_env=False, timeout=LONG))
        await asyncio.gather(api.answers("/readyz"), sandbox.answers("/healthz"))
        keyring = await open_keyring(empty_database_url, MASTERS)
        client = await Client.connect(server.address, namespace=NAMESPACE, **sealing(keyring))
        yield Company(shared, api, sandbox, client, http)


async def namespace_registered(address: str) -> None:
    """By the script that the compose file runs, twice."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    given = {"PATH": path, "TEMPORAL_ADDRESS": address, "TEMPORAL_NAMESPACE": NAMESPACE}
    for _ in range(2):
        script = await asyncio.create_subprocess_exec(
            "sh", "deploy/temporal-namespace.sh", cwd=ROOT, env=given
        )
        assert await script.wait() == 0

"""The API on a real socket, with Postgres, Temporal and a worker behind it."""

import asyncio
import itertools
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from temporalio.testing import WorkflowEnvironment

from api.app import create_app, server
from api.http.config import ApiConfig
from gateways.sandbox import SandboxSms
from store.database import queries
from tests.town.patience import BUSY, LONG, patiently
from tests.town.ports import free_port
from tests.town.workers import sandboxed_workers

TOKEN = "test-token"
SANDBOX_SECRET = "test-secret"
ALIYUN_TOKEN = "aliyun-callback-token"
HANDOVER = date.today() + timedelta(days=45)
_numbers = itertools.count(19900070000)


@dataclass
class Api:
    """The API as its callers see it, and the few moves that prepare a test."""

    http: httpx.AsyncClient
    config: ApiConfig
    env: WorkflowEnvironment
    pool: Any
    """The test's own: it sees every row."""

    @property
    def url(self) -> str:
        return str(self.http.base_url)

    async def building(self, handover: date | None = HANDOVER, name: str = "测试花园") -> str:
        body = {"name": name} | ({"handover_date": handover.isoformat()} if handover else {})
        answer = await self.http.post("/buildings", json=body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def owner(
        self, building: str, phone: str | None = None, name: str = "测试业主"
    ) -> tuple[str, str, str]:
        """Ownership, customer and E.164 number of a new owner."""
        phone = phone or f"+86{next(_numbers)}"
        async with self.pool.acquire() as db:
            customer = await queries.add_customer(db, name=name, phone=phone, other_phones=[])
            owned = await queries.add_ownership(
                db,
                building_id=building,
                customer_id=customer,
                block="1栋",
                unit="1单元",
                room=uuid.uuid4().hex[:6],
                area=None,
                roster_date=None,
                note=None,
            )
        return owned["id"], customer, phone

    async def enrolled(
        self, handover: date = HANDOVER, owners: int = 1
    ) -> tuple[str, list[tuple[str, str, str]]]:
        """A building whose sequence has been started, with its owners; every ticket is open."""
        building = await self.building(handover)
        people = [await self.owner(building) for _ in range(owners)]
        answer = await self.http.post(f"/buildings/{building}/pre-handover", json={})
        assert answer.status_code == 202, answer.text
        for ownership, *_ in people:
            await self.until(f"/tickets/pre-handover-{ownership}", lambda answer: answer.status_code == 200)
        return building, people

    async def until(self, path: str, met: Callable[[httpx.Response], bool]) -> httpx.Response:
        """The first answer that meets the condition."""
        async with patiently():
            while not met(answer := await self.http.get(path)):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        return answer

    async def closed(self, ownership: str) -> dict[str, Any]:
        """The owner's ticket, once it is closed."""
        answer = await self.until(
            f"/tickets/pre-handover-{ownership}", lambda answer: answer.json().get("stage") == "closed"
        )
        body: dict[str, Any] = answer.json()
        return body


@asynccontextmanager
async def serving(config: ApiConfig, port: int | None = None) -> AsyncIterator[str]:
    """The API on `port`, else on a free one, for as long as the block lasts."""
    if port is None:
        port = free_port()
    running = server(create_app(config), "127.0.0.1", port)
    task = asyncio.create_task(running.serve())
    while not running.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        running.should_exit = True
        await task


def client(url: str, **headers: str) -> httpx.AsyncClient:
    """A caller with the token, who reads English unless told otherwise."""
    given = {"Authorization": f"Bearer {TOKEN}", "Accept-Language": "en", **headers}
    return httpx.AsyncClient(base_url=url, headers=given, timeout=LONG, trust_env=False)


@pytest.fixture(scope="session")
async def api(
    pool: Any, api_pool: Any, temporal: WorkflowEnvironment, provider_url: str
) -> AsyncIterator[Api]:
    queue = f"api-{uuid.uuid4().hex[:8]}"
    gateway = SandboxSms(provider_url, SANDBOX_SECRET, timeout=LONG)
    config = ApiConfig(
        pool=api_pool,
        temporal=temporal.client,
        token=TOKEN,
        task_queue=queue,
        sandbox_secret=SANDBOX_SECRET,
        aliyun_callback_token=ALIYUN_TOKEN,
        temporal_ui_url="http://127.0.0.1:8233",
        import_limit=1024 * 1024,
        backend_timeout=BUSY,
        body_limit=64 * 1024,
    )
    async with (
        sandboxed_workers(temporal.client, pool, gateway, queue),
        serving(config) as url,
        client(url) as http,
    ):
        yield Api(http, config, temporal, pool)
    await gateway.close()


Problem = Callable[[httpx.Response, int, str], dict[str, Any]]


@pytest.fixture
def problem() -> Problem:
    """Checks an answer to be this problem, and returns it."""

    def check(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        body: dict[str, Any] = answer.json()
        assert body["type"] == f"urn:huifang:problem:{code}"
        assert body["status"] == status
        assert body["title"] and body["detail"]
        assert body["instance"] == f"urn:huifang:request:{answer.headers['x-request-id']}"
        return body

    return check

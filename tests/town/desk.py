"""A phone provider whose reports come back to the API, and tickets that order calls."""

import itertools
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.messages.calls import CallActivities
from api.http.config import ApiConfig
from domain.messages.calls import PlaceBridge, PlaceNotice
from domain.tickets.task_queues import phone_queue
from gateways.sandbox_phone import SandboxPhone
from sandbox.app import create_app
from store.database import queries
from tests.town.api import ALIYUN_TOKEN, client
from tests.town.api import TOKEN as API_TOKEN
from tests.town.api import serving as serving_api
from tests.town.one_call import OneCallWorkflow, Order, Told
from tests.town.patience import BUSY, LONG, patiently
from tests.town.ports import free_port
from tests.town.providers import impatient
from tests.town.serving import SECRET, TOKEN, serving

_numbers = itertools.count(19900098000)
TEMPLATE = "voice-repair-no-crew"


@dataclass
class Desk:
    """The few moves a story of calls is made of."""

    pool: Any
    client: Client
    provider: httpx.AsyncClient
    api: httpx.AsyncClient
    calls: CallActivities
    gateway: SandboxPhone
    queue: str

    async def ticket(self) -> str:
        name = f"repair-R2026-{uuid.uuid4().hex[:8]}"
        async with self.pool.acquire() as db:
            await db.execute(
                "INSERT INTO tickets (id, kind, stage, version, opened_at, updated_at)"
                " VALUES ($1, 'Repair', 'waiting', 1, now(), now())",
                name,
            )
        return name

    async def staff(self, name: str = "测试组长", language: str = "zh-CN") -> tuple[str, str]:
        """Id and number of somebody new."""
        phone = f"+86{next(_numbers)}"
        async with self.pool.acquire() as db:
            row = await queries.add_staff(
                db, name=name, phone=phone, role="crew_leader", department_id=None, crew_id=None, skills=[],
                language=language,
            )  # fmt: skip
        return row["id"], phone

    async def customer(self) -> tuple[str, str]:
        phone = f"+86{next(_numbers)}"
        async with self.pool.acquire() as db:
            return await queries.add_customer(db, name="测试业主", phone=phone, other_phones=[]), phone

    async def notice(self, ticket: str | None = None, **more: Any) -> tuple[PlaceNotice, str]:
        """An order to call somebody new, and the number."""
        staff, phone = await self.staff()
        params = {"ticket": "R2026-000123", "due": "18:00"}
        ticket = ticket or await self.ticket()
        return PlaceNotice(ticket, "on-site/rung-1", staff, TEMPLATE, params, **more), phone

    async def bridge(self) -> tuple[PlaceBridge, str, str]:
        (agent, agent_phone), (customer, customer_phone) = await self.staff(), await self.customer()
        order = PlaceBridge(await self.ticket(), "call/1", agent, customer)
        return order, agent_phone, customer_phone

    async def behave(self, phone: str, mode: str, **more: Any) -> None:
        if mode.startswith("hang"):
            impatient(self.gateway)
        order = {"phone": phone, "mode": mode, **more}
        (await self.provider.post("/control/calls", json=order)).raise_for_status()

    async def start(self, order: PlaceNotice | PlaceBridge, results: int = 1) -> WorkflowHandle[Any, Told]:
        notice = order if isinstance(order, PlaceNotice) else None
        bridge = order if isinstance(order, PlaceBridge) else None
        return await self.client.start_workflow(
            OneCallWorkflow.run, Order(notice, bridge, results), id=order.ticket_id, task_queue=self.queue
        )

    async def told(self, order: PlaceNotice | PlaceBridge) -> Told:
        async with patiently():
            return await (await self.start(order)).result()

    async def rung(self, phone: str) -> list[dict[str, Any]]:
        """The calls that the provider took for a phone; one taken twice is there twice."""
        calls = (await self.provider.get("/control/calls")).raise_for_status().json()["calls"]
        return [call for call in calls if any(leg["phone"] == phone for leg in call["legs"])]

    async def row(self, ticket: str) -> Any:
        async with self.pool.acquire() as db:
            [row] = [row async for row in queries.calls_of_ticket(db, ticket_id=ticket)]
        return row

    async def timeline(self, ticket: str, locale: str = "zh-CN") -> list[str]:
        answer = await self.api.get(f"/tickets/{ticket}/timeline", headers={"Accept-Language": locale})
        return [event["text"] for event in answer.raise_for_status().json()["items"]]


@pytest.fixture(scope="session")
async def furnished_desk(pool: Any, api_pool: Any, temporal: WorkflowEnvironment) -> AsyncIterator[Desk]:
    queue, port = f"calls-{uuid.uuid4().hex[:8]}", free_port()
    provider = create_app(f"http://127.0.0.1:{port}/webhooks/sandbox", SECRET, TOKEN, delay=0.0, ring=600.0)
    config = ApiConfig(
        api_pool,
        temporal.client,
        API_TOKEN,
        queue,
        sandbox_secret=SECRET,
        aliyun_callback_token=ALIYUN_TOKEN,
        backend_timeout=BUSY,
    )
    async with (
        serving(provider) as url,
        serving_api(config, port) as api_url,
        httpx.AsyncClient(base_url=url, trust_env=False, timeout=LONG) as http,
        client(api_url) as api,
    ):
        gateway = SandboxPhone(url, TOKEN, LONG)
        calls = CallActivities(pool, gateway, temporal.client, "示例装饰")
        async with (
            Worker(temporal.client, task_queue=queue, workflows=[OneCallWorkflow]),
            Worker(temporal.client, task_queue=phone_queue(queue), activities=calls.activities()),
        ):
            yield Desk(pool, temporal.client, http, api, calls, gateway, queue)
        await gateway.close()


@pytest.fixture
async def desk(furnished_desk: Desk) -> AsyncIterator[Desk]:
    """The one desk, patient with its provider again after each test."""
    yield furnished_desk
    impatient(furnished_desk.gateway, LONG)

"""P1 in the company's words, on the real server with its clock fast-forwarded."""

import itertools
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer

from domain.playbooks.pre_handover import Closed, PreHandover
from gateways.sandbox import SandboxSms
from huifang.local.training import fast_forward
from store.database import queries
from tests.town.keys import CONVERTER
from tests.town.patience import LONG
from tests.town.workers import sandboxed_workers
from workflows.pre_handover import PreHandoverWorkflow

_numbers = itertools.count(19900040000)
HANDOVER = date.today() + timedelta(days=45)


@dataclass
class Stage:
    """A worker, a provider and a database, and the few moves a story is made of."""

    env: WorkflowEnvironment
    pool: Any
    provider: httpx.AsyncClient
    queue: str

    async def owner(self, handover: date = HANDOVER) -> tuple[WorkflowHandle[Any, Closed], str]:
        phone = f"+86{next(_numbers)}"
        async with self.pool.acquire() as db:
            building = await queries.add_building(db, name="测试花园", handover_date=handover)
            customer = await queries.add_customer(db, name="测试业主", phone=phone, other_phones=[])
            return await self.ticket(building["id"], customer, handover), phone

    async def ticket(self, building: str, customer: str, handover: date) -> WorkflowHandle[Any, Closed]:
        async with self.pool.acquire() as db:
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
            ticket_id = f"pre-handover-{owned['id']}"
            await queries.open_ticket(
                db,
                id=ticket_id,
                building_id=building,
                customer_id=customer,
                ownership_id=owned["id"],
                anchor_date=handover,
                next_step=None,
                due_at=None,
                version=0,
            )
        return await self.env.client.start_workflow(
            PreHandoverWorkflow.run,
            PreHandover(owned["id"], building, customer, handover),
            id=ticket_id,
            task_queue=self.queue,
        )

    async def inbox(self, phone: str) -> list[dict[str, Any]]:
        messages = (await self.provider.get("/control/messages")).raise_for_status().json()
        found = messages["messages"] if isinstance(messages, dict) else messages
        return [message for message in found if message["phone"] == phone]

    async def forward(self, handle: WorkflowHandle[Any, Any], days: float) -> None:
        await fast_forward(self.env.client, handle.id, timedelta(days=days))


@pytest.fixture
async def stage(temporal: WorkflowEnvironment, pool: Any, provider_url: str) -> AsyncIterator[Stage]:
    gateway = SandboxSms(provider_url, "test-secret", timeout=LONG)
    queue = f"tickets-{uuid.uuid4().hex[:8]}"
    async with (
        httpx.AsyncClient(base_url=provider_url, timeout=LONG) as provider,
        sandboxed_workers(temporal.client, pool, gateway, queue),
    ):
        yield Stage(temporal, pool, provider, queue)
    await gateway.close()


async def test_each_owner_gets_three_messages_once(stage: Stage) -> None:
    handle, phone = await stage.owner()
    await stage.forward(handle, 46)
    assert (await handle.result()).reason == "completed"
    texts = [message["text"] for message in await stage.inbox(phone)]
    assert len(texts) == 3
    assert "恭喜" in texts[0] and "样板间" in texts[1] and "诚邀" in texts[2]
    assert all(text.startswith("【示例装饰】") and text.endswith("拒收请回复R") for text in texts)
    async with stage.pool.acquire() as db:
        ticket = await queries.get_ticket(db, id=handle.id)
    assert ticket["stage"] == "closed" and ticket["close_reason"] == "completed"


async def test_late_enrolment_sends_only_what_is_ahead(stage: Stage) -> None:
    handle, phone = await stage.owner(date.today() + timedelta(days=10))
    await stage.forward(handle, 11)
    assert (await handle.result()).reason == "completed"
    assert len(await stage.inbox(phone)) == 1


async def test_an_owner_who_signs_gets_nothing_more(stage: Stage) -> None:
    handle, phone = await stage.owner()
    await stage.forward(handle, 20)
    await handle.signal(PreHandoverWorkflow.owner_left, "signed")
    assert (await handle.result()).reason == "signed"
    assert len(await stage.inbox(phone)) == 1


async def test_an_opt_out_stops_the_message_even_when_the_ticket_was_not_told(stage: Stage) -> None:
    handle, phone = await stage.owner()
    async with stage.pool.acquire() as db:
        await db.execute("INSERT INTO opt_outs (phone, at, source) VALUES ($1, now(), 'reply')", phone)
    await stage.forward(handle, 20)
    assert (await handle.result()).reason == "opted_out"
    assert await stage.inbox(phone) == []


async def test_a_moved_date_moves_what_is_left(stage: Stage) -> None:
    handle, phone = await stage.owner()
    await stage.forward(handle, 20)
    later = HANDOVER + timedelta(days=30)
    async with stage.pool.acquire() as db:
        ticket = await queries.get_ticket(db, id=handle.id)
        await queries.change_building(
            db, id=ticket["building_id"], name=None, handover_date=later, status=None
        )
    await handle.signal(PreHandoverWorkflow.handover_moved, later)
    await stage.forward(handle, 20)
    assert len(await stage.inbox(phone)) == 1
    await stage.forward(handle, 40)
    assert (await handle.result()).reason == "completed"
    assert len(await stage.inbox(phone)) == 3


async def test_the_same_owner_of_two_flats_gets_one_message(stage: Stage) -> None:
    first, phone = await stage.owner()
    async with stage.pool.acquire() as db:
        ticket = await queries.get_ticket(db, id=first.id)
    second = await stage.ticket(ticket["building_id"], ticket["customer_id"], HANDOVER)
    for handle in (first, second):
        await stage.forward(handle, 46)
        assert (await handle.result()).reason == "completed"
    assert len(await stage.inbox(phone)) == 3


@pytest.mark.parametrize("mode", ["drop_after_accept", "drop_before_accept"])
async def test_a_lost_answer_is_looked_up_and_never_blindly_repeated(stage: Stage, mode: str) -> None:
    handle, phone = await stage.owner(date.today() + timedelta(days=10))
    behaviour = {"phone": phone, "mode": mode, "times": 1}
    (await stage.provider.post("/control/behaviours", json=behaviour)).raise_for_status()
    await stage.forward(handle, 11)
    assert (await handle.result()).reason == "completed"
    assert len(await stage.inbox(phone)) == 1


async def test_cancel_closes_the_ticket_cleanly(stage: Stage) -> None:
    handle, phone = await stage.owner()
    await stage.forward(handle, 1)
    await handle.cancel()
    assert (await handle.result()).reason == "cancelled"
    assert await stage.inbox(phone) == []


async def test_a_lived_history_replays(stage: Stage) -> None:
    handle, _ = await stage.owner()
    await stage.forward(handle, 46)
    await handle.result()
    replayer = Replayer(workflows=[PreHandoverWorkflow], data_converter=CONVERTER, namespace="default")
    await replayer.replay_workflow(await handle.fetch_history())

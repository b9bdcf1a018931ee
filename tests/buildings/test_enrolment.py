"""A whole building: enrolled, moved and cancelled, and what the reconciler mends (P1, P33)."""

import asyncio
import itertools
import uuid
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from activities.tickets.reconciliation import ReconciliationActivities
from domain.buildings.changes import BuildingChanged, Enrol, Enrolled
from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from domain.tickets.reconciliation import Reconcile
from gateways.sandbox import SandboxSms
from gateways.sms import Receipt, Reply
from huifang.local.training import fast_forward
from services.customers.owner_facts import OwnerFacts
from services.messages.provider_events import ProviderEvents
from services.tickets import beginning
from store.database import queries
from store.policies import policy_to_json
from tests.town.patience import BUSY, LONG
from tests.town.workers import sandboxed_workers
from workflows.upkeep.building_change import BuildingChangeWorkflow
from workflows.upkeep.enrolment import EnrolmentWorkflow
from workflows.upkeep.reconciliation import ReconciliationWorkflow

HANDOVER = date.today() + timedelta(days=45)
POLICY = PreHandoverPolicy()
_numbers = itertools.count(19900045000)


class Town:
    """One building with its owners, on real servers."""

    def __init__(self, env: WorkflowEnvironment, pool: Any, queue: str, provider: httpx.AsyncClient) -> None:
        self.client, self.pool, self.queue, self.provider = env.client, pool, queue, provider
        self.facts = OwnerFacts(pool, env.client, queue)
        self.events = ProviderEvents(pool, env.client, queue)
        self.building, self.customers, self.tickets, self.phones = "", [""], [""], [""]

    async def settle(self, owners: int) -> None:
        async with self.pool.acquire() as db:
            row = await queries.add_building(db, name="测试花园", handover_date=HANDOVER)
            self.building = row["id"]
            await queries.set_building_policy(db, id=self.building, policy=policy_to_json(POLICY))
            self.customers, self.tickets, self.phones = [], [], []
            for number in range(owners):
                phone = f"+86{next(_numbers)}"
                customer = await queries.add_customer(db, name="测试业主", phone=phone, other_phones=[])
                owned = await queries.add_ownership(
                    db,
                    building_id=self.building,
                    customer_id=customer,
                    block="1栋",
                    unit="1单元",
                    room=str(101 + number),
                    area=None,
                    roster_date=None,
                    note=None,
                )
                self.phones.append(phone)
                self.customers.append(customer)
                self.tickets.append(f"pre-handover-{owned['id']}")

    async def enrol(self) -> Enrolled:
        return await self.client.execute_workflow(
            EnrolmentWorkflow.run,
            Enrol(self.building),
            id=f"enrolment-{self.building}",
            task_queue=self.queue,
        )

    async def change(self, handover: date | None = None, status: str | None = None) -> int:
        async with self.pool.acquire() as db:
            row = await queries.change_building(
                db, id=self.building, name=None, handover_date=handover, status=status
            )
        change = BuildingChanged(
            self.building, row["version"], row["handover_date"], row["status"] == "cancelled"
        )
        return await self.client.execute_workflow(
            BuildingChangeWorkflow.run,
            change,
            id=f"building-change-{self.building}-{change.version}",
            task_queue=self.queue,
        )

    async def reconcile(self) -> Any:
        return await self.client.execute_workflow(
            ReconciliationWorkflow.run,
            Reconcile(timedelta(0)),
            id=f"reconciliation-{uuid.uuid4().hex}",
            task_queue=self.queue,
        )

    async def forward(self, ticket: str, days: float) -> None:
        await fast_forward(self.client, ticket, timedelta(days=days))

    async def row(self, ticket: str) -> Any:
        async with self.pool.acquire() as db:
            return await queries.get_ticket(db, id=ticket)

    async def timeline(self, ticket: str) -> list[str]:
        async with self.pool.acquire() as db:
            return [row["kind"] async for row in queries.timeline(db, ticket_id=ticket)]

    async def inbox(self, phone: str) -> list[dict[str, Any]]:
        messages = (await self.provider.get("/control/messages")).raise_for_status().json()["messages"]
        return [message for message in messages if message["phone"] == phone]


@pytest.fixture
async def town(temporal: WorkflowEnvironment, pool: Any, provider_url: str) -> AsyncIterator[Town]:
    gateway = SandboxSms(provider_url, "test-secret", timeout=LONG)
    queue = f"tickets-{uuid.uuid4().hex[:8]}"
    async with (
        httpx.AsyncClient(base_url=provider_url, timeout=LONG) as provider,
        sandboxed_workers(temporal.client, pool, gateway, queue),
    ):
        async with pool.acquire() as db:  # the reconciler must find nothing that other tests left
            await db.execute("TRUNCATE tickets CASCADE")
        town = Town(temporal, pool, queue, provider)
        await town.settle(3)
        yield town
    await gateway.close()


async def test_enrolling_twice_starts_each_ticket_once(town: Town) -> None:
    assert await town.enrol() == Enrolled(started=3)
    assert await town.enrol() == Enrolled(running=3)


async def test_a_moved_date_reaches_every_ticket(town: Town) -> None:
    await town.enrol()
    moved = HANDOVER + timedelta(days=30)
    await town.change(handover=moved)
    assert [(await town.row(ticket))["anchor_date"] for ticket in town.tickets] == [moved] * 3
    async with town.pool.acquire() as db:
        building = await queries.get_building(db, id=town.building)
    assert building["applied_version"] == building["version"]


async def test_a_cancelled_building_closes_every_ticket(town: Town) -> None:
    await town.enrol()
    await town.change(status="cancelled")
    rows = [await town.row(ticket) for ticket in town.tickets]
    assert {(row["stage"], row["close_reason"]) for row in rows} == {("closed", "building_cancelled")}


async def test_a_text_that_never_arrived_goes_to_the_new_number(town: Town) -> None:
    await town.enrol()
    ticket = town.tickets[0]
    await town.forward(ticket, 20)
    [sent] = await town.inbox(town.phones[0])
    failure = Receipt(
        uuid.uuid4().hex, None, sent["reference"], delivered=False, code="FAILED", at=datetime.now(UTC)
    )
    assert await town.events.take("sandbox", [failure]) == 1
    assert await town.events.take("sandbox", [failure]) == 0
    new = f"+86{next(_numbers)}"
    assert await town.facts.change_number(town.customers[0], new)
    await town.forward(ticket, 1)
    assert len(await town.inbox(new)) == 1 and len(await town.inbox(town.phones[0])) == 1
    assert "receipt_failed" in await town.timeline(ticket)


async def test_an_opt_out_reply_closes_the_ticket_once(town: Town) -> None:
    await town.enrol()
    ticket = town.tickets[0]
    await town.forward(ticket, 20)
    reply = Reply(uuid.uuid4().hex, town.phones[0], "td", datetime.now(UTC), None)
    await town.events.take("sandbox", [reply])
    await town.events.take("sandbox", [replace(reply)])
    result = await town.client.get_workflow_handle(ticket).result()
    assert result["reason"] == "opted_out"
    assert (await town.timeline(ticket)).count("reply_opt_out") == 1


async def test_the_reconciler_mends_what_a_crash_left(town: Town) -> None:
    await town.enrol()
    ended, lost, _ = town.tickets
    await town.client.get_workflow_handle(ended).terminate("by operations staff")
    async with town.pool.acquire() as db:  # a crash after writing, before the signal
        await queries.sign_customer(db, id=town.customers[1])
    mended = await town.reconcile()
    assert (mended.terminated, mended.owners_left) == (1, 1)
    assert (await town.row(ended))["close_reason"] == "terminated"
    result = await town.client.get_workflow_handle(lost).result()
    assert result["reason"] == "signed"


async def test_the_reconciler_starts_a_ticket_whose_start_was_lost(town: Town) -> None:
    async with town.pool.acquire() as db:
        await queries.open_ticket(
            db,
            id=town.tickets[0],
            building_id=town.building,
            customer_id=town.customers[0],
            ownership_id=town.tickets[0].removeprefix("pre-handover-"),
            anchor_date=HANDOVER,
            next_step=None,
            due_at=None,
            version=1,
        )
    assert (await town.reconcile()).started == 1
    await town.forward(town.tickets[0], 46)
    assert len(await town.inbox(town.phones[0])) == 3


async def ends_in_the_record_alone(town: Town, ticket: str) -> None:
    """The last record of a run is written, and the run has not quite ended."""
    async with town.pool.acquire() as db:
        await db.execute(
            "UPDATE tickets SET stage = 'closed', close_reason = 'completed', version = version + 1 "
            "WHERE id = $1",
            ticket,
        )


async def end(town: Town, ticket: str) -> None:
    await town.client.get_workflow_handle(ticket).signal("owner_left", "sold")


async def runs_and_sends(town: Town, number: int) -> None:
    ticket = town.tickets[number]
    found = await town.client.get_workflow_handle(ticket).describe()
    assert found.status == WorkflowExecutionStatus.RUNNING
    assert (await town.row(ticket))["stage"] == "waiting"
    assert "closed_terminated" not in await town.timeline(ticket)
    await town.forward(ticket, 46)
    assert len(await town.inbox(town.phones[number])) == 3


async def test_a_start_that_meets_a_run_which_is_ending_is_made(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beginning, "ENDING", BUSY)
    await town.enrol()
    await ends_in_the_record_alone(town, town.tickets[0])
    again = asyncio.create_task(town.enrol())
    await end(town, town.tickets[0])
    assert await again == Enrolled(started=1, running=2)
    await runs_and_sends(town, 0)


async def test_a_run_that_takes_its_time_to_end_is_followed_by_the_reconciler(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row was opened again before the run had ended: it is no ticket that was ended by force."""
    monkeypatch.setattr(beginning, "ENDING", timedelta(0))
    await town.enrol()
    await ends_in_the_record_alone(town, town.tickets[0])
    assert (await town.enrol()).started == 0
    await end(town, town.tickets[0])
    await town.client.get_workflow_handle(town.tickets[0]).result()
    mended = await town.reconcile()
    assert (mended.started, mended.terminated) == (1, 0)
    await runs_and_sends(town, 0)


async def test_an_end_that_was_none_is_not_in_the_timeline(town: Town) -> None:
    """The ticket closes between the reconciler's page and its look: row and event stand and fall together."""
    await town.enrol()
    ticket = town.tickets[0]
    async with town.pool.acquire() as db:
        found = queries.open_tickets(db, after="", age=timedelta(0), most=10)
        [seen] = [row async for row in found if row["id"] == ticket]
        await town.client.get_workflow_handle(ticket).terminate("by operations staff")
        await db.execute(
            "UPDATE tickets SET stage = 'closed', close_reason = 'signed', version = version + 1 "
            "WHERE id = $1",
            ticket,
        )
    gateway: Any = None
    activities = ReconciliationActivities(town.pool, town.client, gateway, town.queue)
    assert await activities._ticket(seen) == "moved_on"
    assert (await town.row(ticket))["close_reason"] == "signed"
    assert "closed_terminated" not in await town.timeline(ticket)


async def test_sending_and_a_receipt_never_wait_for_each_other(town: Town) -> None:
    """A receipt's event refers to the customer whom a claim holds, and the claim waits for its row."""
    await town.enrol()
    await town.forward(town.tickets[0], 20)
    [sent] = await town.inbox(town.phones[0])
    async with town.pool.acquire() as claiming, claiming.transaction():
        await queries.lock_occasion(claiming, ownership_id=town.tickets[0].removeprefix("pre-handover-"))
        async with town.pool.acquire() as reporting, reporting.transaction():
            await reporting.execute("SET LOCAL lock_timeout = '1ms'")
            settled = await queries.settle_message(
                reporting,
                provider="sandbox",
                provider_id=None,
                reference=sent["reference"],
                state="delivered",
                error_code=None,
                at=datetime.now(UTC),
            )
            assert settled is not None
            await queries.record_event(
                reporting,
                dedupe_key=uuid.uuid4().hex,
                ticket_id=town.tickets[0],
                customer_id=town.customers[0],
                kind="receipt_delivered",
                at=datetime.now(UTC),
                actor="provider",
                data={},
            )

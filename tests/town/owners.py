"""Invented owners in the archive, their tickets, and what their phones receive: what stories are made of."""

import itertools
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx
from temporalio.client import Client, WorkflowHandle

from domain.playbooks.pre_handover import Closed
from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from huifang.local.training import fast_forward
from services.playbooks.pre_handover_starts import start_one
from store.database import queries
from store.policies import policy_to_json
from tests.town.patience import patiently
from tests.town.providers import impatient
from workflows.pre_handover import PreHandoverWorkflow

_numbers = itertools.count(19900050000)


@dataclass(frozen=True)
class Owner:
    """One ownership and the phone of who owns it."""

    building: str
    customer: str
    ownership: str
    phone: str

    @property
    def ticket(self) -> str:
        return f"pre-handover-{self.ownership}"


class Town:
    """A worker's queue on real servers, and the few moves a story is made of."""

    def __init__(
        self, client: Client, pool: Any, provider: httpx.AsyncClient, queue: str, gateway: Any = None
    ) -> None:
        self.client, self.pool, self.provider, self.queue = client, pool, provider, queue
        self.gateway = gateway

    async def building(self, handover: date, policy: PreHandoverPolicy | None = None) -> str:
        async with self.pool.acquire() as db:
            row = await queries.add_building(db, name="测试花园", handover_date=handover)
            stored = policy_to_json(policy or PreHandoverPolicy())
            await queries.set_building_policy(db, id=row["id"], policy=stored)
        return str(row["id"])

    async def owner(self, building: str, *, of: Owner | None = None, phone: str | None = None) -> Owner:
        """A new owner; `of` the same person with another flat, `phone` another person with that number."""
        phone = phone or f"+86{next(_numbers)}"
        async with self.pool.acquire() as db:
            customer = of.customer if of else None
            customer = customer or await queries.add_customer(
                db, name=f"测试业主{uuid.uuid4().hex[:4]}", phone=phone, other_phones=[]
            )
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
        return Owner(building, customer, owned["id"], of.phone if of else phone)

    async def start(
        self, owner: Owner, policy: PreHandoverPolicy | None = None, locale: str = "zh-CN"
    ) -> WorkflowHandle[Any, Closed]:
        """Start the ticket the way enrolment does; the owner must have a message ahead."""
        started = await start_one(
            self.pool, self.client, self.queue, owner.ownership, policy or PreHandoverPolicy(), locale
        )
        assert started == (owner.ticket, True)
        return self.handle(owner)

    async def enrolled(self, days: int, policy: PreHandoverPolicy | None = None) -> Owner:
        """A building handed over in `days` days, one owner, and the ticket started."""
        building = await self.building(date.today() + timedelta(days=days), policy)
        owner = await self.owner(building)
        await self.start(owner, policy)
        return owner

    def handle(self, owner: Owner) -> WorkflowHandle[Any, Closed]:
        return self.client.get_workflow_handle_for(PreHandoverWorkflow.run, owner.ticket)

    async def forward(self, owner: Owner, days: float) -> None:
        await fast_forward(self.client, owner.ticket, timedelta(days=days))

    async def result(self, owner: Owner) -> str:
        async with patiently():
            return (await self.handle(owner).result()).reason

    async def treat(self, owner: Owner, mode: str, times: int = 1) -> None:
        """How the provider treats the next texts to the owner."""
        if mode.startswith("hang") and self.gateway is not None:
            impatient(self.gateway)
        order = {"phone": owner.phone, "mode": mode, "times": times}
        (await self.provider.post("/control/behaviours", json=order)).raise_for_status()

    async def inbox(self, phone: str) -> list[dict[str, Any]]:
        """Every text that the provider took for `phone`; one taken twice is there twice."""
        messages = (await self.provider.get("/control/messages")).raise_for_status().json()["messages"]
        return [message for message in messages if message["phone"] == phone]

    async def row(self, owner: Owner) -> Any:
        async with self.pool.acquire() as db:
            return await queries.get_ticket(db, id=owner.ticket)

    async def texts(self, owner: Owner) -> list[Any]:
        """The owner's rows in the outbox, oldest first."""
        async with self.pool.acquire() as db:
            return list(
                await db.fetch("SELECT * FROM messages WHERE ticket_id = $1 ORDER BY id", owner.ticket)
            )

    async def timeline(self, owner: Owner) -> list[str]:
        async with self.pool.acquire() as db:
            return [row["kind"] async for row in queries.timeline(db, ticket_id=owner.ticket)]

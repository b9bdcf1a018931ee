"""A customer-service department on real servers: its people, their phones, a customer, and the API."""

import asyncio
import itertools
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

import httpx
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from api.http.config import ApiConfig
from api.http.database import connect_for_requests
from domain.messages.calling_hours import CallingHours, Window
from domain.playbooks.complaint import ComplaintPolicy
from domain.playbooks.enquiry import EnquiryPolicy
from domain.playbooks.follow_up_call import FollowUpPolicy
from domain.playbooks.policies import Policies
from domain.playbooks.registry import PLAYBOOKS
from domain.playbooks.repair import RepairPolicy
from domain.promises.waits import WaitsPolicy
from gateways.sandbox import SandboxSms
from gateways.sandbox_phone import SandboxPhone
from huifang.local.training import fast_forward
from sandbox.app import create_app
from store.database import connect, queries
from store.keys import open_keyring
from store.timeline import data_of
from tests.town.api import client as api_client
from tests.town.api import serving as serving_api
from tests.town.databases import migrated_database
from tests.town.keys import MASTERS
from tests.town.patience import BUSY, LONG, patiently
from tests.town.ports import free_port
from tests.town.serving import serving
from tests.town.workers import after_an_act, sandboxed_workers

SECRET = "office-secret"
SCAN = "https://files.example/signed.pdf"
_numbers = itertools.count(19900080000)
_offices = itertools.count(1)


def at_any_hour() -> Policies:
    """Stories are told at any hour of the day: customers take calls at all of them."""
    hours = CallingHours(windows=(Window(time(0), time.max),))
    calls = FollowUpPolicy(hours=hours)
    waits = WaitsPolicy(hours=hours)
    return Policies(
        (
            RepairPolicy(follow_up=calls, waits=waits),
            ComplaintPolicy(follow_up=calls, waits=waits),
            EnquiryPolicy(follow_up=calls, waits=waits),
        )
    )


@dataclass
class Office:
    """People by what they are to the story, each with an id and a phone."""

    http: httpx.AsyncClient
    phones: httpx.AsyncClient
    env: Any
    pool: Any
    queue: str
    staff: dict[str, str] = field(default_factory=dict)
    phone: dict[str, str] = field(default_factory=dict)
    department: str = ""
    crew: str = ""
    customer: str = ""
    ownership: str = ""

    async def post(self, path: str, body: dict[str, Any], status: int = 200) -> Any:
        answer = await self.http.post(path, json=body)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else {}

    async def hire(self, who: str, role: str, **more: Any) -> str:
        """Somebody on duty day and night."""
        number = str(next(_numbers))
        person = await self.post("/staff", {"name": f"测试{who}", "phone": number, "role": role, **more}, 201)
        self.staff[who], self.phone[who] = person["id"], f"+86{number}"
        for weekday in range(1, 8):
            duty = {"staff_id": person["id"], "weekday": weekday, "begins": "00:00", "ends": "00:00"}
            await self.post("/duty-times", duty, 201)
        return str(person["id"])

    async def move_in(self) -> None:
        """A department with a head, a crew with a leader, service staff, and a customer with a flat."""
        self.department = (await self.post("/departments", {"name": "工程部", "kind": "engineering"}, 201))[
            "id"
        ]
        head = await self.hire("head", "department_head", department_id=self.department)
        answer = await self.http.patch(f"/departments/{self.department}", json={"head_id": head})
        assert answer.is_success, answer.text
        leader = await self.hire("leader", "crew_leader", department_id=self.department)
        crew = {
            "name": "水电一队",
            "leader_id": leader,
            "department_id": self.department,
            "trades": ["plumbing"],
        }
        self.crew = (await self.post("/crews", crew, 201))["id"]
        for who, role in (("agent", "agent"), ("supervisor", "service_supervisor"), ("manager", "manager")):
            await self.hire(who, role)
        async with self.pool.acquire() as db:
            building = await queries.add_building(db, name="测试花园", handover_date=None)
            number = f"+86{next(_numbers)}"
            self.phone["customer"] = number
            self.customer = await queries.add_customer(db, name="测试业主", phone=number, other_phones=[])
            owned = await queries.add_ownership(
                db,
                building_id=building["id"],
                customer_id=self.customer,
                block="1栋",
                unit="1单元",
                room="1201",
                area=None,
                roster_date=None,
                note=None,
            )
            self.ownership = owned["id"]
            await queries.put_building_crew(
                db, building_id=building["id"], trade="plumbing", crew_id=self.crew
            )

    async def repair(self, **more: Any) -> str:
        report = {
            "customer_id": self.customer,
            "ownership_id": self.ownership,
            "trade": "plumbing",
            "what": "厨房水槽下方漏水",
            "taken_in_by": self.staff["agent"],
            **more,
        }
        return str((await self.post("/repairs", report, 201))["id"])

    async def complaint(self, **more: Any) -> str:
        report = {
            "customer_id": self.customer,
            "department_id": self.department,
            "what": "师傅迟到,地面没有清理",
            "wanted": "重新清理并道歉",
            "taken_in_by": self.staff["agent"],
            **more,
        }
        return str((await self.post("/complaints", report, 201))["id"])

    async def enquiry(self, **more: Any) -> str:
        asked = {
            "customer_id": self.customer,
            "what": "阳台可以改成封闭式吗?",
            "taken_in_by": self.staff["agent"],
            **more,
        }
        return str((await self.post("/enquiries", asked, 201))["id"])

    async def act(self, ticket: str, act: str, by: str = "agent", status: int = 200, **more: Any) -> Any:
        answer = await self.post(f"/tickets/{ticket}:{act}", {"by": self.staff[by], **more}, status)
        await after_an_act(self.queue)
        return answer

    async def signed_on_paper(self, ticket: str, status: int = 200) -> Any:
        """The agent files the scan, the supervisor confirms it."""
        filed = {"by": self.staff["agent"], "title": "签字单", "url": SCAN, "sha256": "0" * 64}
        await self.post(f"/tickets/{ticket}/attachments", filed, 201)
        return await self.act(ticket, "customer-accepts", by="supervisor", status=status, scan=SCAN)

    async def ticket(self, ticket: str) -> dict[str, Any]:
        answer = await self.http.get(f"/tickets/{ticket}")
        nothing = {"stage": None, "promise": None, "links": [], "told": []}
        found: dict[str, Any] = answer.json() if answer.is_success else nothing
        return found

    async def until(self, ticket: str, met: Callable[[dict[str, Any]], bool]) -> Any:
        """The ticket, once it is as awaited."""
        shown: dict[str, Any] = {}
        try:
            async with patiently():
                while not met(shown := await self.ticket(ticket)):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{shown}\n{await self.timeline(ticket)}") from None
        return shown

    async def timeline(self, ticket: str) -> list[str]:
        async with self.pool.acquire() as db:
            rows = [row async for row in queries.timeline(db, ticket_id=ticket)]
        return [row["kind"] for row in rows]

    async def events(self, ticket: str, kind: str) -> list[dict[str, Any]]:
        async with self.pool.acquire() as db:
            rows = [row async for row in queries.timeline(db, ticket_id=ticket)]
        return [data_of(row) for row in rows if row["kind"] == kind]

    async def behave(self, who: str, mode: str, **more: Any) -> None:
        body = {"phone": self.phone[who], "mode": mode, "delay": 0, "lasts": 0, "times": 100, **more}
        (await self.phones.post("/control/calls", json=body)).raise_for_status()

    async def rung(self, who: str) -> int:
        """How many calls the phone got."""
        calls = (await self.phones.get("/control/calls")).raise_for_status().json()["calls"]
        return sum(self.phone[who] in str(call) for call in calls)

    async def forward(self, ticket: str, **by: float) -> None:
        await fast_forward(self.env.client, ticket, timedelta(**by))

    async def tidy(self) -> None:
        """Ready for another story: no ticket runs, nobody is away, every phone is as it was bought."""
        async with self.pool.acquire() as db:
            rows = await db.fetch("UPDATE tickets SET stage = 'closed' WHERE stage <> 'closed' RETURNING id")
            await db.execute("DELETE FROM absences")
        for row in rows:
            with suppress(RPCError):
                await self.env.client.get_workflow_handle(row["id"]).terminate("the story is over")
        (await self.phones.post("/control/reset")).raise_for_status()


Workers = Callable[..., AbstractAsyncContextManager[Any]]
"""As `tests.town.workers.sandboxed_workers`."""


@asynccontextmanager
async def office(
    env: WorkflowEnvironment, database_url: str, reported: bool = True, policies: Policies | None = None
) -> AsyncIterator[Office]:
    """An office of its own: database, provider, workers, API; `reported`: the provider's reports arrive.

    `policies`: the company's own.
    """
    queue = f"office-{uuid.uuid4().hex[:8]}"
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(migrated_database(database_url))
        pool = await connect(url, await open_keyring(url, MASTERS))
        stack.push_async_callback(pool.close)
        async with pool.acquire() as db:  # ids of their own: the engine is shared with other offices
            for sequence in (
                "ownership_no",
                *(f"ticket_no_{each.letter.lower()}" for each in PLAYBOOKS if each.letter),
            ):
                await db.execute(f"SELECT setval('{sequence}', $1)", next(_offices) * 1000)
        api_pool = await connect_for_requests(url, await open_keyring(url, MASTERS), statement=BUSY)
        stack.push_async_callback(api_pool.close)
        furniture = furnished(env, pool, queue, sandboxed_workers, reported, api_pool, policies)
        yield await stack.enter_async_context(furniture)


@asynccontextmanager
async def furnished(
    env: Any,
    pool: Any,
    queue: str,
    workers: Workers,
    reported: bool = True,
    api_pool: Any = None,
    policies: Policies | None = None,
) -> AsyncIterator[Office]:
    """Provider, workers and API of an office; of `env` the client is used, `pool` is its database.

    `api_pool` is the API's, where it is another.
    """
    async with AsyncExitStack() as stack:
        port = free_port()
        hook = f"http://127.0.0.1:{port}/webhooks/sandbox"
        provider = await stack.enter_async_context(
            serving(create_app(hook if reported else None, SECRET, delay=0.05, ring=1.0), free_port())
        )
        sms, phone = SandboxSms(provider, SECRET, LONG), SandboxPhone(provider, SECRET, LONG)
        stack.push_async_callback(sms.close)
        stack.push_async_callback(phone.close)
        await stack.enter_async_context(
            workers(env.client, pool, sms, queue, phone, public_url=f"http://127.0.0.1:{port}")
        )
        config = ApiConfig(
            pool=pool if api_pool is None else api_pool,
            temporal=env.client,
            token="test-token",
            task_queue=queue,
            sandbox_secret=SECRET,
            backend_timeout=BUSY,
            policies=policies or at_any_hour(),
        )
        address = await stack.enter_async_context(serving_api(config, port))
        http = await stack.enter_async_context(api_client(address))
        phones = await stack.enter_async_context(
            httpx.AsyncClient(base_url=provider, trust_env=False, timeout=LONG)
        )
        place = Office(http, phones, env, pool, queue)
        await place.move_in()
        yield place

"""A worker is killed while the crew is phoned and while agent and customer are connected (P7, P10, P33)."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from domain.messages.calling_hours import CallingHours, Window
from domain.playbooks.follow_up_call import FollowUpPolicy
from domain.playbooks.repair import Repair, RepairPolicy
from domain.tickets.acts import Act
from domain.tickets.intake import NEWEST, Intake
from huifang.local.training import fast_forward
from services.playbooks.starts import keep_start, start_kept
from store.database import queries
from tests.town.house import House
from tests.town.killable_worker import WorkerProcess
from tests.town.patience import until

PHONES = {"leader": "+8619900090001", "agent": "+8619900090002"}


async def taken_in(house: House) -> tuple[str, str]:
    """A repair with a crew's leader to phone and an agent to call the customer."""
    owner = await house.owner(await house.building(date.today() + timedelta(days=60)))
    person: dict[str, Any] = {"department_id": None, "crew_id": None, "skills": [], "language": "zh-CN"}
    staff: dict[str, str] = {}
    async with house.pool.acquire() as db, db.transaction():
        for role, who in (("crew_leader", "leader"), ("agent", "agent")):
            row = await queries.add_staff(db, name=f"测试{who}", phone=PHONES[who], role=role, **person)
            staff[who] = row["id"]
        for weekday in range(1, 8):
            await db.execute(
                "INSERT INTO duty_times (staff_id, weekday, begins, ends) VALUES ($1, $2, '00:00', '00:00')",
                staff["agent"],
                weekday,
            )
        crew = await queries.add_crew(
            db, name="水电一队", leader_id=staff["leader"], department_id=None, trades=[]
        )
        hours = CallingHours(windows=(Window(time(0), time.max),))  # it is whatever hour it is
        policy = replace(RepairPolicy(), stage_calls=(), follow_up=FollowUpPolicy(hours=hours))
        intake = Intake(owner.customer, staff["agent"], order_of_commands=NEWEST)
        await keep_start(db, "repair-killed", Repair(intake, "plumbing", crew["id"], None, policy))
        row = await queries.kept_start(db, ticket_id="repair-killed")
    await start_kept(house.pool, house.client, house.queue, row)
    return "repair-killed", owner.phone


async def order(house: House, phone: str, mode: str, **more: Any) -> None:
    body = {"phone": phone, "mode": mode, "delay": 0, "lasts": 0, "times": 1, **more}
    (await house.provider.post("/control/calls", json=body)).raise_for_status()


async def calls(house: House, phone: str) -> int:
    """How often it rang."""
    found = (await house.provider.get("/control/calls")).raise_for_status().json()["calls"]
    return sum(phone in str(call) for call in found)


async def stage(house: House, ticket: str) -> str:
    async with house.pool.acquire() as db:
        return str(await db.fetchval("SELECT stage FROM tickets WHERE id = $1", ticket))


async def stands_at(house: House, ticket: str, *stages: str) -> None:
    async def there() -> bool:
        return await stage(house, ticket) in stages

    await until(there)


async def killed_while_it_rings(house: House, worker: WorkerProcess, phone: str) -> None:
    """The provider has the call and has not answered yet."""

    async def ringing() -> bool:
        return await calls(house, phone) == 1

    await until(ringing)
    await worker.kill()


async def asked_about(house: House, ticket: str, waiting: str) -> None:
    """Nobody reports to us here: the provider is asked two minutes later."""
    while await stage(house, ticket) == waiting:
        await fast_forward(house.client, ticket, timedelta(minutes=1))


async def test_the_crew_and_the_customer_are_called_once_each(house: House) -> None:
    ticket, customer = await taken_in(house)
    call = "follow-up-killed-0-1"
    repair, follow_up = [house.client.get_workflow_handle(each) for each in (ticket, call)]
    await order(house, PHONES["leader"], "answer_and_press", key="1")
    for who in ("leader", "agent"):
        await order(house, PHONES[who], "hang_after_accept")
    for phone in (PHONES["agent"], customer):
        await order(house, phone, "answer")
    async with house.worker() as worker:
        await killed_while_it_rings(house, worker, PHONES["leader"])
    async with house.worker() as worker:
        await asked_about(house, ticket, "called")
        await stands_at(house, ticket, "acknowledged")
        for name in ("arrive", "file_plan", "complete"):
            await repair.execute_update("act", Act(name, "S00000001"))
        await stands_at(house, call, "scheduled", "ready")
        await follow_up.execute_update("act", Act("dial", "S00000002"))
        await killed_while_it_rings(house, worker, PHONES["agent"])
    async with house.worker():
        await asked_about(house, call, "dialling")
        await stands_at(house, call, "to_record")
        await follow_up.execute_update(
            "act", Act("record_result", "S00000002", {"satisfaction": "satisfied"})
        )
        await stands_at(house, ticket, "closed")
    assert [await calls(house, phone) for phone in (*PHONES.values(), customer)] == [1, 1, 1]

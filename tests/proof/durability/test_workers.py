"""A worker process is killed at the worst moments: nothing is lost, nothing goes out twice (P1, P33)."""

import asyncio
from datetime import date, timedelta

import pytest

from domain.buildings.changes import Enrol
from domain.tickets.reconciliation import Reconcile
from tests.town.house import House
from tests.town.owners import Owner
from tests.town.patience import until
from workflows.upkeep.enrolment import EnrolmentWorkflow
from workflows.upkeep.reconciliation import ReconciliationWorkflow


async def each_got_three_once(house: House, owners: list[Owner]) -> None:
    for owner in owners:
        assert await house.result(owner) == "completed"
        inbox = await house.inbox(owner.phone)
        assert [message["reference"] for message in inbox] == [
            row["reference"] for row in await house.texts(owner)
        ]
        assert len({message["text"] for message in inbox}) == len(inbox) == 3


async def open_tickets(house: House, building: str) -> int:
    async with house.pool.acquire() as db:
        return int(await db.fetchval("SELECT count(*) FROM tickets WHERE building_id = $1", building))


async def test_killed_between_and_during_sends_and_while_a_building_is_enrolled(house: House) -> None:
    waiting, taken, lost = [await house.enrolled(days) for days in (60, 31, 31)]
    building = await house.building(date.today() + timedelta(days=50))
    crowd = [await house.owner(building) for _ in range(80)]
    async with house.worker() as worker:
        await house.forward(waiting, 31)
        await house.treat(taken, "hang_after_accept")
        house.gate.phones.add(lost.phone)
        sending = [asyncio.create_task(house.forward(owner, 2)) for owner in (taken, lost)]

        async def both_under_way() -> bool:
            return bool(await house.inbox(taken.phone)) and lost.phone in house.gate.swallowed

        async def enrolment_under_way() -> bool:
            return await open_tickets(house, building) > 0

        await until(both_under_way)
        enrolment = await house.client.start_workflow(
            EnrolmentWorkflow.run, Enrol(building), id=f"enrolment-{building}", task_queue=house.queue
        )
        await until(enrolment_under_way)
        await worker.kill()
    # One text is with the provider and we were not told; the other never got there. Our rows look the same.
    assert [row["state"] for owner in (taken, lost) for row in await house.texts(owner)] == ["sending"] * 2
    assert await house.inbox(lost.phone) == []
    assert await open_tickets(house, building) < len(crowd), "all were started before the worker was killed"
    house.gate.phones.clear()
    async with house.worker():
        await asyncio.gather(*sending)
        assert [len(await house.inbox(owner.phone)) for owner in (waiting, taken, lost)] == [1, 1, 1]
        enrolled = await enrolment.result()
        # What was written and not started when the worker died is the reconciler's.
        await house.client.execute_workflow(
            ReconciliationWorkflow.run, Reconcile(timedelta(0)), id="mend", task_queue=house.queue
        )
        await asyncio.gather(*(house.forward(owner, 40) for owner in (waiting, taken, lost)))
        await each_got_three_once(house, [waiting, taken, lost])
    assert enrolled.started + enrolled.running == len(crowd)
    found = await asyncio.gather(*(house.handle(owner).describe() for owner in crowd))
    assert {each.status.name for each in found if each.status} == {"RUNNING"}


@pytest.mark.soak
async def test_two_workers_at_once_and_one_of_them_dies(house: House) -> None:
    owners = [await house.enrolled(31) for _ in range(6)]
    async with house.worker() as first, house.worker():
        for owner in owners:
            await house.treat(owner, "hang_after_accept")
        sending = [asyncio.create_task(house.forward(owner, 40)) for owner in owners]

        async def all_under_way() -> bool:
            return all([await house.inbox(owner.phone) for owner in owners])

        await until(all_under_way)
        await first.kill()
        await asyncio.gather(*sending)
        await each_got_three_once(house, owners)

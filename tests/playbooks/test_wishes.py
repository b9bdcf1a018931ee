"""What a person decided stays decided, and what was never sent keeps its chance (P1)."""

import asyncio
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from domain.buildings.changes import BuildingChanged, Enrol
from domain.playbooks.pre_handover_policy import FrequencyLimit, PreHandoverPolicy
from gateways.sms import Receipt
from services.customers.owner_facts import OwnerFacts
from services.messages.provider_events import ProviderEvents
from store.database import queries
from tests.town.owners import Owner, Town
from tests.town.patience import until
from workflows.pre_handover import PreHandoverWorkflow
from workflows.upkeep.building_change import BuildingChangeWorkflow
from workflows.upkeep.enrolment import EnrolmentWorkflow


def ahead(days: int) -> date:
    return date.today() + timedelta(days=days)


async def moved(town: Town, owner: Owner, handover: date) -> None:
    """As PATCH /buildings does it, to the end."""
    async with town.pool.acquire() as db:
        row = await queries.change_building(
            db, id=owner.building, name=None, handover_date=handover, status=None
        )
    await town.client.execute_workflow(
        BuildingChangeWorkflow.run,
        BuildingChanged(owner.building, row["version"], handover),
        id=f"building-change-{owner.building}-{row['version']}",
        task_queue=town.queue,
    )


async def closed(town: Town, owner: Owner, reason: str) -> None:
    async def is_closed() -> bool:
        row = await town.row(owner)
        return bool(row["stage"] == "closed" and row["close_reason"] == reason)

    await until(is_closed)


async def test_a_cancelled_ticket_stays_cancelled_when_the_date_moves(town: Town) -> None:
    owner = await town.enrolled(45)
    await town.handle(owner).cancel()
    await closed(town, owner, "cancelled")
    await moved(town, owner, ahead(60))
    await town.client.execute_workflow(
        EnrolmentWorkflow.run,
        Enrol(owner.building),
        id=f"enrolment-{uuid.uuid4().hex}",
        task_queue=town.queue,
    )
    assert (await town.row(owner))["close_reason"] == "cancelled"
    assert await OwnerFacts(town.pool, town.client, town.queue).change_number(
        owner.customer, "+8619900099001"
    )
    assert (await town.row(owner))["close_reason"] == "cancelled"


async def test_an_opt_out_goes_with_the_person_to_a_new_number(town: Town) -> None:
    owner = await town.enrolled(45)
    facts = OwnerFacts(town.pool, town.client, town.queue)
    assert await facts.opt_out(owner.customer, "staff")
    await closed(town, owner, "opted_out")
    for number in ("+8619900099002", "+8619900099003"):
        assert await facts.change_number(owner.customer, number)
    assert (await town.row(owner))["close_reason"] == "opted_out"
    async with town.pool.acquire() as db:
        followed = "SELECT source FROM opt_outs WHERE idx(phone) = idx($1)"
        assert await db.fetchval(followed, "+8619900099003") == "followed"


async def test_what_was_one_too_many_is_sent_for_a_later_date(town: Town) -> None:
    once = replace(PreHandoverPolicy(), frequency=FrequencyLimit(1, timedelta(days=40)))
    owner = await town.enrolled(45, once)
    await town.forward(owner, 31)
    assert [row["step"] for row in await town.texts(owner)] == ["congratulation"]
    assert "message_frequency" in await town.timeline(owner)
    async with town.pool.acquire() as db:
        await queries.change_building(db, id=owner.building, name=None, handover_date=ahead(145), status=None)
    await town.handle(owner).signal(PreHandoverWorkflow.handover_moved, ahead(145))
    await town.forward(owner, 130)
    assert [row["step"] for row in await town.texts(owner)] == ["congratulation", "show-flat"]


async def test_sending_again_for_a_new_date_loses_no_step_that_was_under_way(town: Town) -> None:
    again = replace(PreHandoverPolicy(), resend_after_move=True)
    owner = await town.enrolled(45, again)
    await town.treat(owner, "unavailable", times=1000)
    forwarding = asyncio.create_task(town.forward(owner, 15.5))  # stands still while the text is under way

    async def tried() -> bool:
        return any(row["attempts"] for row in await town.texts(owner))

    await until(tried)
    # The date moves while the text waits for the provider: the text under way is for the old date.
    await town.handle(owner).signal(PreHandoverWorkflow.handover_moved, ahead(90))
    (await town.provider.post("/control/reset")).raise_for_status()

    async def sent() -> bool:
        return len(await town.inbox(owner.phone)) == 1

    await until(sent)
    await forwarding
    async with town.pool.acquire() as db:
        await queries.change_building(db, id=owner.building, name=None, handover_date=ahead(90), status=None)
    await town.forward(owner, 76)
    assert await town.result(owner) == "completed"
    assert len(await town.inbox(owner.phone)) == 4


async def test_a_failure_reported_before_the_answer_is_remembered(town: Town) -> None:
    owner = await town.enrolled(45)
    await town.treat(owner, "hang_after_accept")
    await town.forward(owner, 15.5)

    async def taken() -> bool:
        return bool(await town.inbox(owner.phone))

    await until(taken)
    [text] = await town.inbox(owner.phone)
    failure = Receipt(uuid.uuid4().hex, None, text["reference"], False, "FAILED", datetime.now(UTC))
    await ProviderEvents(town.pool, town.client, town.queue).take("sandbox", [failure])
    new = "+8619900099004"
    assert await OwnerFacts(town.pool, town.client, town.queue).change_number(owner.customer, new)
    await town.forward(owner, 1)

    async def resent() -> bool:
        return bool(await town.inbox(new))

    await until(resent)

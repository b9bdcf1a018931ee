"""The handover date moves: earlier, later, twice, into the past, with and without sending again (P1)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.buildings.changes import BuildingChanged
from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from services.playbooks.pre_handover_starts import start_one
from store.database import queries
from tests.town.owners import Owner, Town
from workflows.pre_handover import PreHandoverWorkflow
from workflows.upkeep.building_change import BuildingChangeWorkflow

AGAIN = replace(PreHandoverPolicy(), resend_after_move=True)


def ahead(days: int) -> date:
    return date.today() + timedelta(days=days)


async def move(town: Town, owner: Owner, handover: date) -> None:
    """The archive first, then the ticket, as the building's change does it."""
    async with town.pool.acquire() as db:
        await queries.change_building(db, id=owner.building, name=None, handover_date=handover, status=None)
    await town.handle(owner).signal(PreHandoverWorkflow.handover_moved, handover)


async def shown_dates(town: Town, owner: Owner) -> list[date]:
    """The date that each text told the owner, from the templates that name one."""
    shown = [message["text"] for message in await town.inbox(owner.phone)]
    dates = [ahead(days) for days in range(-60, 200)]
    return [day for text in shown for day in dates if f"{day.year}年{day.month}月{day.day}日" in text]


@pytest.mark.parametrize(("days", "texts"), [(40, 3), (20, 2), (10, 1)])
async def test_late_enrolment_sends_only_what_is_ahead(town: Town, days: int, texts: int) -> None:
    owner = await town.enrolled(days)
    await town.forward(owner, days + 1)
    assert await town.result(owner) == "completed"
    assert len(await town.inbox(owner.phone)) == texts


async def test_an_owner_enrolled_after_everything_gets_no_ticket(town: Town) -> None:
    owner = await town.owner(await town.building(ahead(2)))
    assert (
        await start_one(town.pool, town.client, town.queue, owner.ownership, PreHandoverPolicy(), "zh-CN")
        is None
    )


async def test_moved_earlier_what_is_now_past_is_left_out(town: Town) -> None:
    owner = await town.enrolled(60)
    await move(town, owner, ahead(20))
    await town.forward(owner, 61)
    assert await town.result(owner) == "completed"
    assert [row["step"] for row in await town.texts(owner)] == ["show-flat", "visit"]


async def test_moved_twice_the_last_date_counts(town: Town) -> None:
    owner = await town.enrolled(45)
    await town.forward(owner, 20)
    await move(town, owner, ahead(90))
    await move(town, owner, ahead(70))
    await town.forward(owner, 70)
    assert await town.result(owner) == "completed"
    assert [row["step"] for row in await town.texts(owner)] == ["congratulation", "show-flat", "visit"]
    assert await shown_dates(town, owner) == [ahead(45), ahead(70)]


async def test_moved_into_the_past_nothing_is_left(town: Town) -> None:
    owner = await town.enrolled(45)
    await move(town, owner, ahead(-1))
    assert await town.result(owner) == "completed"
    assert await town.inbox(owner.phone) == []
    row = await town.row(owner)
    assert (row["stage"], row["next_step"], row["due_at"]) == ("closed", None, None)


async def test_after_a_past_date_a_new_one_opens_the_ticket_again(town: Town) -> None:
    owner = await town.enrolled(45)
    await move(town, owner, ahead(-1))
    await town.result(owner)
    async with town.pool.acquire() as db:
        row = await queries.change_building(
            db, id=owner.building, name=None, handover_date=ahead(60), status=None
        )
    await town.client.execute_workflow(
        BuildingChangeWorkflow.run,
        BuildingChanged(owner.building, row["version"], ahead(60)),
        id=f"building-change-{owner.building}-{row['version']}",
        task_queue=town.queue,
    )
    await town.forward(owner, 61)
    assert await town.result(owner) == "completed"
    assert len(await town.inbox(owner.phone)) == 3


async def test_what_was_sent_is_sent_again_for_the_new_date_only_where_policy_says_so(town: Town) -> None:
    ordinary, again = await town.enrolled(40), await town.enrolled(40, AGAIN)
    for owner in (ordinary, again):
        await town.forward(owner, 12)
        await move(town, owner, ahead(80))
        await town.forward(owner, 70)
        assert await town.result(owner) == "completed"
    assert [row["step"] for row in await town.texts(ordinary)] == ["congratulation", "show-flat", "visit"]
    assert [row["step"] for row in await town.texts(again)] == [
        "congratulation",
        "congratulation",
        "show-flat",
        "visit",
    ]
    assert await shown_dates(town, again) == [ahead(40), ahead(80), ahead(80)]


async def test_a_move_that_the_ticket_was_not_told_is_noticed_before_sending(town: Town) -> None:
    owner = await town.enrolled(40)
    async with town.pool.acquire() as db:
        await queries.change_building(db, id=owner.building, name=None, handover_date=ahead(70), status=None)
    await town.forward(owner, 20)
    assert await town.inbox(owner.phone) == []
    await town.forward(owner, 55)
    assert await town.result(owner) == "completed"
    assert await shown_dates(town, owner) == [ahead(70), ahead(70)]


async def test_an_older_change_that_comes_late_does_not_take_back_the_newer(town: Town) -> None:
    """Two corrections in a row, and the engine carries out the second before the first."""
    owner = await town.enrolled(45)
    changes = []
    async with town.pool.acquire() as db:
        for handover in (ahead(90), ahead(60)):
            row = await queries.change_building(
                db, id=owner.building, name=None, handover_date=handover, status=None
            )
            changes.append(BuildingChanged(owner.building, row["version"], handover))
    for change in reversed(changes):
        await town.client.execute_workflow(
            BuildingChangeWorkflow.run,
            change,
            id=f"building-change-{owner.building}-{change.version}",
            task_queue=town.queue,
        )
    assert (await town.row(owner))["anchor_date"] == ahead(60)
    await town.forward(owner, 61)
    assert await town.result(owner) == "completed"
    assert len(await town.inbox(owner.phone)) == 3

"""The two questions, asked by a workflow on real servers and by many at the same moment."""

import asyncio
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio import workflow
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.people.staff import StaffActivities
from domain.people.staff import (
    ChooseAgent,
    ChosenAgent,
    ToldList,
    WhomToTell,
)
from store.database import queries
from tests.town.records import Records

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


@workflow.defn(name="AsksAboutStaff")
class AsksAboutStaff:
    """Asks both, as a playbook does."""

    @workflow.run
    async def run(self, ask: WhomToTell, order: ChooseAgent) -> tuple[ToldList, ChosenAgent]:
        told = await workflow.execute_activity_method(
            StaffActivities.whom_to_tell, ask, start_to_close_timeout=_MINUTE
        )
        chosen = await workflow.execute_activity_method(
            StaffActivities.choose_agent, order, start_to_close_timeout=_MINUTE
        )
        return told, chosen


def order(ticket: str, key: str = "first", **more: Any) -> ChooseAgent:
    return ChooseAgent(ticket, key, NOW, NOW + 2 * HOUR, **more)


async def test_a_workflow_is_told_whom_to_tell_and_who_calls(
    records: Records, temporal: WorkflowEnvironment
) -> None:
    department = await records.department()
    leader = await records.person("crew_leader", department=department)
    deputy = await records.person("crew_member", department=department)
    supervisor, agent = await records.person("service_supervisor"), await records.person()
    crew = await records.crew(department, leader)
    await records.away(leader, NOW - HOUR, NOW + HOUR, deputy)
    queue = f"staff-{uuid.uuid4().hex[:8]}"
    async with Worker(
        temporal.client,
        task_queue=queue,
        workflows=[AsksAboutStaff],
        activities=records.activities.activities(),
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        told, chosen = await temporal.client.execute_workflow(
            AsksAboutStaff.run,
            args=[
                WhomToTell("crew_leader", NOW, crew_id=crew),
                order(await records.ticket()),
            ],
            id=queue,
            task_queue=queue,
        )
    assert told.ids == (deputy, supervisor) and told.people[0].instead_of == leader
    assert chosen == ChosenAgent(agent, "balanced")


async def test_an_absence_counts_only_while_it_lasts_and_only_while_it_stands(records: Records) -> None:
    leader, deputy = await records.person("crew_leader"), await records.person("crew_member")
    await records.away(leader, NOW - HOUR, NOW + HOUR, deputy)

    async def first(at: datetime) -> str:
        return (await records.activities.whom_to_tell(WhomToTell("crew_leader", at))).ids[0]

    assert [await first(NOW + hours * HOUR) for hours in (-2, 0, 1)] == [leader, deputy, leader]
    await records.value("UPDATE absences SET active = false")
    assert await first(NOW) == leader


async def test_an_empty_company_has_nobody_to_tell(records: Records) -> None:
    assert await records.activities.whom_to_tell(WhomToTell("manager", NOW)) == ToldList()


async def test_asked_again_the_same_agent_whatever_has_changed(records: Records) -> None:
    for _ in range(3):
        await records.person()
    ticket = await records.ticket()
    chosen = await records.activities.choose_agent(order(ticket))
    assert chosen.agent_id is not None
    await records.away(chosen.agent_id, NOW - HOUR, NOW + 9 * HOUR)
    for _ in range(5):
        await records.ticket(chosen.agent_id)
    assert await records.activities.choose_agent(order(ticket)) == chosen
    assert await records.value("SELECT agent_id FROM tickets WHERE id = $1", ticket) == chosen.agent_id
    anew = await records.activities.choose_agent(order(ticket, "round-2"))
    assert anew.agent_id not in (None, chosen.agent_id)
    assert await records.value("SELECT agent_id FROM tickets WHERE id = $1", ticket) == anew.agent_id


async def test_many_at_the_same_moment_are_spread_evenly(records: Records) -> None:
    agents = [await records.person() for _ in range(3)]
    with_row = [await records.ticket() for _ in range(15)]
    without_row = [f"follow-up-{number}" for number in range(15)]
    asked = [records.activities.choose_agent(order(ticket)) for ticket in (*with_row, *without_row)]
    chosen = Counter(each.agent_id for each in await asyncio.gather(*asked))
    assert chosen == {agent: 10 for agent in agents}


async def test_two_attempts_at_once_are_one_choice(records: Records) -> None:
    for _ in range(4):
        await records.person()
    ticket = await records.ticket()
    found = await asyncio.gather(*(records.activities.choose_agent(order(ticket)) for _ in range(8)))
    assert len(set(found)) == 1
    assert await records.value("SELECT count(*) FROM agent_choices") == 1


async def test_open_tickets_count_and_closed_ones_do_not(records: Records) -> None:
    busy, free = await records.person(), await records.person()
    for agent, stage in ((busy, "waiting"), (busy, "waiting"), (free, "waiting"), *[(free, "closed")] * 4):
        await records.ticket(agent, stage)
    assert (await records.activities.choose_agent(order(await records.ticket()))).agent_id == free
    # Now both have two: the one who was not chosen a moment ago is next.
    assert (await records.activities.choose_agent(order(await records.ticket()))).agent_id == busy


async def test_a_ticket_that_is_closed_or_was_handed_on_weighs_on_nobody(records: Records) -> None:
    one, other = await records.person(), await records.person()
    ticket = await records.ticket()
    chosen = (await records.activities.choose_agent(order(ticket))).agent_id
    await records.value("UPDATE tickets SET stage = 'closed' WHERE id = $1", ticket)
    await records.ticket(other if chosen == one else one)
    assert (await records.activities.choose_agent(order(await records.ticket()))).agent_id == chosen


async def test_with_nobody_there_nothing_is_recorded_and_a_later_ask_finds_somebody(records: Records) -> None:
    await records.person(on_duty=False)
    ticket = await records.ticket()
    assert (await records.activities.choose_agent(order(ticket))).because == "nobody"
    agent = await records.person()
    assert (await records.activities.choose_agent(order(ticket))).agent_id == agent


async def test_a_window_that_never_opens_is_refused(records: Records) -> None:
    with pytest.raises(ApplicationError) as refused:
        await records.activities.choose_agent(ChooseAgent("follow-up-1", "first", NOW, NOW))
    assert refused.value.non_retryable


async def test_the_crew_for_a_trade_else_for_any_and_never_one_out_of_use(records: Records) -> None:
    plumbers, others = await records.crew(), await records.crew()
    async with records.pool.acquire() as db:
        building = (await queries.add_building(db, name="测试花园", handover_date=None))["id"]
        customer = await queries.add_customer(db, name="李示例", phone="+8619900089999", other_phones=[])
        owned = await queries.add_ownership(
            db,
            building_id=building,
            customer_id=customer,
            block="",
            unit="",
            room="1201",
            area=None,
            roster_date=None,
            note=None,
        )
        await queries.put_building_crew(db, building_id=building, trade="plumbing", crew_id=plumbers)
        await queries.put_building_crew(db, building_id=building, trade="any", crew_id=others)

    async def found(trade: str, **where: Any) -> Any:
        places = {"building_id": None, "ownership_id": None, **(where or {"ownership_id": owned["id"]})}
        async with records.pool.acquire() as db:
            return await queries.responsible_crew(db, trade=trade, **places)

    assert (await found("plumbing"), await found("tiling")) == (plumbers, others)
    assert await found("plumbing", building_id=building) == plumbers
    await records.value("UPDATE crews SET active = false WHERE id = $1", plumbers)
    assert await found("plumbing") == others
    await records.value("UPDATE crews SET active = false WHERE id = $1", others)
    assert await found("plumbing") is None
    assert await found("plumbing", building_id="B999999") is None


async def test_nobody_is_chosen_to_ask_about_a_complaint_about_oneself(records: Records) -> None:
    """Although he worked on it last, and has the fewest tickets."""
    accused, other = await records.person(), await records.person()
    about, call = await records.ticket(), await records.ticket()
    async with records.pool.acquire() as db:
        await db.execute(
            "INSERT INTO ticket_starts (ticket_id, workflow, input, summary, started_at) "
            "VALUES ($1, 'Complaint', $2, 's', now())",
            about,
            {"about_staff": accused},
        )
        await queries.link_tickets(db, ticket_id=call, other_id=about, kind="complaint-settled")
    chosen = await records.activities.choose_agent(order(call, preferred=accused))
    assert chosen.agent_id not in (None, accused)
    assert (await records.activities.choose_agent(order(call, "again", preferred=other))).agent_id == other

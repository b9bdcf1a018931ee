"""P7's promise: early, late, very late; urgent; paused; moved; at night and on holidays (P7, P18)."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from temporalio.api.failure.v1 import ApplicationFailureInfo, Failure
from temporalio.api.workflowservice.v1 import RespondActivityTaskFailedByIdRequest

from domain.playbooks.repair import RepairPolicy
from domain.promises.promise import Rung
from domain.promises.working_time import WorkingHours
from domain.tickets.acts import Act
from domain.tickets.state import TicketState
from tests.town.office import Office
from tests.town.patience import patiently
from tests.town.repairs import begun, due, later, pressed, rang, stands, told, where_it_is

HOUR = timedelta(hours=1)
NEARLY = timedelta(minutes=2)
"""What real time may have passed while a story was told."""
LADDER = ("two-hours-left", "not-on-site", "not-on-site-2h", "not-on-site-8h")


async def everybody_answers(place: Office) -> None:
    for who in ("leader", "head", "supervisor", "manager"):
        await place.behave(who, "answer_and_press", key="1")


def about(left: timedelta | None, expected: timedelta) -> bool:
    """Less than expected by what the story itself took, never more."""
    return left is not None and expected - NEARLY <= left <= expected


async def test_very_late_crew_head_supervisor_and_manager_are_told_once_each(place: Office) -> None:
    await everybody_answers(place)
    ticket = await begun(place, "acknowledged")
    calls = {"leader": 1, "head": 0, "supervisor": 0, "manager": 0}
    for number, (hours, who) in enumerate(zip((6, 2, 2, 6), calls, strict=True), start=1):
        await later(place, ticket, hours)
        await told(place, ticket, *LADDER[:number])
        calls[who] += 1
        await pressed(place, ticket, who, calls[who])
        assert {each: await place.rung(each) for each in calls} == calls
    await later(place, ticket, 100)
    await told(place, ticket, *LADDER)
    assert {each: await place.rung(each) for each in calls} == calls
    assert (await place.ticket(ticket))["escalation_level"] == 3
    await place.act(ticket, "arrive", by="leader")
    shown = await place.until(ticket, lambda now: (now["promise"] or {}).get("name") == "plan")
    assert shown["escalation_level"] == 0
    assert "promise_met_late" in await place.timeline(ticket)


async def test_urgent_has_shorter_bounds_and_goes_first(place: Office) -> None:
    await everybody_answers(place)
    ticket, other = await begun(place, urgent=True), await begun(place)
    state, ordinary = await stands(place, ticket), await stands(place, other)
    assert state.due_at and ordinary.due_at and ordinary.due_at - state.due_at > 3.9 * HOUR
    running = [await place.env.client.get_workflow_handle(each).describe() for each in (ticket, other)]
    first, second = (each.raw_description.workflow_execution_info.priority.priority_key for each in running)
    assert first < second
    await pressed(place, ticket, "leader", 1)
    await later(place, ticket, 3)
    await told(place, ticket, "one-hour-left")


async def test_made_urgent_in_the_middle_keeps_the_time_used(place: Office) -> None:
    await everybody_answers(place)
    ticket = await begun(place, "acknowledged")
    before = await due(place, ticket)
    await later(place, ticket, 5)
    await place.act(ticket, "set-urgent")
    await told(place, ticket, "one-hour-left", "not-on-site", "not-on-site-2h")
    assert await due(place, ticket) == before - 4 * HOUR
    await place.act(ticket, "set-ordinary")
    assert await due(place, ticket) == before
    await later(place, ticket, 1)
    await told(place, ticket, "one-hour-left", "not-on-site", "not-on-site-2h", "two-hours-left")


async def test_paused_again_and_again_exactly_what_was_left_is_left(place: Office) -> None:
    await everybody_answers(place)
    ticket = await begun(place, "acknowledged")
    for hours, left in ((2, 6), (1, 5), (2.9, 2.1)):
        await later(place, ticket, hours)
        await place.act(ticket, "wait-for-customer", remark="业主出差")
        paused = await stands(place, ticket)
        assert paused.paused and paused.due_at is None and about(paused.time_left, left * HOUR)
        await later(place, ticket, 24)  # a rung would have come
        assert (await stands(place, ticket)).time_left == paused.time_left
        await place.act(ticket, "customer-ready")
    await told(place, ticket)
    await later(place, ticket, 0.1)
    await told(place, ticket, "two-hours-left")
    kinds = await place.timeline(ticket)
    assert kinds.count("promise_paused") == kinds.count("promise_resumed") == 3


async def test_paused_then_urgent_then_resumed(place: Office) -> None:
    await everybody_answers(place)
    ticket = await begun(place, "acknowledged")
    await later(place, ticket, 3)
    await place.act(ticket, "wait-for-customer", remark="业主出差")
    left = (await stands(place, ticket)).time_left
    assert left is not None
    await place.act(ticket, "set-urgent")
    paused = await stands(place, ticket)
    assert paused.paused and paused.time_left == left - 4 * HOUR
    await later(place, ticket, 48)
    await told(place, ticket)
    await place.act(ticket, "customer-ready")
    await told(place, ticket, "one-hour-left")


async def test_the_due_moment_moves_before_and_after_rungs_were_told(place: Office) -> None:
    await everybody_answers(place)
    ticket = await begun(place, "acknowledged")
    before = await due(place, ticket)
    await place.act(ticket, "move-due", to=(before + 4 * HOUR).isoformat(), remark="路上大雪")
    assert await due(place, ticket) == before + 4 * HOUR
    await later(place, ticket, 9.9)
    await told(place, ticket)
    await later(place, ticket, 0.1)
    await told(place, ticket, "two-hours-left")
    await place.act(ticket, "move-due", to=(before + 12 * HOUR).isoformat(), remark="路上大雪")
    await later(place, ticket, 7.9)
    await told(place, ticket, "two-hours-left")
    # What lies ahead again counts again: the crew is reminded of the new bound as well (0031).
    await later(place, ticket, 0.1)
    await told(place, ticket, "two-hours-left", "two-hours-left")
    await later(place, ticket, 2)
    await told(place, ticket, "two-hours-left", "two-hours-left", "not-on-site")


async def test_an_appointment_moves_the_promise_when_the_customer_wished_it(place: Office) -> None:
    await everybody_answers(place)
    ticket = await begun(place, "acknowledged")
    before = await due(place, ticket)
    at = before + 30 * HOUR
    await place.act(ticket, "appoint", at=at.isoformat(), wished_by="company")
    assert await due(place, ticket) == before
    await place.act(ticket, "appoint", at=at.isoformat(), wished_by="customer")
    assert await due(place, ticket) == at


async def test_nights_and_holidays_do_not_count_where_the_policy_says_so(place: Office) -> None:
    await everybody_answers(place)
    zone = where_it_is(12)
    today = datetime.now(zone).date()
    hours = WorkingHours(
        timezone=zone.key,
        opens=time(9),
        closes=time(18),
        closed_days=(today + timedelta(days=1),),
        weekdays=tuple(range(7)),
    )
    policy = RepairPolicy()
    policy = replace(policy, on_site=replace(policy.on_site, hours=hours))
    ticket = await begun(place, "acknowledged")
    by_the_clock = await due(place, ticket)
    handle = place.env.client.get_workflow_handle(ticket)
    state = await handle.execute_update("change_policy", policy, result_type=TicketState)
    night = datetime.combine(today, time(18), zone)
    opens = datetime.combine(today + timedelta(days=2), time(9), zone)
    assert state.due_at == opens + (by_the_clock - night)
    await later(place, ticket, (opens - datetime.now(UTC)) / HOUR - 0.5)
    await told(place, ticket)
    until_rung = state.due_at - 2 * HOUR - opens
    await later(place, ticket, 0.5 + until_rung / HOUR)
    await told(place, ticket, "two-hours-left")
    assert "policy_changed" in await place.timeline(ticket)


async def test_waiting_for_parts_and_for_the_customer_may_overlap(place: Office) -> None:
    await everybody_answers(place)
    ticket = await begun(place, "waiting_parts")
    paused = await stands(place, ticket)
    assert paused.paused and about(paused.time_left, 7 * 24 * HOUR)
    await place.act(ticket, "wait-for-customer", remark="业主出差")
    await place.act(ticket, "parts-arrived", by="leader")
    assert (await stands(place, ticket)).paused, "the customer is still waited for"
    await later(place, ticket, 200)
    await place.act(ticket, "customer-ready")
    resumed = await stands(place, ticket)
    assert not resumed.paused and resumed.stage == "planned"
    await told(place, ticket, "wait-customer", "wait-customer-2d", "wait-customer-2d")
    await rang(place, "leader", 1)


async def test_a_rung_of_the_company_s_own_whose_words_are_missing_does_not_stop_the_ladder(
    place: Office,
) -> None:
    await everybody_answers(place)
    ticket = await begun(place, "acknowledged")
    policy = RepairPolicy()
    own = (Rung("half-way", -4 * HOUR, "crew_leader", "voice-no-such-text"), *policy.on_site.ladder)
    policy = replace(policy, on_site=replace(policy.on_site, ladder=own))
    await place.env.client.get_workflow_handle(ticket).execute_update("change_policy", policy)
    await later(place, ticket, 4)
    await told(place, ticket, "half-way")
    await later(place, ticket, 2)
    await told(place, ticket, "half-way", "two-hours-left")
    await pressed(place, ticket, "leader", 2)
    await later(place, ticket, 2)
    await pressed(place, ticket, "head", 1)


async def test_a_record_that_was_ended_by_force_is_written_all_the_same(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await begun(place, "acknowledged")
    await pressed(place, ticket, "leader", 1)
    client, handle = place.env.client, place.env.client.get_workflow_handle(ticket)
    async with place.pool.acquire() as db, db.transaction():
        await db.execute("LOCK TABLE communications IN EXCLUSIVE MODE")
        acting = asyncio.create_task(handle.execute_update("act", Act("set_urgent", place.staff["agent"])))
        async with patiently():
            while not (waiting := (await handle.describe()).raw_description.pending_activities):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        request = RespondActivityTaskFailedByIdRequest(
            namespace=client.namespace,
            workflow_id=ticket,
            activity_id=waiting[0].activity_id,
            failure=Failure(
                message="ended by force", application_failure_info=ApplicationFailureInfo(non_retryable=True)
            ),
        )
        await client.workflow_service.respond_activity_task_failed_by_id(request)
    while not acting.done():  # it is tried again a minute later
        await later(place, ticket, 0.02)
    await acting
    await place.until(ticket, lambda now: now["urgent"])
    assert (await place.timeline(ticket)).count("set_urgent") == 1
    await place.act(ticket, "arrive", by="leader")

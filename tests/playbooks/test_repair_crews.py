"""P7: who goes. Crews that decline, are replaced, or say that they are there; heads who are away."""

import asyncio
from typing import Any

import pytest

from tests.town.office import Office
from tests.town.repairs import (
    STEPS,
    begun,
    call_of,
    due,
    happened,
    later,
    pressed,
    rang,
    recorded,
    stands,
    told,
)

LIVE = ("called", "acknowledged", "on_site", "quoted", "planned", "waiting_parts", "done")


async def another_crew(place: Office) -> str:
    """With a leader of its own, who answers."""
    if "other" not in place.staff:
        leader = await place.hire("other", "crew_leader", department_id=place.department)
        crew = {
            "name": "水电二队",
            "leader_id": leader,
            "department_id": place.department,
            "trades": ["plumbing"],
        }
        place.staff["other-crew"] = (await place.post("/crews", crew, 201))["id"]
    await place.behave("other", "answer_and_press", key="1")
    return place.staff["other-crew"]


@pytest.mark.parametrize("stage", ["called", "acknowledged", "on_site", "planned", "waiting_parts"])
async def test_handed_to_another_crew_which_is_phoned_at_once(place: Office, stage: str) -> None:
    await place.behave("leader", "answer" if stage == "called" else "answer_and_press", key="1")
    other = await another_crew(place)
    ticket = await begun(place, stage)
    await rang(place, "leader", 1)
    first = await stands(place, ticket)
    await place.act(ticket, "hand-to-crew", by="supervisor", crew=other)
    await rang(place, "other", 1)
    shown = await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    assert shown["crew_id"] == other and shown["promise"]["name"] == "on-site"
    kinds = await place.timeline(ticket)
    if first.promise == "on-site":
        assert await due(place, ticket) == first.due_at, "the customer waits since the report, whoever comes"
    else:
        assert "promise_broken_off" in kinds
    assert kinds.count("promise_kept") == (0 if first.promise == "on-site" else kinds.count("file_plan") + 1)
    await later(place, ticket, 6)
    await told(place, ticket, "two-hours-left")
    await rang(place, "other", 2)
    await rang(place, "leader", 1)


async def test_the_old_crew_s_answer_to_a_reminder_counts_no_more(place: Office) -> None:
    await place.behave("leader", "no_answer", delay=1.5)
    other = await another_crew(place)
    await place.behave("other", "no_answer")
    ticket = await begun(place, "acknowledged")
    await later(place, ticket, 6)
    await told(place, ticket, "two-hours-left")
    await rang(place, "leader", 2)
    await place.act(ticket, "hand-to-crew", by="supervisor", crew=other)
    await later(place, ticket, 0.5)
    assert await place.rung("leader") == 2, "no second reminder to a crew that has nothing to do with it"


async def test_a_crew_declines_and_the_supervisor_finds_another(place: Office) -> None:
    for who in ("leader", "supervisor"):
        await place.behave(who, "answer_and_press", key="1")
    other = await another_crew(place)
    ticket = await begun(place, "acknowledged")
    await place.act(ticket, "crew-declines", by="leader", remark="人手不足")
    await rang(place, "supervisor", 1)
    assert (await place.ticket(ticket))["crew_id"] is None
    await place.act(ticket, "assign-crew", by="supervisor", crew="W99999999", status=404)
    await place.act(ticket, "assign-crew", by="supervisor", crew=other)
    await place.until(ticket, lambda now: now["stage"] == "acknowledged" and now["crew_id"] == other)
    await rang(place, "other", 1)


async def test_without_a_responsible_crew_the_supervisor_is_phoned(place: Office) -> None:
    for who in ("leader", "supervisor"):
        await place.behave(who, "answer_and_press", key="1")
    ticket = await place.repair(trade="painting")
    await pressed(place, ticket, "supervisor")
    shown = await place.ticket(ticket)
    assert shown["stage"] == "crew_wanted" and shown["promise"]["name"] == "on-site"
    await place.act(ticket, "assign-crew", by="supervisor", crew=place.crew)
    shown = await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    assert shown["department_id"] == place.department
    await rang(place, "leader", 1)


async def test_the_crew_says_on_the_phone_that_it_is_there(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="2")
    ticket = await place.repair()
    await place.until(ticket, lambda now: now["stage"] == "on_site")
    assert {"by": "phone"} in await place.events(ticket, "arrive")
    assert "promise_kept" in await place.timeline(ticket)


async def test_nobody_came_says_the_customer_and_the_first_promise_runs_on(place: Office) -> None:
    for who in ("leader", "head"):
        await place.behave(who, "answer_and_press", key="1")
    ticket = await begun(place, "acknowledged")
    first = await due(place, ticket)
    await later(place, ticket, 7.999)
    await place.act(ticket, "arrive", by="leader")
    await place.until(call_of(ticket, 1), lambda now: now["stage"] in ("scheduled", "ready"))
    await asyncio.sleep(1)  # the crew is late by now
    await recorded(place, ticket, 1, satisfaction="dissatisfied", with_what="没人来", arrived="no")
    await told(place, ticket, "two-hours-left", "not-on-site")
    assert await due(place, ticket) == first
    await pressed(place, ticket, "head")
    kinds = await place.timeline(ticket)
    assert "dispute_arrival" in kinds
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    await place.act(ticket, "arrive", by="leader")
    await happened(place, ticket, "promise_met_late")


@pytest.mark.parametrize("agrees", [True, False])
async def test_out_of_warranty_the_customer_decides_and_time_waits(place: Office, agrees: bool) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await begun(place, "quoted")
    assert (await stands(place, ticket)).paused
    await later(place, ticket, 72)
    await told(place, ticket, "quote-new", "quote-open", "quote-open-2d")
    if agrees:
        await place.act(ticket, "customer-agrees")
        state = await stands(place, ticket)
        assert state.stage == "on_site" and not state.paused and state.promise == "plan"
    else:
        await place.act(ticket, "customer-declines")
        shown = await place.until(ticket, lambda now: now["stage"] == "closed")
        assert shown["close_reason"] == "quote_declined"


@pytest.mark.parametrize("stage", LIVE)
@pytest.mark.parametrize("how", ["withdrawn", "cancelled"])
async def test_ended_in_each_stage_with_its_calls(place: Office, stage: str, how: str) -> None:
    await place.behave("leader", "no_answer")
    ticket = await begun(place, stage, asked=False)
    calls = [call_of(ticket, number) for number in (1, 2)]
    if ("arrive", {}) in STEPS[stage]:
        await place.until(calls[-1] if stage == "done" else calls[0], lambda now: now["stage"] is not None)
    if how == "withdrawn":
        await place.act(ticket, "withdraw", remark="业主撤回")
    else:
        await place.env.client.get_workflow_handle(ticket).cancel()
    shown = await place.until(ticket, lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == how and shown["promise"] is None
    kinds = await place.timeline(ticket)
    assert kinds.count(f"closed_{how}") == kinds.count("crew_assessed") == 1
    for call in calls:
        await place.until(call, lambda now: now["stage"] in (None, "closed"))
    rung = await place.rung("leader")
    await asyncio.sleep(0.3)
    assert await place.rung("leader") == rung


async def test_the_head_is_away_and_the_deputy_is_phoned(place: Office) -> None:
    for who in ("leader", "head", "manager"):
        await place.behave(who, "answer_and_press", key="1")
    away = {
        "staff_id": place.staff["head"],
        "deputy_id": place.staff["manager"],
        "begins": "2026-01-01T00:00:00+08:00",
        "ends": "2036-01-01T00:00:00+08:00",
        "reason": "leave",
    }
    await place.post("/absences", away, 201)
    ticket = await begun(place, "acknowledged")
    await later(place, ticket, 8)
    await pressed(place, ticket, "manager")
    assert await place.rung("head") == 0


async def test_a_duplicate_is_linked_with_the_open_ticket(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    first, second = await begun(place), await begun(place)
    for wrong, status in ((second, 422), ("repair-R2000-999999", 404)):
        await place.act(second, "mark-duplicate", of=wrong, remark="同一处漏水", status=status)
    shown = await place.act(second, "mark-duplicate", of=first, remark="同一处漏水")
    shown = await place.until(second, lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == "duplicate"
    for one, other in ((first, second), (second, first)):
        assert other in [link["id"] for link in (await place.ticket(one))["links"]]


async def test_two_people_act_at_the_same_moment_and_one_of_them_is_told(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await begun(place, "planned")
    body = {"by": place.staff["leader"]}
    answers = await asyncio.gather(
        *(place.http.post(f"/tickets/{ticket}:{act}", json=body) for act in ("complete", "wait-for-parts"))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    kinds = await place.timeline(ticket)
    assert kinds.count("complete") + kinds.count("wait_for_parts") == 1


@pytest.mark.parametrize("act", ["arrive", "withdraw"])
async def test_the_same_request_again_acts_once(place: Office, act: str) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    ticket = await begun(place, "acknowledged")
    body: dict[str, Any] = {"by": place.staff["agent"], "remark": "业主来电"}
    key = {"Idempotency-Key": f"{ticket}-{act}"}
    send = [place.http.post(f"/tickets/{ticket}:{act}", json=body, headers=key) for _ in range(2)]
    answers = await asyncio.gather(*send)
    again = await place.http.post(f"/tickets/{ticket}:{act}", json=body, headers=key)
    assert again.status_code == 200, again.text
    assert 200 in [answer.status_code for answer in answers]
    await happened(place, ticket, act)
    assert (await place.timeline(ticket)).count(act) == 1

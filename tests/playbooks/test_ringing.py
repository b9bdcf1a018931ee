"""The crew rings the customer of its job: at permitted hours, once, both numbers hidden (F1, P7)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.messages.calling_hours import CallingHours, Window
from domain.playbooks.follow_up_call import FollowUpPolicy
from domain.playbooks.policies import Policies
from domain.playbooks.repair import RepairPolicy
from store.database import queries
from tests.town.signed import Signed, everybody_signed_in

_LONG_TALK = 3600.0


def _policies(hours: CallingHours) -> Policies:
    return Policies([RepairPolicy(follow_up=FollowUpPolicy(hours=hours))])


def _always() -> Policies:
    return _policies(CallingHours(windows=(Window(time.min, time.max),)))


def _never() -> Policies:
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    return _policies(CallingHours(closed_days=tuple(today + timedelta(days=ahead) for ahead in (-1, 0, 1))))


@pytest.fixture
async def by_day(
    temporal: WorkflowEnvironment, database_url: str, quick_hashes: None
) -> AsyncIterator[Signed]:
    async with everybody_signed_in(temporal, database_url, policies=_always()) as signed:
        yield signed


@pytest.fixture
async def at_rest(
    temporal: WorkflowEnvironment, database_url: str, quick_hashes: None
) -> AsyncIterator[Signed]:
    async with everybody_signed_in(temporal, database_url, policies=_never()) as signed:
        yield signed


async def job(signed: Signed) -> str:
    ticket = await signed.place.repair()
    await signed.place.until(ticket, lambda now: now["stage"] == "acknowledged")
    return ticket


async def bridges(signed: Signed, ticket: str) -> list[Any]:
    async with signed.place.pool.acquire() as db:
        calls = [call async for call in queries.calls_of_ticket(db, ticket_id=ticket)]
    return [call for call in calls if call["kind"] == "bridge"]


async def said_of_calls(signed: Signed, who: str, ticket: str) -> dict[str, str]:
    """By kind, what the timeline tells of calls to the customer."""
    events = await signed.timeline(who, ticket)
    return {each["kind"]: each["text"] for each in events if each["data"].get("call_kind") == "bridge"}


async def test_the_crew_is_connected_and_neither_reads_the_other_s_number(by_day: Signed) -> None:
    place, ticket = by_day.place, await job(by_day)
    answer = await by_day.does("leader", f"/tickets/{ticket}/calls", 202)
    assert answer["says"] == "正在接通：您的手机先响，接听后再接通客户。双方都看不到对方的号码。"
    await place.until(ticket, lambda now: "bridge" in str(now["told"]))
    (call,) = await bridges(by_day, ticket)
    assert (call["phone"], call["customer_phone"]) == (place.phone["leader"], place.phone["customer"])
    seen = str([await by_day.timeline("leader", ticket), await by_day.sees("leader", ticket), answer])
    for who in ("leader", "customer"):
        assert place.phone[who].removeprefix("+86") not in seen
    told = await said_of_calls(by_day, "leader", ticket)
    assert told["call_placed"] == "测试leader：外呼客户，已拨出"
    assert told["call_ended"].startswith("测试leader：外呼客户，双方已通话")


async def test_one_press_is_one_call_and_a_second_waits_for_the_end_of_the_first(by_day: Signed) -> None:
    place, ticket = by_day.place, await job(by_day)
    (await place.phones.post("/control/reset")).raise_for_status()
    for who in ("leader", "customer"):
        await place.behave(who, "answer", lasts=_LONG_TALK)
    key = {"Idempotency-Key": "press-1"}
    for _ in range(2):
        answer = await by_day.browsers["leader"].call(
            "POST", f"/tickets/{ticket}/calls", json={}, headers=key
        )
        assert answer.status_code == 202
    refused = await by_day.does("leader", f"/tickets/{ticket}/calls", 409)
    assert refused["title"] == "通话正在进行"
    # Somebody else who works on it has a phone of their own.
    await by_day.does("agent", f"/tickets/{ticket}/calls", 202)
    called = [call["staff_id"] for call in await bridges(by_day, ticket)]
    assert called.count(place.staff["leader"]) <= 1


async def test_a_request_that_was_interrupted_is_not_rung_again(by_day: Signed) -> None:
    """Its key was let go before there was an answer: the repetition finds what it ordered."""
    place, ticket = by_day.place, await job(by_day)
    url, key = f"/tickets/{ticket}/calls", {"Idempotency-Key": "press-2"}
    assert (await by_day.browsers["leader"].call("POST", url, json={}, headers=key)).status_code == 202
    await place.until(ticket, lambda now: "bridge" in str(now["told"]))
    async with place.pool.acquire() as db:
        await db.execute(
            "UPDATE idempotency_keys SET status = NULL, body = NULL, claimed_at = now() - interval '1 day'"
        )
    assert (await by_day.browsers["leader"].call("POST", url, json={}, headers=key)).status_code == 202
    ringing = f"ring-{place.staff['leader']}-{ticket}"
    # Nobody reports a second time: it asks the provider what became of the call.
    await place.forward(ringing, minutes=3)
    assert await place.env.client.get_workflow_handle(ringing).result() is not None
    assert len(await bridges(by_day, ticket)) == 1


async def test_nobody_is_rung_at_rest_unless_the_customer_wished_it(at_rest: Signed) -> None:
    place, ticket = at_rest.place, await job(at_rest)
    refused = await at_rest.does("leader", f"/tickets/{ticket}/calls", 409)
    again = (datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(days=2)).date()
    assert refused["title"] == "现在是客户休息时间"
    assert refused["detail"].startswith(f"最早可在{again} 09:30致电。")
    assert await bridges(at_rest, ticket) == []
    await at_rest.does("leader", f"/tickets/{ticket}/calls", 202, at_wish="水停不下来，请马上回电")
    await place.until(ticket, lambda now: "bridge" in str(now["told"]))
    (wish,) = [each for each in await at_rest.timeline("agent", ticket) if each["kind"] == "called_at_wish"]
    assert wish["text"] == "客户要求此时来电：水停不下来，请马上回电"
    assert wish["actor"] == place.staff["leader"]


async def test_who_does_not_work_on_it_rings_nobody(by_day: Signed) -> None:
    place, ticket = by_day.place, await job(by_day)
    other = await place.hire("other", "crew_leader", department_id=place.department)
    crew = {"name": "水电二队", "leader_id": other, "department_id": place.department, "trades": ["plumbing"]}
    await place.post("/crews", crew, 201)
    by_day.browsers["other"] = await by_day.door.signed_in(await by_day.door.person("crew", staff_id=other))
    await by_day.does("other", f"/tickets/{ticket}/calls", 404)
    await by_day.acts("agent", ticket, "withdraw", remark="业主自行处理")
    await place.until(ticket, lambda now: now["stage"] == "closed")
    await by_day.does("leader", f"/tickets/{ticket}/calls", 404)
    assert (await by_day.does("agent", f"/tickets/{ticket}/calls", 409))["title"] == "工单已结束"
    assert await bridges(by_day, ticket) == []

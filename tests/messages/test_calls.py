"""Staff and customers are called, once each; what becomes of it reaches the ticket (P7, P8, P10, P33)."""

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.messages.calls import CallActivities
from domain.messages.calls import CallPlaced, CallResult
from gateways.outcomes import Rejected
from store.database import queries
from tests.town.desk import Desk
from tests.town.patience import patiently
from tests.town.providers import RingsLate
from tests.town.serving import TOKEN


async def run(activity: Any, order: Any) -> Any:
    return await ActivityEnvironment().run(activity, order)


async def test_the_crew_leader_presses_the_key(desk: Desk) -> None:
    order, phone = await desk.notice()
    await desk.behave(phone, "answer_and_press", talk=12, lasts=0)
    told = await desk.told(order)
    [result] = told.results
    assert told.placed == CallPlaced(result.reference, "placed")
    assert (result.outcome, result.key, result.talk_seconds, result.leg) == ("acknowledged", "1", 12, None)
    assert result.at is not None and result.at.tzinfo is not None
    [call] = await desk.rung(phone)
    assert call["reference"] == result.reference
    number = order.ticket_id.partition("-")[2]
    assert call["text"] == (
        "您好，这里是示例装饰。保修维修还没有工队，请尽快派工：地址见工单，维修，"
        f"详情见工单 {number}。确认收到请按1。"
    )
    assert await desk.timeline(order.ticket_id) == [
        "测试组长：语音通知，已拨出", "测试组长：语音通知，已接听并按键确认（按键1）",
    ]  # fmt: skip
    assert (await desk.timeline(order.ticket_id, "en"))[1] == (
        "测试组长: voice notice, answered and acknowledged (key 1)"
    )


async def test_people_are_called_in_their_own_language(desk: Desk) -> None:
    order, _ = await desk.notice()
    staff, phone = await desk.staff("Alex Sample", "en")
    await run(desk.calls.place_notice, replace(order, staff_id=staff))
    [call] = await desk.rung(phone)
    assert call["text"].startswith("This is 示例装饰. A repair has no crew, please assign one: ")


@pytest.mark.parametrize(
    ("mode", "outcome", "shown"),
    [
        ("no_answer", "no_answer", "无人接听"),
        ("busy", "busy", "占线"),
        ("refuse", "refused", "被拒接"),
        ("unreachable", "unreachable", "无法接通"),
        ("wrong_number", "wrong_number", "空号"),
        ("answer", "answered", "已接听"),
    ],
)
async def test_nobody_presses_a_key(desk: Desk, mode: str, outcome: str, shown: str) -> None:
    order, phone = await desk.notice()
    await desk.behave(phone, mode, delay=0, talk=0)
    [result] = (await desk.told(order)).results
    assert (result.outcome, result.key) == (outcome, None)
    assert (await desk.timeline(order.ticket_id))[-1] == f"测试组长：语音通知，{shown}"


async def test_a_notice_may_offer_more_than_one_key(desk: Desk) -> None:
    order, phone = await desk.notice(keys=("1", "2"))
    await desk.behave(phone, "answer_and_press", key="2", lasts=0)
    [result] = (await desk.told(order)).results
    assert (result.outcome, result.key) == ("acknowledged", "2")


async def test_agent_and_customer_speak_and_are_recorded(desk: Desk) -> None:
    order, agent, customer = await desk.bridge()
    await desk.behave(agent, "answer", talk=0)
    await desk.behave(customer, "answer", talk=95, lasts=0)
    [result] = (await desk.told(order)).results
    assert (result.outcome, result.talk_seconds, result.leg) == ("answered", 95, None)

    async def recorded() -> bool:
        return (await desk.row(order.ticket_id))["recording_url"] is not None

    async with patiently():
        while not await recorded():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    url = (await desk.row(order.ticket_id))["recording_url"]
    assert (await desk.provider.get(url)).content.startswith(b"RIFF")
    assert await desk.timeline(order.ticket_id) == [
        "测试组长：外呼客户，已拨出", "测试组长：外呼客户，双方已通话，通话95秒",
        "测试组长：外呼客户，录音已保存",
    ]  # fmt: skip


@pytest.mark.parametrize("whose", ["agent", "customer"])
async def test_one_of_them_does_not_answer(desk: Desk, whose: str) -> None:
    order, agent, customer = await desk.bridge()
    await desk.behave(agent, "refuse" if whose == "agent" else "answer", leg="agent")
    await desk.behave(customer, "busy", leg="customer")
    [result] = (await desk.told(order)).results
    assert (result.outcome, result.leg) == (
        ("refused", "agent") if whose == "agent" else ("busy", "customer")
    )
    shown = "员工一方被拒接" if whose == "agent" else "客户一方占线"
    assert (await desk.timeline(order.ticket_id))[-1] == f"测试组长：外呼客户，{shown}"


@pytest.mark.parametrize(
    "mode", ["drop_after_accept", "hang_after_accept", "drop_before_accept", "throttle", "unavailable"]
)
async def test_the_phone_rings_once_whatever_the_connection_does(desk: Desk, mode: str) -> None:
    order, phone = await desk.notice()
    await desk.behave(phone, mode)
    await desk.behave(phone, "answer_and_press", lasts=0)
    told = await desk.told(order)
    assert told.placed.outcome == "placed" and told.results[0].outcome == "acknowledged"
    assert [call["reference"] for call in await desk.rung(phone)] == [told.placed.reference]
    assert (await desk.timeline(order.ticket_id)).count("测试组长：语音通知，已拨出") == 1


async def test_the_same_purpose_rings_once_however_often_it_is_ordered(desk: Desk) -> None:
    order, phone = await desk.notice()
    placed = await asyncio.gather(
        *(run(desk.calls.place_notice, order) for _ in range(4)), return_exceptions=True
    )
    # Those that came while the first was under way have to ask the provider, and are run again.
    again = [await run(desk.calls.place_notice, order) for _ in range(2)]
    answers = {each for each in [*placed, *again] if isinstance(each, CallPlaced)}
    assert len(answers) == 1 and len(await desk.rung(phone)) == 1
    other = await run(desk.calls.place_notice, replace(order, key="on-site/rung-2"))
    assert other not in answers and len(await desk.rung(phone)) == 2


async def test_a_refused_number_fails_and_is_not_tried_again(desk: Desk) -> None:
    order, phone = await desk.notice()
    await desk.behave(phone, "reject")
    for _ in range(2):
        placed = await run(desk.calls.place_notice, order)
        assert (placed.outcome, placed.error) == ("failed", "number-rejected")
    assert await desk.rung(phone) == []
    assert await desk.timeline(order.ticket_id) == ["测试组长：语音通知，未拨出，原因：number-rejected"]
    assert await run(desk.calls.ask_about_call, placed.reference) == CallResult(placed.reference, "failed")


async def test_a_refusal_that_comes_late_says_nothing_about_the_attempt_after_it(desk: Desk) -> None:
    order, phone = await desk.notice()
    url = str(desk.provider.base_url)
    first, second = RingsLate(url, TOKEN, Rejected("late")), RingsLate(url, TOKEN)
    calls = [CallActivities(desk.pool, each, desk.client, "示例装饰") for each in (first, second)]
    refused = asyncio.create_task(run(calls[0].place_notice, order))
    await first.asked.wait()
    with pytest.raises(ApplicationError):
        await run(calls[1].place_notice, order)  # nobody knows of it: put back, and tried again
    ringing = asyncio.create_task(run(calls[1].place_notice, order))
    await second.asked.wait()
    first.told.set()
    await asyncio.gather(refused, return_exceptions=True)
    second.told.set()
    assert (await ringing).outcome == "placed"
    assert (await run(desk.calls.place_notice, order)).outcome == "placed"
    assert len(await desk.rung(phone)) == 1


async def test_nobody_to_call_and_nothing_to_say(desk: Desk) -> None:
    order, phone = await desk.notice()
    nothing = replace(order, key="2", template="voice-no-such-text")
    half = replace(order, key="3", template="voice-repair-crew", params={})
    for wordless in (nothing, half):
        placed = await run(desk.calls.place_notice, wordless)
        assert (placed.outcome, placed.error) == ("failed", "no_such_text")
    async with desk.pool.acquire() as db:
        await db.execute("UPDATE staff SET active = false WHERE id = $1", order.staff_id)
    placed = await run(desk.calls.place_notice, order)
    assert (placed.outcome, placed.error) == ("failed", "no_number")
    assert await desk.rung(phone) == []


async def test_the_number_is_the_newest_at_each_attempt(desk: Desk) -> None:
    order, old = await desk.notice()
    await desk.behave(old, "unavailable")
    with pytest.raises(ApplicationError):
        await run(desk.calls.place_notice, order)
    _, new = await desk.staff()
    async with desk.pool.acquire() as db:
        await db.execute("UPDATE staff SET active = false WHERE idx(phone) = idx($1)", new)
        await db.execute("UPDATE staff SET phone = $2 WHERE id = $1", order.staff_id, new)
    assert (await run(desk.calls.place_notice, order)).outcome == "placed"
    assert (len(await desk.rung(old)), len(await desk.rung(new))) == (0, 1)


async def test_a_moved_clock_keeps_the_timeline_in_order(desk: Desk) -> None:
    ahead = datetime.now(UTC) + timedelta(days=20)
    order, phone = await desk.notice(at=ahead)
    await desk.behave(phone, "answer_and_press", lasts=0)
    [result] = (await desk.told(order)).results
    assert result.at == ahead and len(await desk.timeline(order.ticket_id)) == 2


async def test_asked_while_it_rings_and_when_it_is_over(desk: Desk) -> None:
    order, phone = await desk.notice()
    placed = await run(desk.calls.place_notice, order)
    assert await run(desk.calls.ask_about_call, placed.reference) is None
    [call] = await desk.rung(phone)
    page = (await desk.provider.get("/")).text
    [address] = re.findall(rf'action="(/phones/\w+/calls/{call["provider_id"]})"', page)
    await desk.provider.post(address, data={"act": "refuse"})
    result = await run(desk.calls.ask_about_call, placed.reference)
    assert (result.reference, result.outcome) == (placed.reference, "refused")
    with pytest.raises(ApplicationError) as unknown:
        await run(desk.calls.ask_about_call, "no-such-call")
    assert unknown.value.non_retryable


async def test_what_was_kept_but_not_carried_out_is_made_up_for(desk: Desk) -> None:
    """A crash after the event was kept: the reconciler tells the ticket."""
    from gateways.phone import CallEnded
    from services.messages.provider_events import _EVENT, ProviderEvents

    order, _ = await desk.notice()
    handle = await desk.start(order)
    async with patiently():
        while not await desk.rung(_):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    reference = (await desk.row(order.ticket_id))["reference"]
    event = CallEnded("lost-" + reference, None, reference, "busy", "BUSY", datetime.now(UTC))
    async with desk.pool.acquire() as db:
        await queries.keep_provider_event(
            db, provider="sandbox", event_id=event.event_id, event=_EVENT.dump_python(event, mode="json")
        )
    await ProviderEvents(desk.pool, desk.client).take_up(timedelta(0))
    [result] = (await handle.result()).results
    assert result.outcome == "busy"


async def test_calls_are_listed_by_ticket_and_state(desk: Desk) -> None:
    order, phone = await desk.notice()
    await desk.behave(phone, "answer_and_press", talk=12, lasts=0)
    await desk.told(order)
    staff, _ = await desk.staff()
    await run(desk.calls.place_notice, replace(order, key="2", staff_id=staff))
    first, second = (await desk.api.get("/phone-calls", params={"ticket": order.ticket_id})).json()["items"]
    assert (first["state"], first["state_name"], first["outcome"]) == ("ended", "ended", "acknowledged")
    assert (first["kind_name"], first["outcome_name"]) == ("voice notice", "answered and acknowledged")
    assert (first["staff_id"], first["pressed_key"], first["talk_seconds"]) == (order.staff_id, "1", 12)
    assert phone[3:] not in first["phone"] and first["phone"].endswith(phone[-4:])
    assert (second["state"], second["outcome"], second["outcome_name"]) == ("placed", None, None)
    query = {"ticket": order.ticket_id, "state": "placed"}
    assert (await desk.api.get("/phone-calls", params=query)).json()["items"] == [second]
    page = (await desk.api.get("/phone-calls", params={"ticket": order.ticket_id, "limit": 1})).json()
    assert page["items"] == [first] and (await desk.api.get(page["next"])).json()["items"] == [second]

"""Reports of calls: verified, kept, in any order and more than once; and a provider that cannot be asked."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.messages.calls import CallActivities
from domain.messages.calls import CallPlaced, PlaceNotice
from gateways.aliyun_voice import AliyunVoice
from gateways.phone import CallEnded, CallEvent, CallRecorded, CallSeen, KeyPressed
from gateways.sandbox_phone import SandboxPhone
from services.messages.call_events import give_up_orphans
from services.messages.provider_events import ProviderEvents
from tests.town.api import ALIYUN_TOKEN
from tests.town.desk import TEMPLATE, Desk
from tests.town.dysms import KEY_ID, KEY_SECRET
from tests.town.dyvms import SHOWN, Dyvms, dyvms
from tests.town.patience import LONG, patiently
from tests.town.ports import free_port
from tests.town.serving import TOKEN

NOW = datetime.now(UTC)


async def run(activity: Any, order: Any) -> Any:
    return await ActivityEnvironment().run(activity, order)


def ended(reference: str | None, outcome: Any = "answered", **more: Any) -> CallEnded:
    return CallEnded(uuid.uuid4().hex, None, reference, outcome, outcome.upper(), NOW, **more)


def pressed(reference: str, key: str = "1") -> KeyPressed:
    return KeyPressed(uuid.uuid4().hex, None, reference, key, NOW)


async def placed(desk: Desk) -> tuple[PlaceNotice, str]:
    """A notice that rings, and our reference."""
    order, _ = await desk.notice()
    return order, (await run(desk.calls.place_notice, order)).reference


async def take(desk: Desk, *events: CallEvent) -> int:
    return await ProviderEvents(desk.pool, desk.client).take("sandbox", events)


async def outcome(desk: Desk, order: PlaceNotice) -> tuple[str, str | None]:
    row = await desk.row(order.ticket_id)
    return row["outcome"], row["pressed_key"]


async def test_a_key_before_the_end_or_after_it_acknowledges(desk: Desk) -> None:
    for after in (False, True):
        order, reference = await placed(desk)
        events = [ended(reference), pressed(reference)]
        await take(desk, *(events if after else reversed(events)))
        assert await outcome(desk, order) == ("acknowledged", "1")
        assert (await desk.timeline(order.ticket_id))[-1].endswith("已接听并按键确认（按键1）")


async def test_another_key_acknowledges_nothing(desk: Desk) -> None:
    order, reference = await placed(desk)
    await take(desk, pressed(reference, "5"), ended(reference), pressed(reference, "7"))
    assert await outcome(desk, order) == ("answered", "7")
    order, reference = await placed(desk)
    await take(desk, pressed(reference, "1"), pressed(reference, "5"), ended(reference))
    assert await outcome(desk, order) == ("acknowledged", "1")
    order, reference = await placed(desk)
    await take(desk, ended(reference, "no_answer"), pressed(reference))
    assert (await outcome(desk, order))[0] == "no_answer"


async def test_repeated_and_late_reports_change_nothing(desk: Desk) -> None:
    order, reference = await placed(desk)
    first = ended(reference, "busy")
    assert await take(desk, first) == 1 and await take(desk, first) == 0
    seen = CallSeen(uuid.uuid4().hex, None, reference, NOW)
    await take(desk, ended(reference, "answered"), seen)
    row = await desk.row(order.ticket_id)
    assert (row["state"], row["outcome"]) == ("ended", "busy")
    assert await desk.timeline(order.ticket_id) == ["测试组长：语音通知，已拨出", "测试组长：语音通知，占线"]


async def test_the_ticket_hears_of_an_acknowledgement_that_comes_late(desk: Desk) -> None:
    order, phone = await desk.notice()
    await desk.behave(phone, "answer", talk=0)
    handle = await desk.start(order, results=2)
    reference = (await run(desk.calls.place_notice, order)).reference
    async with patiently():
        while (await desk.row(order.ticket_id))["state"] != "ended":  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await take(desk, pressed(reference))
    results = (await handle.result()).results
    assert [result.outcome for result in results] == ["answered", "acknowledged"]


async def test_reports_of_strangers_are_kept_and_harm_nobody(desk: Desk) -> None:
    reference = uuid.uuid4().hex
    events = [
        ended(reference), ended(None), pressed(reference),
        CallRecorded(uuid.uuid4().hex, "x", None, "http://x/1", NOW),
    ]  # fmt: skip
    assert await take(desk, *events) == 4
    async with desk.pool.acquire() as db:
        kept = await db.fetchval(
            "SELECT count(*) FROM provider_events WHERE event_id = ANY($1) AND processed_at IS NOT NULL",
            [event.event_id for event in events],
        )
    assert kept == 4


async def test_the_reports_were_lost(desk: Desk) -> None:
    """The provider tells how a call ended when it is asked; where it cannot, the key that came is enough."""
    order, reference = await placed(desk)
    nobody = SandboxPhone(f"http://127.0.0.1:{free_port()}", TOKEN)
    cut_off = CallActivities(desk.pool, nobody, desk.client, "示例装饰")
    with pytest.raises(ApplicationError):
        await run(cut_off.ask_about_call, reference)
    assert await run(desk.calls.ask_about_call, reference) is None
    await take(desk, pressed(reference))
    result = await run(desk.calls.ask_about_call, reference)
    assert (result.outcome, result.key) == ("acknowledged", "1")
    assert await outcome(desk, order) == ("acknowledged", "1")
    await nobody.close()


@pytest.fixture
async def aliyun() -> AsyncIterator[Dyvms]:
    async with dyvms() as server:
        yield server


def calling(desk: Desk, server: Dyvms, settles: timedelta = timedelta(0)) -> CallActivities:
    """Places calls with the provider that cannot be asked by our reference."""
    gateway = AliyunVoice(
        KEY_ID, KEY_SECRET, SHOWN, {TEMPLATE: "TTS_1"}, "TTS_2", server.endpoint, "http", 0.5
    )
    gateway.lookup_settles = settles
    return CallActivities(desk.pool, gateway, desk.client, "示例装饰")


@pytest.mark.parametrize("plan", ["drop", "drop-before"])
async def test_a_call_nobody_can_tell_of_is_shown_and_never_repeated(
    desk: Desk, aliyun: Dyvms, plan: str
) -> None:
    aliyun.plans = [plan]
    order, _ = await desk.notice()
    calls = calling(desk, aliyun)
    with pytest.raises(ApplicationError):
        await run(calls.place_notice, order)
    for _ in range(3):
        answer = await run(calls.place_notice, order)
        assert (answer.outcome, answer.error) == ("unknown", "cannot_be_asked")
    assert await run(calls.ask_about_call, answer.reference) is None
    assert len(aliyun.requests) == 1
    [shown] = await desk.timeline(order.ticket_id)
    assert "不会自动重拨" in shown


async def test_its_report_may_still_come(desk: Desk, aliyun: Dyvms) -> None:
    aliyun.plans = ["drop"]
    order, _ = await desk.notice()
    calls = calling(desk, aliyun)
    with pytest.raises(ApplicationError):
        await run(calls.place_notice, order)
    reference = (await run(calls.place_notice, order)).reference
    [call] = aliyun.taken
    began = {"status_code": "200101", "status_time": "2026-11-24 10:03:40", "out_id": reference,
             "call_id": call["call"]}  # fmt: skip
    report = {"status_code": "200000", "originate_time": "2026-11-24 10:03:30", "duration": "10", "dtmf": "1",
              "end_time": "2026-11-24 10:03:50", "out_id": reference, "call_id": call["call"]}  # fmt: skip
    async with httpx.AsyncClient(base_url=desk.api.base_url, trust_env=False, timeout=LONG) as http:
        address = f"/webhooks/aliyun/{ALIYUN_TOKEN}"
        assert (await http.post(f"{address}/call-progress", json=[began])).json()["code"] == 0
        assert await run(calls.place_notice, order) == CallPlaced(reference, "placed")
        assert (await http.post(f"{address}/calls", json=[report])).json()["code"] == 0
        assert (await http.post(f"{address}/calls", json={"json": "test-content"})).status_code == 200
        for kind in ("calls", "call-progress", "recordings"):
            assert (await http.post(f"/webhooks/aliyun/wrong/{kind}", json=[])).status_code == 404
            odd = await http.post(f"{address}/{kind}", json=[1])
            assert odd.status_code == 200  # kept for a person
    result = await run(calls.ask_about_call, reference)
    assert (result.outcome, result.key, result.talk_seconds) == ("acknowledged", "1", 10)
    assert len(aliyun.taken) == 1


async def test_a_report_in_time_spares_the_doubt(desk: Desk, aliyun: Dyvms) -> None:
    """While reports may still come the call is waited for, not given up as unknown."""
    aliyun.plans = ["drop"]
    order, _ = await desk.notice()
    calls = calling(desk, aliyun, settles=timedelta(minutes=1))
    for _ in range(2):
        with pytest.raises(ApplicationError):
            await run(calls.place_notice, order)
    row = await desk.row(order.ticket_id)
    assert row["state"] == "placing"
    seen = CallSeen(uuid.uuid4().hex, aliyun.taken[0]["call"], row["reference"], NOW)
    await ProviderEvents(desk.pool, desk.client).take("aliyun", [seen])
    assert (await run(calls.place_notice, order)).outcome == "placed"
    assert (await desk.row(order.ticket_id))["provider_id"] == aliyun.taken[0]["call"]


async def test_a_ticket_that_ended_leaves_no_call_half_placed(desk: Desk) -> None:
    order, phone = await desk.notice()
    await desk.behave(phone, "drop_before_accept")
    with pytest.raises(ApplicationError):
        await run(desk.calls.place_notice, order)
    assert await give_up_orphans(desk.pool, timedelta(0)) == 0
    async with desk.pool.acquire() as db:
        await db.execute("UPDATE tickets SET stage = 'closed' WHERE id = $1", order.ticket_id)
    assert await give_up_orphans(desk.pool, timedelta(0)) == 1
    assert (await desk.row(order.ticket_id))["state"] == "unknown"
    assert (await run(desk.calls.place_notice, order)).outcome == "unknown" and await desk.rung(phone) == []
    [shown] = await desk.timeline(order.ticket_id)
    assert "不会自动重拨" in shown

"""The phone exchange: phones ring, on command and on the page, and the webhook is told in order."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.app import create_app
from tests.town.patience import LONG
from tests.town.ports import free_port
from tests.town.serving import SECRET, TOKEN, Webhook, serving

PHONE, AGENT, CUSTOMER = "+8619900034001", "+8619900034002", "+8619900034003"
WORDS = "您好，<b>收到</b>请按1。"


@asynccontextmanager
async def sandbox(webhook: str | None = None, **options: Any) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(webhook, SECRET, TOKEN, **({"delay": 0.0, "ring": 600.0} | options))
    async with serving(app) as url, httpx.AsyncClient(base_url=url, trust_env=False, timeout=LONG) as http:
        yield http


async def notice(http: httpx.AsyncClient, reference: str = "r", phone: str = PHONE) -> httpx.Response:
    body = {"reference": reference, "phone": phone, "text": WORDS, "keys": ["1"]}
    return await http.post("/v1/calls/notices", json=body, headers={"Authorization": f"Bearer {TOKEN}"})


async def bridge(http: httpx.AsyncClient, reference: str = "b") -> httpx.Response:
    body = {"reference": reference, "agent_phone": AGENT, "customer_phone": CUSTOMER}
    return await http.post("/v1/calls/bridges", json=body, headers={"Authorization": f"Bearer {TOKEN}"})


async def order(http: httpx.AsyncClient, mode: str, **more: Any) -> None:
    assert (await http.post("/control/calls", json={"mode": mode, **more})).status_code == 204


async def the_call(http: httpx.AsyncClient) -> dict[str, Any]:
    [call] = (await http.get("/control/calls")).json()["calls"]
    return dict(call)


async def page_of(http: httpx.AsyncClient, phone: str) -> str:
    """The page on which the phone is shown."""
    label = f"{phone[3:6]} {phone[6:10]} {phone[10:]}"
    for address in set(re.findall(r'href="(/phones/\w+)"', (await http.get("/")).text)):
        page = (await http.get(address)).text
        if f"<h2>{label}</h2>" in page:
            return page
    raise AssertionError("the phone is not there")


async def do(http: httpx.AsyncClient, phone: str, **form: str) -> int:
    """What somebody holding the phone does with the call that the page shows."""
    [address] = re.findall(r'action="(/phones/\w+/calls/\w+)"', await page_of(http, phone))
    own = {"Origin": str(http.base_url).rstrip("/")}
    return (await http.post(address, data=form, headers=own)).status_code


async def test_the_webhook_is_told_in_order() -> None:
    webhook = Webhook()
    async with serving(webhook) as hook, sandbox(hook) as http:
        await order(http, "answer_and_press", talk=12, lasts=0)
        call = (await notice(http)).json()["provider_id"]
        seen, key, ended = await webhook.got(3)
    assert [event["kind"] for event in (seen, key, ended)] == ["call_seen", "key_pressed", "call_ended"]
    assert {event["provider_id"] for event in webhook.events} == {call}
    assert {event["reference"] for event in webhook.events} == {"r"}
    assert key["key"] == "1" and (ended["outcome"], ended["talk_seconds"]) == ("acknowledged", 12)


@pytest.mark.parametrize(
    ("mode", "outcome"),
    [("no_answer", "no_answer"), ("busy", "busy"), ("refuse", "refused"), ("unreachable", "unreachable"),
     ("wrong_number", "wrong_number"), ("answer", "answered")],
)  # fmt: skip
async def test_a_phone_does_what_it_was_told(mode: str, outcome: str) -> None:
    webhook = Webhook()
    async with serving(webhook) as hook, sandbox(hook) as http:
        await order(http, mode, phone=PHONE, delay=0, talk=0)
        await notice(http)
        assert (await webhook.got(2))[1]["outcome"] == outcome
        call = await the_call(http)
        assert call["ended"]["outcome"] == outcome and call["legs"][0]["outcome"] == outcome
        asked = await http.get(
            "/v1/calls", params={"reference": "r"}, headers={"Authorization": f"Bearer {TOKEN}"}
        )
        assert asked.json()["calls"] == [call]


async def test_nobody_answers_in_time() -> None:
    webhook = Webhook()
    async with serving(webhook) as hook, sandbox(hook, ring=0.2) as http:
        await notice(http)
        assert (await webhook.got(2))[1]["outcome"] == "no_answer"


async def test_orders_are_used_up_one_after_another() -> None:
    webhook = Webhook()
    async with serving(webhook) as hook, sandbox(hook) as http:
        await order(http, "busy", times=2)
        await order(http, "throttle", phone=PHONE)
        await order(http, "answer", talk=0)
        assert (await notice(http)).status_code == 429
        for reference in ("a", "b", "c"):
            assert (await notice(http, reference)).status_code == 200
        events = await webhook.got(6)
    ends = [event["outcome"] for event in events if event["kind"] == "call_ended"]
    assert ends == ["busy", "busy", "answered"]


@pytest.mark.parametrize(
    ("mode", "status"), [("throttle", 429), ("unavailable", 503), ("reject", 422)]
)  # fmt: skip
async def test_refusals_place_no_call(mode: str, status: int) -> None:
    async with sandbox() as http:
        await order(http, mode, phone=CUSTOMER)
        assert (await bridge(http)).status_code == status
        assert (await notice(http, phone="123")).json() == {"code": "number-rejected"}
        assert (await http.get("/control/calls")).json()["calls"] == []
        for answer in (await http.post("/v1/calls/notices", json={}), await http.get("/v1/calls")):
            assert answer.status_code == 401


async def test_each_leg_of_a_bridge_has_its_own_orders() -> None:
    webhook = Webhook()
    async with serving(webhook) as hook, sandbox(hook) as http:
        await order(http, "busy", leg="customer")
        await order(http, "answer", leg="agent")
        await bridge(http)
        ended = (await webhook.got(2))[1]
        call = await the_call(http)
    assert (ended["outcome"], ended["leg"]) == ("busy", "customer")
    assert [leg["outcome"] for leg in call["legs"]] == ["answered", "busy"]


async def test_on_the_page_it_rings_is_answered_and_keys_are_pressed() -> None:
    webhook = Webhook()
    async with serving(webhook) as hook, sandbox(hook) as http:
        await notice(http)
        ringing = await page_of(http, PHONE)
        assert "接听" in ringing and "拒接" in ringing and "收到" not in ringing
        assert "Answer" in (await http.get("/?lang=en")).text
        assert await do(http, PHONE, key="1") == 303  # nobody has answered yet
        assert await do(http, PHONE, act="answer") == 303
        talking = await page_of(http, PHONE)
        assert "&lt;b&gt;收到&lt;/b&gt;请按1" in talking and talking.count('name="key"') == 12
        assert await do(http, PHONE, key="5") == 303
        assert "按键" not in await page_of(http, PHONE) and await do(http, PHONE, key="x") == 400
        assert await do(http, PHONE, key="1") == 303
        assert "已按键确认" in await page_of(http, PHONE)
        events = await webhook.got(4)
    told = [event.get("key") or event["kind"] for event in events]
    assert told == ["call_seen", "5", "1", "1"] and events[-1]["outcome"] == "acknowledged"


async def test_on_the_page_agent_and_customer_talk_until_one_hangs_up() -> None:
    webhook = Webhook()
    async with serving(webhook) as hook, sandbox(hook) as http:
        await bridge(http)
        assert "199 0003 4003" not in (await http.get("/")).text  # not called yet
        await do(http, AGENT, act="answer")
        assert "正在呼叫客户 199 0003 4003" in await page_of(http, AGENT)
        await do(http, CUSTOMER, act="answer")
        assert "正与 199 0003 4002 通话" in await page_of(http, CUSTOMER)
        await do(http, CUSTOMER, act="hang_up")
        ended = (await webhook.got(2))[1]
        assert (ended["outcome"], ended["leg"]) == ("answered", None)
        assert "已接听" in await page_of(http, AGENT)


async def test_the_agent_gives_up_before_the_customer_answers() -> None:
    webhook = Webhook()
    async with serving(webhook) as hook, sandbox(hook) as http:
        await bridge(http)
        await do(http, AGENT, act="answer")
        await do(http, AGENT, act="hang_up")
        ended = (await webhook.got(2))[1]
        assert (ended["outcome"], ended["leg"], ended["code"]) == ("failed", "agent", "AGENT_HUNG_UP")
        assert "未接" in await page_of(http, CUSTOMER)


async def test_a_call_survives_a_restart_and_ends_at_its_time(tmp_path: Path) -> None:
    webhook, path, port = Webhook(), str(tmp_path / "sandbox.db"), free_port()
    hook_url = f"http://127.0.0.1:{port}"
    async with sandbox(hook_url, db_path=path) as http:  # nobody takes the events yet
        await order(http, "answer_and_press", delay=0.3, lasts=0)
        await order(http, "busy")
        await notice(http, "before")
    async with sandbox(hook_url, db_path=path) as http, serving(webhook, port):
        events = await webhook.got(3)
        assert [event["reference"] for event in events] == ["before"] * 3
        assert [event["kind"] for event in events] == ["call_seen", "key_pressed", "call_ended"]
        assert events[1]["at"] <= events[2]["at"]
        await notice(http, "after")
        assert (await webhook.got(5))[4]["outcome"] == "busy"
        await http.post("/control/reset")
        assert (await http.get("/control/calls")).json()["calls"] == []


async def test_a_recording_can_be_fetched() -> None:
    webhook = Webhook()
    async with serving(webhook) as hook, sandbox(hook) as http:
        await order(http, "answer", times=2, talk=60, lasts=0)
        await bridge(http)
        recorded = (await webhook.got(3))[2]
        assert recorded["kind"] == "call_recorded"
        sound = await http.get(recorded["url"])
        assert sound.headers["content-type"] == "audio/wav" and sound.content.startswith(b"RIFF")
        assert (await http.get("/recordings/0.wav")).status_code == 404


@pytest.mark.parametrize("wrong", [
    {"mode": "explode"}, {"mode": "busy", "leg": "x"}, {"mode": "busy", "phone": "1"},
    {"mode": "answer", "key": "12"}, {"mode": "answer", "talk": -1}, {"mode": "busy", "times": 0}, {},
])  # fmt: skip
async def test_orders_that_make_no_sense(wrong: dict[str, Any]) -> None:
    async with sandbox() as http:
        assert (await http.post("/control/calls", json=wrong)).status_code == 400

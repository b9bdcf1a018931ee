"""Orders to the sandbox, events it delivers, and what survives a restart."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.app import create_app
from tests.town.patience import LONG, patiently
from tests.town.ports import free_port
from tests.town.serving import SECRET, TOKEN, Webhook, serving

PHONE, OTHER = "+8619900032001", "+8619900032002"


@asynccontextmanager
async def sandbox(webhook: str | None = None, **options: Any) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(webhook, SECRET, TOKEN, **({"delay": 0.0} | options))
    async with serving(app) as url, httpx.AsyncClient(base_url=url, trust_env=False, timeout=LONG) as http:
        yield http


async def submit(http: httpx.AsyncClient, reference: str = "r", phone: str = PHONE) -> httpx.Response:
    body = {"reference": reference, "phone": phone, "text": "【示例装饰】您好", "signature": "示例装饰"}
    return await http.post("/v1/sms", json=body, headers={"Authorization": f"Bearer {TOKEN}"})


async def order(http: httpx.AsyncClient, path: str, body: Any) -> int:
    return (await http.post(f"/control/{path}", json=body)).status_code


async def test_receipts_and_replies_reach_the_webhook_signed() -> None:
    webhook = Webhook()
    async with serving(webhook) as hook, sandbox(hook) as http:
        accepted = (await submit(http)).json()
        assert await order(http, "reply", {"phone": PHONE, "text": "ＴＤ"}) == 204
        receipt, reply = await webhook.got(2)
    assert receipt["kind"] == "receipt" and receipt["delivered"] is True and receipt["reference"] == "r"
    assert receipt["provider_id"] == accepted["provider_id"] and receipt["event_id"] != reply["event_id"]
    assert (reply["kind"], reply["phone"], reply["text"]) == ("reply", PHONE, "ＴＤ")


async def test_events_are_repeated_until_taken_and_keep_their_order() -> None:
    webhook = Webhook()
    webhook.refusing = 3
    async with serving(webhook) as hook, sandbox(hook) as http:
        for number in range(5):
            await submit(http, f"r{number}")
        events = await webhook.got(5)
        await asyncio.sleep(0.3)
    assert [event["reference"] for event in events] == [f"r{number}" for number in range(5)]
    assert len({event["event_id"] for event in events}) == 5 and webhook.attempts > 3


async def test_a_behaviour_may_delay_its_receipt() -> None:
    webhook = Webhook()
    async with serving(webhook) as hook, sandbox(hook) as http:
        for delay in (3600.0, 1.0):
            await order(http, "behaviours", {"mode": "fail_delivery", "phone": PHONE, "delay": delay})
        began = time.monotonic()
        await submit(http, "tomorrow")
        await submit(http, "quick", OTHER)
        assert [event["reference"] for event in await webhook.got(1)] == ["quick"]
        states = {
            row["reference"]: row["state"] for row in (await http.get("/control/messages")).json()["messages"]
        }
        assert states == {"tomorrow": "sent", "quick": "delivered"}
        await submit(http, "slow")
        slow = (await webhook.got(2))[1]
        assert time.monotonic() - began >= 1.0 and slow["delivered"] is False and slow["code"] == "FAILED"
        states = {
            row["reference"]: row["state"] for row in (await http.get("/control/messages")).json()["messages"]
        }
        assert states["slow"] == "failed"


async def test_no_receipt_ever() -> None:
    async with sandbox() as http:
        await order(http, "behaviours", {"mode": "no_receipt"})
        await submit(http)
        assert [row["state"] for row in (await http.get("/control/messages")).json()["messages"]] == ["sent"]


async def test_a_script_is_played_in_order() -> None:
    webhook = Webhook()
    script = {"steps": [
        {"mode": "throttle", "phone": PHONE, "times": 2},
        {"mode": "accept", "phone": PHONE, "delay": 0.3},
        {"phone": PHONE, "text": "好的"},
        {"mode": "fail_delivery", "phone": PHONE},
        {"phone": PHONE, "text": "退订", "delay": 0.2},
    ]}  # fmt: skip
    async with serving(webhook) as hook, sandbox(hook) as http:
        assert await order(http, "script", script) == 204
        assert [(await submit(http, "a")).status_code for _ in range(3)] == [429, 429, 200]
        await webhook.got(2)
        assert (await http.get("/control/messages")).json()["replies"][0]["text"] == "好的"
        assert (await submit(http, "b")).status_code == 200
        events = await webhook.got(4)
    told = [event.get("text") or (event["reference"], event["delivered"]) for event in events]
    assert told == [("a", True), "好的", ("b", False), "退订"]


async def test_orders_and_untaken_events_survive_a_restart(tmp_path: Path) -> None:
    webhook, path, port = Webhook(), str(tmp_path / "sandbox.db"), free_port()
    hook_url = f"http://127.0.0.1:{port}"
    script = {"steps": [{"mode": "throttle", "times": 2}, {"phone": PHONE, "text": "R"}]}
    async with sandbox(hook_url, db_path=path) as http:  # nobody takes the events yet
        await submit(http, "before")
        await order(http, "script", script)
        assert (await submit(http, "x")).status_code == 429
    async with sandbox(hook_url, db_path=path) as http, serving(webhook, port):
        assert (await submit(http, "x")).status_code == 429
        assert (await submit(http, "after")).status_code == 200
        rows = (await http.get("/control/messages")).json()["messages"]
        assert [row["reference"] for row in rows] == ["before", "after"]
        events = await webhook.got(3)
    assert [event.get("text") or event["reference"] for event in events] == ["before", "R", "after"]


@pytest.mark.parametrize("wrong", [
    {"mode": "accept", "times": 0}, {"mode": "accept", "times": 10_001}, {"mode": "accept", "times": -1},
    {"mode": "accept", "delay": -1}, {"mode": "explode"}, {"mode": "accept", "phone": "123"}, {"times": 1},
])  # fmt: skip
async def test_orders_that_make_no_sense(wrong: dict[str, Any]) -> None:
    async with sandbox() as http:
        assert await order(http, "behaviours", wrong) == 400
        assert await order(http, "script", {"steps": [wrong]}) == 400
        assert await order(http, "script", {"steps": []}) == 400
        assert (await submit(http)).status_code == 200


async def test_reset_forgets_everything() -> None:
    async with sandbox() as http:
        await submit(http)
        await order(http, "behaviours", {"mode": "throttle"})
        assert (await http.post("/control/reset")).status_code == 204
        assert (await http.get("/control/messages")).json() == {"messages": [], "replies": []}
        assert (await submit(http)).status_code == 200


async def test_other_sites_cannot_command_it() -> None:
    order = {"mode": "throttle"}
    async with sandbox() as http:
        own = str(http.base_url).rstrip("/")
        for headers in (
            {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"}, {"Origin": own, "Sec-Fetch-Site": "cross-site"},
        ):  # fmt: skip
            for path in ("/control/behaviours", "/control/reset", "/phones/x/replies", "/v1/sms"):
                answer = await http.post(path, json=order, headers=headers)
                assert (answer.status_code, answer.json()) == (403, {"code": "cross-site"}), (headers, path)
        as_text = await http.post("/control/behaviours", content=b'{"mode": "throttle"}',
                                  headers={"Content-Type": "text/plain"})  # fmt: skip
        no_type = await http.post("/control/behaviours", content=b'{"mode": "throttle"}')
        assert as_text.status_code == no_type.status_code == 415
        assert (await submit(http)).status_code == 200
        answer = await http.post("/control/behaviours", json=order, headers={"Origin": own})
        assert answer.status_code == 204 and (await submit(http)).status_code == 429


async def test_submissions_need_the_token_not_the_webhook_secret() -> None:
    async with sandbox() as http:
        for given in ({}, {"Authorization": f"Bearer {SECRET}"}, {"Authorization": TOKEN}):
            for answer in (
                await http.post("/v1/sms", json={}, headers=given),
                await http.get("/v1/sms", params={"reference": "r"}, headers=given),
            ):
                assert (answer.status_code, answer.json()) == (401, {"code": "credentials"})
        assert (await http.get("/healthz")).json() == {"status": "ok"}


def test_without_a_secret_it_does_not_start() -> None:
    with pytest.raises(ValueError, match="secret"):
        create_app(None, "")
    bare = {key: value for key, value in os.environ.items() if not key.startswith("SANDBOX_")}
    ended = subprocess.run(
        [sys.executable, "-m", "sandbox"], env=bare, capture_output=True, text=True, timeout=LONG
    )
    assert ended.returncode == 2 and "SANDBOX_SECRET" in ended.stderr


async def test_the_command_takes_its_secrets_from_the_environment(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--db-path", str(tmp_path / "s.db")]
    env = os.environ | {"SANDBOX_SECRET": SECRET, "SANDBOX_TOKEN": TOKEN}
    quiet = asyncio.subprocess.DEVNULL
    running = await asyncio.create_subprocess_exec(*command, env=env, stdout=quiet, stderr=quiet)
    try:
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=LONG
        ) as http:
            async with patiently():
                while True:
                    try:
                        assert (await http.get("/healthz")).status_code == 200
                        break
                    except httpx.ConnectError:
                        await asyncio.sleep(0.05)
            assert (await submit(http)).status_code == 200
    finally:
        running.terminate()
        async with patiently():
            assert await running.wait() in (0, -15)

"""Providers' callbacks: verified, taken once, and felt by the ticket."""

import hashlib
import hmac
import json
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from services.messages.provider_events import ProviderEvents
from store.database import queries
from tests.town.api import ALIYUN_TOKEN, SANDBOX_SECRET, TOKEN, client, serving
from tests.town.patience import LONG


def signed(events: Any, age: int = 0, secret: str = SANDBOX_SECRET) -> dict[str, Any]:
    body = json.dumps({"events": events}).encode()
    stamp = str(int(time.time()) - age)
    signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"content": body, "headers": {"X-Sandbox-Timestamp": stamp, "X-Sandbox-Signature": signature}}


def reply(phone: str, text: str) -> dict[str, Any]:
    return {"event_id": uuid.uuid4().hex, "kind": "reply", "phone": phone, "text": text,
            "at": "2026-11-24T09:00:00+08:00"}  # fmt: skip


@pytest.fixture
async def provider(api: Any) -> Any:
    async with httpx.AsyncClient(base_url=api.url, trust_env=False, timeout=LONG) as http:
        yield http


async def test_an_opt_out_reply_closes_the_ticket_once(api: Any, provider: Any) -> None:
    _, [(ownership, _, phone)] = await api.enrolled()
    request = signed([reply(phone, "ＴＤ")])
    first, second = [await provider.post("/webhooks/sandbox", **request) for _ in range(2)]
    assert first.status_code == second.status_code == 200
    assert (await api.closed(ownership))["close_reason"] == "opted_out"
    events = (await api.http.get(f"/tickets/pre-handover-{ownership}/timeline")).json()["items"]
    assert sum("reply" in event["kind"] for event in events) <= 1


async def test_callbacks_that_are_not_believed(api: Any, provider: Any, problem: Any) -> None:
    events = [reply("+8619900000000", "T")]
    problem(
        await provider.post("/webhooks/sandbox", **signed(events, secret="wrong")), 401, "webhook-rejected"
    )
    problem(await provider.post("/webhooks/sandbox", **signed(events, age=600)), 401, "webhook-rejected")
    problem(await provider.post("/webhooks/sandbox", content=b"{}"), 401, "webhook-rejected")
    problem(await provider.post("/webhooks/sandbox", **signed({"kind": "?"})), 400, "bad-request")
    for kind in ("receipts", "replies"):
        problem(await provider.post(f"/webhooks/aliyun/wrong/{kind}", json=[]), 404, "no-such-address")
        problem(
            await provider.post(f"/webhooks/aliyun/{ALIYUN_TOKEN}/{kind}", json={"a": 1}), 400, "bad-request"
        )


async def test_aliyun_gets_the_answer_it_expects(
    api: Any, provider: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    _, [(ownership, _, phone)] = await api.enrolled()
    receipt = {"phone_number": phone[3:], "report_time": "2026-11-24 09:00:05",
               "success": True, "err_code": "DELIVERED", "sms_size": "1",
               "biz_id": uuid.uuid4().hex, "out_id": "none"}  # fmt: skip
    up = {"phone_number": phone[3:], "send_time": "2026-11-24 09:01:00", "content": "退订", 
          "dest_code": "0001", "sequence_id": 1}  # fmt: skip
    for kind, batch in (("receipts", [receipt]), ("replies", [up])):
        answer = await provider.post(f"/webhooks/aliyun/{ALIYUN_TOKEN}/{kind}", json=batch)
        assert answer.json() == {"code": 0, "msg": "成功"}
    assert (await api.closed(ownership))["close_reason"] == "opted_out"
    logged = capsys.readouterr()
    assert ALIYUN_TOKEN not in logged.out + logged.err
    assert "/webhooks/aliyun/{token}/receipts" in logged.out


async def test_without_a_secret_there_is_no_webhook(api: Any, problem: Any) -> None:
    from api.http.config import ApiConfig

    bare = ApiConfig(api.config.pool, api.config.temporal, TOKEN)
    async with serving(bare) as url, client(url) as http:
        problem(await http.post("/webhooks/sandbox", **signed([], secret="")), 404, "no-such-address")
        problem(await http.post("/webhooks/aliyun/None/receipts", json=[]), 404, "no-such-address")


async def test_an_odd_item_keeps_no_opt_out_from_counting(
    api: Any, provider: Any, problem: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Good ones are carried out, odd ones kept once for a person; nothing is gained by sending them again."""
    _, [(ownership, _, phone)] = await api.enrolled()
    up = {"phone_number": phone[3:], "send_time": "", "content": "退订", "sequence_id": uuid.uuid4().hex}
    odd = {"phone_number": phone[3:], "content": None, "sequence_id": uuid.uuid4().hex}
    for _ in range(2):
        answer = await provider.post(f"/webhooks/aliyun/{ALIYUN_TOKEN}/replies", json=[odd, up])
        assert answer.json() == {"code": 0, "msg": "成功"}
    assert (await api.closed(ownership))["close_reason"] == "opted_out"
    waiting, page = [], "/odd-reports?handled=false&limit=200"
    while page:
        shown = (await api.http.get(page)).json()
        waiting, page = [*waiting, *shown["items"]], shown["next"]
    [kept] = [each for each in waiting if odd["sequence_id"] in each["item"]]
    assert kept["provider"] == "aliyun" and kept["what"] == "replies"
    assert phone[3:] not in kept["item"] and phone[-4:] in kept["item"]
    assert (
        'huifang_webhook_items_odd_total{provider="aliyun",what="replies"}'
        in (await provider.get("/metrics")).text
    )
    logged = capsys.readouterr().out
    assert "webhook_item_odd" in logged and phone[3:] not in logged
    path = f"/odd-reports/{kept['id']}:handled"
    done = (await api.http.post(path, json={"note": "客户没有说什么"})).json()
    assert done["handled_at"] and done["note"] == "客户没有说什么"
    again = (await api.http.post(path, json={"note": "另一句"})).json()
    assert (again["handled_at"], again["note"]) == (done["handled_at"], done["note"])
    waiting = (await api.http.get("/odd-reports", params={"handled": False, "limit": 200})).json()["items"]
    assert kept["id"] not in [each["id"] for each in waiting]
    problem(await api.http.post(f"/odd-reports/{'0' * 64}:handled", json={}), 404, "no-such-report")


async def test_what_cannot_be_carried_out_keeps_no_other_from_it(api: Any, pool: Any) -> None:
    """One event that fails each time: the reconciler goes on to those after it."""
    _, [(ownership, _, phone)] = await api.enrolled()
    at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    good = {
        "event_id": uuid.uuid4().hex,
        "phone": phone,
        "text": "退订",
        "at": at.isoformat(),
        "provider_id": None,
    }
    async with pool.acquire() as db:
        for number, event in enumerate(({"neither": "one nor the other"}, good)):
            await queries.keep_provider_event(
                db, provider="aliyun", event_id=f"{number}-{uuid.uuid4().hex}", event=event
            )
        await db.execute(
            "UPDATE provider_events SET received_at = now() - interval '1 hour' WHERE processed_at IS NULL"
        )
    events = ProviderEvents(pool, api.env.client, api.config.task_queue)
    assert await events.take_up(timedelta(minutes=1)) >= 1
    assert (await api.closed(ownership))["close_reason"] == "opted_out"
    async with pool.acquire() as db:
        await db.execute("DELETE FROM provider_events WHERE processed_at IS NULL")

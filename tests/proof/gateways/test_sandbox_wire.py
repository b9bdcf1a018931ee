"""The sandbox adapter against the sandbox, over TCP: what each answer, or none, makes of a text."""

import asyncio
import hashlib
import hmac
import itertools
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from gateways.outcomes import (
    Accepted,
    ConfigurationError,
    NotFound,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
    WebhookRejected,
)
from gateways.sandbox import SandboxSms
from gateways.sandbox_webhook import verify_webhook
from gateways.sms import Receipt, Reply, Sms, SmsGateway
from sandbox.app import create_app
from tests.town.patience import LONG, patiently
from tests.town.ports import free_port
from tests.town.serving import SECRET, TOKEN, serving

_numbers = itertools.count(19900031000)
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
async def url() -> AsyncIterator[str]:
    async with serving(create_app(None, SECRET, TOKEN, delay=0.0)) as url:
        yield url


@pytest.fixture
async def gateway(url: str) -> AsyncIterator[SmsGateway]:
    gateway = SandboxSms(url, TOKEN, LONG)
    yield gateway
    await gateway.close()


def text(phone: str | None = None, **changes: Any) -> Sms:
    phone = phone or f"+86{next(_numbers)}"
    fields = {
        "reference": f"ref-{phone}", "phone": phone, "text": "【示例装饰】您好", "template": "t",
        "params": {"name": "测试业主"}, "signature": "示例装饰", "purpose": "service",
    }  # fmt: skip
    return Sms(**{**fields, **changes})


async def ordered(url: str, mode: str, **more: Any) -> Sms:
    """A text whose phone the sandbox was told to treat so."""
    sms = text()
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=LONG) as http:
        order = {"mode": mode, "phone": sms.phone, **more}
        assert (await http.post("/control/behaviours", json=order)).status_code == 204
    return sms


async def taken(url: str, sms: Sms) -> int:
    """How many times the provider took the text."""
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=LONG) as http:
        messages = (await http.get("/control/messages")).json()["messages"]
    return sum(row["reference"] == sms.reference for row in messages)


async def test_accepted_and_found_again(url: str, gateway: SmsGateway) -> None:
    sms = text()
    accepted = await gateway.send(sms)
    assert await gateway.lookup(sms.reference, sms.phone, NOW) == accepted
    assert await taken(url, sms) == 1


async def test_throttled_for_as_long_as_the_provider_says(url: str, gateway: SmsGateway) -> None:
    sms = await ordered(url, "throttle")
    with pytest.raises(Throttled) as refused:
        await gateway.send(sms)
    assert refused.value.retry_after == timedelta(seconds=1) and refused.value.code == "throttled"
    assert isinstance(await gateway.send(sms), Accepted)


async def test_a_refused_number(url: str, gateway: SmsGateway) -> None:
    ordered_to_refuse, not_a_number = await ordered(url, "reject"), text("19900031")
    for sms in (ordered_to_refuse, not_a_number):
        with pytest.raises(Rejected) as refused:
            await gateway.send(sms)
        assert refused.value.number_problem and refused.value.code == "number-rejected"
        assert await taken(url, sms) == 0


async def test_a_malformed_request_is_not_the_number_s_fault(url: str, gateway: SmsGateway) -> None:
    for sms in (text(text=""), text(reference="x" * 101)):
        with pytest.raises(ConfigurationError) as refused:
            await gateway.send(sms)
        assert refused.value.code == "malformed"


async def test_unavailable(url: str, gateway: SmsGateway) -> None:
    sms = await ordered(url, "unavailable")
    with pytest.raises(Unavailable):
        await gateway.send(sms)
    assert await taken(url, sms) == 0


@pytest.mark.parametrize("token", ["wrong", SECRET])
async def test_wrong_credentials_tell_a_person(url: str, token: str) -> None:
    stranger, sms = SandboxSms(url, token), text()
    with pytest.raises(ConfigurationError) as refused:
        await stranger.send(sms)
    assert refused.value.code == "credentials"
    with pytest.raises(ConfigurationError):
        await stranger.lookup(sms.reference, sms.phone, NOW)
    await stranger.close()


async def test_accepted_then_the_connection_breaks(url: str, gateway: SmsGateway) -> None:
    sms = await ordered(url, "drop_after_accept")
    with pytest.raises(OutcomeUnknown):
        await gateway.send(sms)
    assert isinstance(await gateway.lookup(sms.reference, sms.phone, NOW), Accepted)
    assert await taken(url, sms) == 1


async def test_the_connection_breaks_before_anything_was_accepted(url: str, gateway: SmsGateway) -> None:
    sms = await ordered(url, "drop_before_accept")
    with pytest.raises(OutcomeUnknown):
        await gateway.send(sms)
    assert await gateway.lookup(sms.reference, sms.phone, NOW) == NotFound()
    assert isinstance(await gateway.send(sms), Accepted)


async def test_a_dropped_connection_is_closed_by_the_server(url: str) -> None:
    """At the socket: no complete answer, and the end of the stream."""
    sms = await ordered(url, "drop_after_accept")
    port = int(url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = (
        f'{{"reference": "{sms.reference}", "phone": "{sms.phone}", "text": "a", "signature": "b"}}'.encode()
    )
    head = f"POST /v1/sms HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    async with patiently():
        answer = await reader.read()
    assert b"provider_id" not in answer and answer.partition(b"\r\n\r\n")[2] == b""
    writer.close()


async def test_accepted_but_the_answer_never_comes(url: str) -> None:
    impatient, sms = SandboxSms(url, TOKEN, timeout=0.5), await ordered(url, "hang_after_accept")
    with pytest.raises(OutcomeUnknown) as unknown:
        await impatient.send(sms)
    assert unknown.value.code == "ReadTimeout"
    assert isinstance(await impatient.lookup(sms.reference, sms.phone, NOW), Accepted)
    await impatient.close()


async def test_nobody_listens() -> None:
    gateway, sms = SandboxSms(f"http://127.0.0.1:{free_port()}", TOKEN), text()
    with pytest.raises(Unavailable):
        await gateway.send(sms)
    with pytest.raises(Unavailable):
        await gateway.lookup(sms.reference, sms.phone, NOW)
    await gateway.close()


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}"])
async def test_an_answer_that_makes_no_sense_leaves_the_outcome_open(body: bytes) -> None:
    async def proxy(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": body})

    async with serving(proxy) as url:
        gateway, sms = SandboxSms(url, TOKEN), text()
        with pytest.raises(OutcomeUnknown):
            await gateway.send(sms)
        with pytest.raises(Unavailable):
            await gateway.lookup(sms.reference, sms.phone, NOW)
        await gateway.close()


def test_callbacks_are_believed_when_signed_and_fresh() -> None:
    now = datetime.now(UTC)
    at = now.isoformat()
    receipt = {"kind": "receipt", "event_id": "1", "provider_id": "p", "reference": "r",
               "delivered": False, "code": "FAILED", "at": at}  # fmt: skip
    reply = {"kind": "reply", "event_id": "2", "phone": "+8619900031999", "text": "R", "at": at}
    body = json.dumps({"events": [receipt, reply]}).encode()

    def headers(age: int = 0, secret: str = SECRET) -> dict[str, str]:
        stamp = str(int(now.timestamp()) - age)
        signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {"X-Sandbox-Timestamp": stamp, "X-Sandbox-Signature": signature}

    assert verify_webhook(headers(), body, SECRET, now) == (
        Receipt("1", "p", "r", False, "FAILED", now),
        Reply("2", "+8619900031999", "R", now, None),
    )
    for wrong, code in ((headers(secret=TOKEN), "signature"), (headers(age=301), "stale"), ({}, "signature")):
        with pytest.raises(WebhookRejected) as refused:
            verify_webhook(wrong, body, SECRET, now)
        assert refused.value.code == code


_REPLY = {"kind": "reply", "event_id": "2", "phone": "+8619900031999", "text": "R"}
_ENDED = {"kind": "call_ended", "event_id": "3", "provider_id": "p", "reference": "r", "outcome": "answered",
          "leg": None, "key": None, "code": "OK", "talk_seconds": 5}  # fmt: skip


@pytest.mark.parametrize(
    ("event", "wrong"),
    [
        (_REPLY, {}),
        (_ENDED, {}),
        (_REPLY, {"event_id": {}}),
        (_REPLY, {"event_id": "x" * 5000}),
        (_REPLY, {"text": 5}),
        (_REPLY, {"text": "x" * 100_000}),
        (_REPLY, {"phone": ["+8619900031999"]}),
        (_REPLY, {"provider_id": 7}),
        (_REPLY, {"at": "0001-01-01T00:00:00+08:00"}),
        (_ENDED, {"reference": {}}),
        (_ENDED, {"talk_seconds": 10**30}),
        (_ENDED, {"talk_seconds": -1}),
        (_ENDED, {"talk_seconds": float("inf")}),
        (_ENDED, {"talk_seconds": "5"}),
        (_ENDED, {"key": 1}),
    ],
)
def test_an_event_of_wrong_types_or_lengths_is_odd_and_takes_no_other_along(
    event: dict[str, Any], wrong: dict[str, Any]
) -> None:
    now = datetime.now(UTC)
    right = _REPLY | {"at": now.isoformat()}
    body = json.dumps({"events": [event | {"at": now.isoformat()} | wrong, right]}).encode()
    stamp = str(int(now.timestamp()))
    signature = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"X-Sandbox-Timestamp": stamp, "X-Sandbox-Signature": signature}
    found = verify_webhook(headers, body, SECRET, now)
    assert (len(found), len(found.odd)) == ((1, 1) if wrong else (2, 0))
    assert isinstance(found[-1], Reply) and found[-1].text == "R"


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b"{}", b'{"events": {}}', b'{"events": null}'])
def test_a_signed_callback_that_is_no_batch_is_malformed(body: bytes) -> None:
    now = datetime.now(UTC)
    stamp = str(int(now.timestamp()))
    signature = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"X-Sandbox-Timestamp": stamp, "X-Sandbox-Signature": signature}
    with pytest.raises(WebhookRejected) as refused:
        verify_webhook(headers, body, SECRET, now)
    assert refused.value.code == "malformed"


async def test_what_the_sandbox_delivers_is_what_the_adapter_reads() -> None:
    arrived: asyncio.Queue[tuple[Receipt | Reply, ...]] = asyncio.Queue()

    async def webhook(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            request = Request(scope, receive)
            events = verify_webhook(request.headers, await request.body(), SECRET, datetime.now(UTC))
            await arrived.put(events)
            await Response(status_code=204)(scope, receive, send)

    async with serving(webhook) as hook, serving(create_app(hook, SECRET, TOKEN, delay=0.0)) as url:
        gateway, sms = SandboxSms(url, TOKEN), await ordered(url, "fail_delivery")
        accepted = await gateway.send(sms)
        async with patiently():
            [receipt] = await arrived.get()
        assert isinstance(receipt, Receipt) and not receipt.delivered and receipt.code == "FAILED"
        assert (receipt.provider_id, receipt.reference) == (accepted.provider_id, sms.reference)
        async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=LONG) as http:
            await http.post("/control/reply", json={"phone": sms.phone, "text": "退订"})
        async with patiently():
            [reply] = await arrived.get()
        assert isinstance(reply, Reply) and (reply.phone, reply.text) == (sms.phone, "退订")
        await gateway.close()

"""The sandbox provider over HTTP, and its signed callbacks."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import httpx

from gateways.outcomes import (
    Accepted,
    CannotTell,
    ConfigurationError,
    NotFound,
    OutcomeUnknown,
    Rejected,
    Throttled,
    Unavailable,
    WebhookRejected,
)
from gateways.sms import Receipt, Reply, Sms

REPLAY_WINDOW = timedelta(minutes=5)

_REJECTIONS = {"number-rejected": True}
"""Codes of permanent refusals, and whether the number is the cause."""


class SandboxSms:
    """`SmsGateway` for the sandbox at `base_url`; `timeout` in seconds per request."""

    name = "sandbox"
    lookup_settles = timedelta(seconds=2)

    def __init__(self, base_url: str, token: str, timeout: float = 5.0) -> None:
        self._http = httpx.AsyncClient(
            base_url=base_url, timeout=timeout, headers={"Authorization": f"Bearer {token}"}, trust_env=False
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def send(self, sms: Sms) -> Accepted:
        """Submit once; see `SmsGateway.send`."""
        body = asdict(sms) | {"params": dict(sms.params)}
        try:
            answer = await self._http.post("/v1/sms", json=body)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unavailable("connect") from error
        except httpx.HTTPError as error:
            raise OutcomeUnknown(type(error).__name__) from error
        return _accepted(answer)

    async def lookup(
        self, reference: str, phone: str, attempted_at: datetime
    ) -> Accepted | NotFound | CannotTell:
        """Ask by our reference."""
        try:
            answer = await self._http.get("/v1/sms", params={"reference": reference})
        except httpx.HTTPError as error:
            raise Unavailable(type(error).__name__) from error
        if answer.status_code in (401, 403):
            raise ConfigurationError("credentials")
        messages = _json(answer).get("messages")
        if not answer.is_success or not isinstance(messages, list):
            raise Unavailable(f"http-{answer.status_code}")
        return Accepted(str(messages[0]["provider_id"])) if messages else NotFound()


def _accepted(answer: httpx.Response) -> Accepted:
    status, body = answer.status_code, _json(answer)
    code = str(body.get("code") or f"http-{status}")
    if status == 429:
        wait = answer.headers.get("Retry-After", "")
        raise Throttled(code, timedelta(seconds=int(wait) if wait.isdecimal() else 60))
    if status == 503:
        raise Unavailable(code)
    # The status alone does not say whose fault it is: a request we malformed is refused with 4xx as well.
    if code in _REJECTIONS:
        raise Rejected(code, number_problem=_REJECTIONS[code])
    if 400 <= status < 500:
        raise ConfigurationError(code)
    if not answer.is_success or "provider_id" not in body:
        raise OutcomeUnknown(code)
    return Accepted(str(body["provider_id"]))


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def verify_webhook(
    headers: Mapping[str, str], body: bytes, secret: str, now: datetime
) -> tuple[Receipt | Reply, ...]:
    """The events of a callback; `now` is timezone-aware. Raises `WebhookRejected`."""
    lower = {key.lower(): value for key, value in headers.items()}
    stamp, given = lower.get("x-sandbox-timestamp", ""), lower.get("x-sandbox-signature", "")
    expected = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise WebhookRejected("signature")
    try:
        sent = int(stamp)
    except ValueError:
        raise WebhookRejected("malformed") from None
    if abs(now.timestamp() - sent) > REPLAY_WINDOW.total_seconds():
        raise WebhookRejected("stale")
    try:
        return tuple(_event(item) for item in json.loads(body)["events"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise WebhookRejected("malformed") from None


def _event(item: dict[str, Any]) -> Receipt | Reply:
    at = datetime.fromisoformat(item["at"])
    if at.tzinfo is None:
        raise ValueError("naive time")
    if item["kind"] == "receipt":
        return Receipt(
            item["event_id"],
            item["provider_id"],
            item["reference"],
            item["delivered"] is True,
            item["code"],
            at,
        )
    if item["kind"] == "reply":
        return Reply(item["event_id"], item["phone"], item["text"], at, item.get("provider_id"))
    raise ValueError("kind")

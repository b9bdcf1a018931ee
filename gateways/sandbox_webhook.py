"""The sandbox provider's signed callbacks: receipts, replies, and what becomes of calls."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, get_args

from domain.calls import CallOutcome, Leg
from gateways.outcomes import WebhookRejected
from gateways.phone import CallEnded, CallEvent, CallRecorded, CallSeen, KeyPressed
from gateways.sms import Receipt, Reply

REPLAY_WINDOW = timedelta(minutes=5)


def verify_webhook(
    headers: Mapping[str, str], body: bytes, secret: str, now: datetime, window: timedelta = REPLAY_WINDOW
) -> tuple[Receipt | Reply | CallEvent, ...]:
    """The events of a callback; `now` is timezone-aware. Raises `WebhookRejected`.

    Signed are moment and body together: a callback that was listened to is worth nothing after `window`.
    """
    lower = {key.lower(): value for key, value in headers.items()}
    stamp, given = lower.get("x-sandbox-timestamp", ""), lower.get("x-sandbox-signature", "")
    expected = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise WebhookRejected("signature")
    try:
        sent = int(stamp)
    except ValueError:
        raise WebhookRejected("malformed") from None
    if abs(now.timestamp() - sent) > window.total_seconds():
        raise WebhookRejected("stale")
    try:
        return tuple(_event(item) for item in json.loads(body)["events"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise WebhookRejected("malformed") from None


def call_event(item: dict[str, Any]) -> CallEvent:
    """One event of a call. Raises KeyError, TypeError or ValueError when it is none."""
    known = (str(item["event_id"]), str(item["provider_id"]), str(item["reference"]))
    at = _time(item)
    match item["kind"]:
        case "call_seen":
            return CallSeen(*known, at)
        case "key_pressed":
            return KeyPressed(*known, str(item["key"]), at)
        case "call_recorded":
            return CallRecorded(*known, str(item["url"]), at)
        case "call_ended":
            outcome, leg = item["outcome"], item["leg"]
            if outcome not in get_args(CallOutcome) or leg not in (None, *get_args(Leg)):
                raise ValueError("outcome")
            key = None if item["key"] is None else str(item["key"])
            return CallEnded(*known, outcome, str(item["code"]), at, key, int(item["talk_seconds"]), leg)
        case _:
            raise ValueError("kind")


def _event(item: dict[str, Any]) -> Receipt | Reply | CallEvent:
    if item["kind"] == "receipt":
        return Receipt(
            item["event_id"],
            item["provider_id"],
            item["reference"],
            item["delivered"] is True,
            item["code"],
            _time(item),
        )
    if item["kind"] == "reply":
        return Reply(item["event_id"], item["phone"], item["text"], _time(item), item.get("provider_id"))
    return call_event(item)


def _time(item: dict[str, Any]) -> datetime:
    at = datetime.fromisoformat(item["at"])
    if at.tzinfo is None:
        raise ValueError("naive time")
    return at

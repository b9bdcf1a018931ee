"""The sandbox provider's signed callbacks: receipts, replies, and what becomes of calls."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from domain.messages.calls import CallOutcome, Leg
from gateways.batches import Batch, each_for_itself
from gateways.outcomes import WebhookRejected
from gateways.phone import CallEnded, CallEvent, CallRecorded, CallSeen, KeyPressed
from gateways.sms import Receipt, Reply

REPLAY_WINDOW = timedelta(minutes=5)

_LONGEST_NAME = 200
"""Characters of an id, a reference, a code, a key or a phone."""
_LONGEST_TEXT = 5000
"""Characters of a reply or an address: a text of many parts is far shorter."""
_LONGEST_TALK = timedelta(days=1)


def verify_webhook(
    headers: Mapping[str, str], body: bytes, secret: str, now: datetime, window: timedelta = REPLAY_WINDOW
) -> Batch[Receipt | Reply | CallEvent]:
    """The events of a callback, each read for itself; `now` is timezone-aware. Raises `WebhookRejected`.

    Signed are moment and body together: a callback that was listened to is worth nothing after `window`.
    """
    lower = {key.lower(): value for key, value in headers.items()}
    stamp, given = lower.get("x-sandbox-timestamp", ""), lower.get("x-sandbox-signature", "")
    expected = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise WebhookRejected("signature")
    try:
        sent = float(int(stamp))
    except (ValueError, OverflowError):
        raise WebhookRejected("malformed") from None
    if abs(now.timestamp() - sent) > window.total_seconds():
        raise WebhookRejected("stale")
    try:
        items = json.loads(body)["events"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise WebhookRejected("malformed") from None
    if not isinstance(items, list):
        raise WebhookRejected("malformed")
    return each_for_itself(items, _event)


def call_event(item: dict[str, Any]) -> CallEvent:
    """One event of a call. Raises KeyError, TypeError or ValueError when it is none."""
    known = (_text(item["event_id"]), _text(item["provider_id"]), _text(item["reference"]))
    at = _time(item)
    match item["kind"]:
        case "call_seen":
            return CallSeen(*known, at)
        case "key_pressed":
            return KeyPressed(*known, _text(item["key"]), at)
        case "call_recorded":
            return CallRecorded(*known, _text(item["url"], _LONGEST_TEXT), at)
        case "call_ended":
            outcome, leg = item["outcome"], item["leg"]
            if outcome not in get_args(CallOutcome) or leg not in (None, *get_args(Leg)):
                raise ValueError("outcome")
            key, talk = _text_or_none(item["key"]), _seconds(item["talk_seconds"])
            return CallEnded(*known, outcome, _text(item["code"]), at, key, talk, leg)
        case _:
            raise ValueError("kind")


def _event(item: dict[str, Any]) -> Receipt | Reply | CallEvent:
    if item["kind"] == "receipt":
        return Receipt(
            _text(item["event_id"]),
            _text_or_none(item["provider_id"]),
            _text_or_none(item["reference"]),
            item["delivered"] is True,
            _text(item["code"]),
            _time(item),
        )
    if item["kind"] == "reply":
        return Reply(
            _text(item["event_id"]),
            _text(item["phone"]),
            _text(item["text"], _LONGEST_TEXT),
            _time(item),
            _text_or_none(item.get("provider_id")),
        )
    return call_event(item)


def _text(value: object, longest: int = _LONGEST_NAME) -> str:
    """Raises TypeError or ValueError for what is no text, or too long."""
    if not isinstance(value, str):
        raise TypeError("not a text")
    if len(value) > longest:
        raise ValueError("text")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _seconds(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a number")
    if not 0 <= value <= _LONGEST_TALK.total_seconds():
        raise ValueError("seconds")
    return value


def _time(item: dict[str, Any]) -> datetime:
    at = datetime.fromisoformat(item["at"])
    if at.tzinfo is None:
        raise ValueError("naive time")
    at.astimezone(UTC)  # the first and last day of the calendar may have no such moment
    return at

"""Delivers events to the webhook, signed, again and again until it answers 2xx."""

import asyncio
import hashlib
import hmac
import json
import time

import httpx

from sandbox.state import State


async def deliver(state: State, url: str, secret: str, delay: float) -> None:
    """Run for ever: send stored events `delay` seconds apart, backing off to 30 seconds on failure."""
    wait = delay
    async with httpx.AsyncClient(timeout=5, trust_env=False) as http:
        while True:
            await asyncio.sleep(wait)
            events = state.rows("event")[:50]
            taken = not events or await _post(http, url, secret, events)
            wait = delay if taken else min(max(wait, 0.1) * 2, 30.0)
            for event in events if taken else []:
                state.forget(event["id"])


async def _post(http: httpx.AsyncClient, url: str, secret: str, events: list[dict[str, object]]) -> bool:
    body = json.dumps({"events": [{**event, "event_id": event["id"]} for event in events]}).encode()
    stamp = str(int(time.time()))
    signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"X-Sandbox-Timestamp": stamp, "X-Sandbox-Signature": signature}
    try:
        return (await http.post(url, content=body, headers=headers)).is_success
    except httpx.HTTPError:
        return False

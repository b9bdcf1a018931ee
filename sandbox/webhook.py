"""Delivers events to the webhook, signed and in order, again and again until it answers 2xx."""

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any

import httpx

from sandbox.state import State

_BATCH = 50
_FIRST_WAIT, _LONGEST_WAIT = 0.2, 30.0


async def deliver(state: State, url: str, secret: str) -> None:
    """Run for ever: post what is due; on failure wait longer each time, up to 30 seconds."""
    wait = _FIRST_WAIT
    async with httpx.AsyncClient(timeout=10, trust_env=False) as http:
        while True:
            events = state.due_events(_BATCH)
            if not events:
                await _arrival(state)
            elif await _post(http, url, secret, [body for _, body in events]):
                state.forget([seq for seq, _ in events])
                wait = _FIRST_WAIT
            else:
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)


async def _arrival(state: State) -> None:
    """Wait until an event is due or another one was stored."""
    state.arrived.clear()
    try:
        await asyncio.wait_for(state.arrived.wait(), state.next_due())
    except TimeoutError:
        return


async def _post(http: httpx.AsyncClient, url: str, secret: str, events: list[dict[str, Any]]) -> bool:
    body = json.dumps({"events": events}).encode()
    stamp = str(int(time.time()))
    signature = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json", "X-Sandbox-Timestamp": stamp, "X-Sandbox-Signature": signature,
    }  # fmt: skip
    try:
        return (await http.post(url, content=body, headers=headers)).is_success
    except httpx.HTTPError:
        return False

"""Real servers around the sandbox: itself, and a webhook that keeps what it was sent."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.responses import Response

from tests.town.patience import patiently
from tests.town.ports import free_port

SECRET, TOKEN = "webhook-secret", "submission-token"


@asynccontextmanager
async def serving(app: Any, port: int | None = None) -> AsyncIterator[str]:
    """`app` on a real socket for as long as the block lasts."""
    port = port or free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical"))
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 -- uvicorn offers nothing to wait for
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


class Webhook:
    """Verifies each delivery's signature by itself; refuses while `refusing` is above zero."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.attempts = 0
        self.refusing = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        body, stamp = await request.body(), request.headers["x-sandbox-timestamp"]
        expected = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        assert request.headers["x-sandbox-signature"] == expected
        self.attempts += 1
        status = 204
        if self.refusing:
            self.refusing -= 1
            status = 500
        else:
            self.events += json.loads(body)["events"]
        await Response(status_code=status)(scope, receive, send)

    async def got(self, count: int) -> list[dict[str, Any]]:
        """The events, once there are `count`."""
        async with patiently():
            while len(self.events) < count:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        return self.events

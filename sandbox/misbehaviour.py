"""Answers that a healthy server never gives."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

LONGEST_HANG = 60.0
"""Seconds."""


class Dropped(Response):
    """An answer that never comes: the server closes the connection after the headers.

    ASGI knows no word for it, but defines what an application that returns mid-answer leaves behind:
    a response that cannot be completed, so that every server has to break the connection.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Promise a body, and go."""
        headers = [(b"content-type", b"application/json"), (b"content-length", b"64")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


async def hang(request: Request) -> None:
    """Keep the caller waiting until it gives up, at most `LONGEST_HANG` seconds."""
    try:
        async with asyncio.timeout(LONGEST_HANG):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return

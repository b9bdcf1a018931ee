"""How large, how deep and how slow a request may be (P23)."""

import asyncio
import json
import re
import time

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.limits import Limits
from api.http.problems import Problem, problem_response

# A string as a whole, or what opens, closes and divides; possessive: no body takes long to look through.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[\]{},:]', re.DOTALL)
_OPENS, _CLOSES = b"[{", b"]}"


class RequestLimits:
    """Middleware: refuses addresses and headers over the limit, and bodies that come too slowly."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if refusal := self._refusal(scope):
            await problem_response(scope, refusal)(scope, receive, send)
            return
        pause = self._limits.body_pause.total_seconds()
        ends = time.monotonic() + self._limits.body_whole.total_seconds()
        reading = True

        async def timely() -> Message:
            nonlocal reading
            if not reading:
                # What comes now only says that the caller has gone.
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), min(pause, ends - time.monotonic()))
            except TimeoutError:
                raise Problem("too-slow", headers={"Connection": "close"}) from None
            reading = bool(message.get("more_body"))
            return message

        await self._app(scope, timely, send)

    def _refusal(self, scope: Scope) -> Problem | None:
        limits = self._limits
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > limits.address:
            return Problem("address-too-long", limit=limits.address)
        if len(scope["headers"]) > limits.headers:
            return Problem("headers-too-many", limit=limits.headers)
        names = {name for name, _ in scope["headers"]}
        if {b"content-length", b"transfer-encoding"} <= names:
            # A proxy that believes the other one sees another request behind this one (RFC 9112, 6.1).
            return Problem("bad-request", headers={"Connection": "close"})
        return None


async def require_plain_json(request: Request, limits: Limits) -> None:
    """Raises Problem `bad-request` or `too-complex`, before anything parses the body."""
    body = await request.body()
    if not body:
        return
    if json.detect_encoding(body) not in ("utf-8", "utf-8-sig"):
        raise Problem("bad-request")
    depth = values = 0
    for token in _TOKEN.finditer(body):
        sign = token[0]
        if sign in _OPENS:
            depth += 1
        elif sign in _CLOSES:
            depth -= 1
        else:
            values += 1
        if depth > limits.json_depth or values > limits.json_values:
            raise Problem("too-complex", depth=limits.json_depth, values=limits.json_values)


async def read_form(request: Request, limits: Limits) -> None:
    """Reads a form within its limits; whoever asks for it later gets this one. Raises `bad-request`."""
    kind = Headers(scope=request.scope).get("content-type", "").partition(";")[0].strip().lower()
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        await request.form(max_files=limits.form_files, max_fields=limits.form_fields)

"""One log line per request, and the last resort when something unforeseen happens.

Never a path, a query string, a header or an exception's message: they may hold tokens or personal data.
"""

import time
import traceback
from collections.abc import Callable

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import Problem, problem_response
from api.http.request_scope import request_id_of, route_template

_log = structlog.get_logger("api")


class RequestLog:
    """Middleware: logs and counts each request by its route, and answers 500 to what nobody caught."""

    def __init__(self, app: ASGIApp, count: Callable[[str, str, int, float], None]) -> None:
        """`count` is told of each request: method, route, status, seconds."""
        self._app, self._count = app, count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        log = _log.bind(request_id=request_id_of(scope))
        try:
            await self._app(scope, receive, watch)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)[-12:]
            where = [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
            log.error("request_failed", error=type(error).__qualname__, where=where)
            if not status:
                await problem_response(scope, Problem("internal", request=request_id_of(scope)))(
                    scope, receive, watch
                )
        finally:
            seconds = time.perf_counter() - began
            route = route_template(scope)
            self._count(scope["method"], route, status, seconds)
            log.info(
                "request",
                method=scope["method"],
                route=route,
                status=status,
                milliseconds=round(seconds * 1000, 1),
            )

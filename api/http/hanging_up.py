"""A question ends when whoever asked it hangs up, and with it the database's statement."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from api.http.request_scope import request_id_of, route_template

HUNG_UP = 499
"""The status in log and metrics, as nginx writes it; nobody is there to read the answer."""
_SAFE = frozenset({"GET", "HEAD"})
_log = structlog.get_logger("api")


async def _changes_nothing() -> None:
    """Marks a route."""


READS = Depends(_changes_nothing)
"""Dependency of a route that changes nothing although its method could: a search by POST."""


def only_asks(method: str, *, marked: bool) -> bool:
    """Whether a request leaves nothing undone when it is dropped; `marked`: its route has `READS`."""
    return method in _SAFE or marked


async def while_awaited(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    """The answer, or an empty one once the caller has gone: the driver then cancels the statement."""
    # What comes after the body only says that the caller has gone.
    await request.body()
    answering = asyncio.ensure_future(answer(request))
    leaving = asyncio.create_task(_left(request))
    try:
        await asyncio.wait((answering, leaving), return_when=asyncio.FIRST_COMPLETED)
        if answering.done():
            return await answering
    finally:
        for task in (answering, leaving):
            task.cancel()
        await asyncio.gather(answering, leaving, return_exceptions=True)
    _log.info("caller_hung_up", request_id=request_id_of(request.scope), route=route_template(request.scope))
    return Response(status_code=HUNG_UP)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass

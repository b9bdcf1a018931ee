"""A question ends when whoever asked it hangs up, and with it the database's statement."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog
from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from api.http.request_scope import request_id_of, route_template

HUNG_UP = 499
"""The status in log and metrics, as nginx writes it; nobody is there to read the answer."""
_SAFE = frozenset({"GET", "HEAD"})
_Told = TypeVar("_Told")
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
    if not answering.cancelled() and answering.exception() is None:
        # It was to be carried out to its end, and on record like any other.
        return answering.result()
    _log.info("caller_hung_up", request_id=request_id_of(request.scope), route=route_template(request.scope))
    return Response(status_code=HUNG_UP)


async def carried_out(work: Coroutine[Any, Any, _Told]) -> _Told:
    """A part of what only asks that counts something, or goes on record: it does not end with its caller."""
    working = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        return await working


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass

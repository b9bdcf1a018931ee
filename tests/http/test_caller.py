"""One caller per request: made first, the same in scope and context, gone afterwards."""

import asyncio
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from api.http.request_scope import RequestScope, caller_of
from services.caller import Caller, caller, system
from store.trail import Look
from tests.town.patience import BUSY


def _scope(**headers: str) -> Scope:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "headers": raw}


async def _nothing(*_: Any) -> Any:
    return None


async def test_scope_and_context_hold_the_same_caller_for_as_long_as_the_request_lasts() -> None:
    seen: list[Caller | None] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.extend([caller_of(scope), caller.get()])

    await RequestScope(app, BUSY)(
        _scope(x_request_id="request-0001", accept_language="en"), _nothing, _nothing
    )
    in_scope, in_context = seen
    assert in_scope is in_context is not None
    assert (in_scope.request_id, in_scope.language) == ("request-0001", "en")
    assert caller.get() is None


async def test_a_request_that_fails_leaves_no_caller_behind() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise RuntimeError

    async def receive() -> Message:
        return {"type": "http.request"}

    try:
        await RequestScope(app, BUSY)(_scope(), receive, _nothing)
    except RuntimeError:
        assert caller.get() is None
    else:
        raise AssertionError


async def test_the_system_is_this_task_alone_and_what_it_notes_is_the_requests() -> None:
    asks, entered, looked = Caller(), asyncio.Event(), asyncio.Event()
    token = caller.set(asks)

    async def as_system() -> None:
        with system():
            inside = caller.get()
            assert inside is not None and inside.as_system
            inside.noted.append(Look("ticket"))
            entered.set()
            await looked.wait()

    async def beside() -> None:
        await entered.wait()
        assert caller.get() is asks and not asks.as_system
        looked.set()

    try:
        await asyncio.gather(as_system(), beside())
    finally:
        caller.reset(token)
    assert asks.noted == [Look("ticket")]

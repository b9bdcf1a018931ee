"""What every request carries: its caller, with an id and a language chosen before anything else."""

import re
import uuid
from datetime import timedelta

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.caller import Caller, caller
from store.silence import answers_within
from texts import negotiate

_CALLER = "huifang.caller"
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def caller_of(scope: Scope) -> Caller:
    """The caller of this request; a stranger where no middleware has put one."""
    found: Caller = scope.setdefault(_CALLER, Caller())
    return found


def locale_of(scope: Scope) -> str:
    """The language the caller asked for, as far as we have it."""
    return caller_of(scope).language


def request_id_of(scope: Scope) -> str:
    """The id this request has in the log, in its answer and in problem details."""
    return caller_of(scope).request_id


def operation_of(scope: Scope) -> str | None:
    """The operation of the route that fits; None before one was found."""
    found: str | None = getattr(scope.get("route"), "operation_id", None)
    return found


def route_template(scope: Scope) -> str:
    """The route of a request with placeholders, never its path; `unknown` when none fits."""
    return str(getattr(scope.get("route"), "path_format", "unknown"))


class RequestScope:
    """Middleware: takes X-Request-ID (or makes one) and Accept-Language, and says both in the answer."""

    def __init__(self, app: ASGIApp, patience: timedelta) -> None:
        """`app` is called with a caller in scope and context; PostgreSQL has `patience` for each answer."""
        self._app, self._patience = app, patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        asks = Caller(
            request_id=given if _SAFE_ID.fullmatch(given) else uuid.uuid4().hex,
            language=negotiate(headers.get("accept-language")),
        )
        scope[_CALLER] = asks

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                out["X-Request-ID"] = asks.request_id
                out.setdefault("Content-Language", asks.language)
                out.add_vary_header("Accept-Language")
            await send(message)

        token = caller.set(asks)
        try:
            with answers_within(self._patience):
                await self._app(scope, receive, answer)
        finally:
            caller.reset(token)

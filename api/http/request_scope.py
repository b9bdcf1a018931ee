"""What every request carries: an id and a language, chosen once at the door."""

import re
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from texts import DEFAULT_LOCALE, negotiate

_LOCALE, _REQUEST_ID = "huifang.locale", "huifang.request_id"
_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def locale_of(scope: Scope) -> str:
    """The language the caller asked for, as far as we have it."""
    return str(scope.get(_LOCALE, DEFAULT_LOCALE))


def request_id_of(scope: Scope) -> str:
    """The id this request has in the log, in its answer and in problem details."""
    return str(scope.get(_REQUEST_ID, ""))


class RequestScope:
    """Middleware: takes X-Request-ID (or makes one) and Accept-Language, and says both in the answer."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` is called with the id and the language in its scope."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        scope[_REQUEST_ID] = given if _SAFE_ID.fullmatch(given) else uuid.uuid4().hex
        scope[_LOCALE] = negotiate(headers.get("accept-language"))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                out["X-Request-ID"] = scope[_REQUEST_ID]
                out.setdefault("Content-Language", scope[_LOCALE])
                out.add_vary_header("Accept-Language")
            await send(message)

        await self._app(scope, receive, answer)

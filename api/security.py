"""The bearer token every call needs until people and roles arrive, and how large a body may be."""

import hmac

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.principal import Principal, set_principal
from api.problems import Problem, problem_response
from domain.access import SETTINGS

_OPEN = frozenset({"/healthz", "/readyz", "/metrics", "/docs", "/openapi.json"})
_OPEN_BELOW = ("/webhooks/", "/acceptances/", "/docs/")
_IMPORT = "/owners:import"


class Bearer:
    """Middleware: everything but health, metrics, docs, webhooks and customers' pages needs the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        """Raises ValueError when `token` is empty: that would open the door to an empty header."""
        if not token:
            raise ValueError("the API needs a token")
        self._app, self._expected = app, f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http" and not _is_open(scope["path"]):
            scheme, _, given = Headers(scope=scope).get("authorization", "").partition(" ")
            offered = f"{scheme.capitalize()} {given.strip()}".encode()
            if not hmac.compare_digest(offered, self._expected):
                refusal = Problem("unauthorized", headers={"WWW-Authenticate": 'Bearer realm="huifang"'})
                await problem_response(scope, refusal)(scope, receive, send)
                return
            set_principal(scope, Principal("settings", SETTINGS, "settings"))
        await self._app(scope, receive, send)


def _is_open(path: str) -> bool:
    return path in _OPEN or path.startswith(_OPEN_BELOW)


class BodyLimit:
    """Middleware: reading more than the limit raises Problem `too-large`; rosters have their own limit."""

    def __init__(self, app: ASGIApp, limit: int, import_limit: int) -> None:
        """Limits in bytes."""
        self._app, self._limit, self._import_limit = app, limit, import_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._import_limit if scope["path"].endswith(_IMPORT) else self._limit
        declared = Headers(scope=scope).get("content-length", "")
        seen = int(declared) if declared.isdecimal() and int(declared) > limit else 0

        async def limited() -> Message:
            nonlocal seen
            if seen > limit:
                raise Problem("too-large", limit=_shown(limit))
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise Problem("too-large", limit=_shown(limit))
            return message

        await self._app(scope, limited, send)


def _shown(size: int) -> str:
    return f"{size / 1024 / 1024:g} MiB" if size >= 1024 * 1024 else f"{size / 1024:g} KiB"

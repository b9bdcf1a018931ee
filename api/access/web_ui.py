"""The Temporal Web UI: a page of another origin that may have payloads opened, as its user may (P23)."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

DECODE = "/codec/decode"
"""The only address that the page may call."""
_REMEMBERED = 600
"""Seconds for which a browser need not ask again whether it may call."""


class WebUiOnly:
    """Middleware: browsers let the page of this origin read the answers of `DECODE`, and no other page."""

    def __init__(self, app: ASGIApp, ui_url: str | None) -> None:
        """`ui_url` None: no page may."""
        self._app = app
        self._shared = CORSMiddleware(
            app,
            allow_origins=[origin_of(ui_url)] if ui_url else [],
            allow_methods=["POST"],
            allow_headers=["Authorization", "Content-Type", "X-Namespace"],
            allow_credentials=True,
            max_age=_REMEMBERED,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        ours = scope["type"] == "http" and scope["path"] == DECODE
        await (self._shared if ours else self._app)(scope, receive, send)


def from_web_ui(scope: Scope, ui_url: str | None) -> bool:
    """Whether that page asks to have payloads opened, which changes nothing.

    A session's cookie counts then without the page's CSRF token, which another origin cannot have.
    """
    origin = Headers(scope=scope).get("origin")
    return scope["path"] == DECODE and ui_url is not None and origin == origin_of(ui_url)


def origin_of(url: str) -> str:
    """As a browser writes it: scheme, host and port, without the usual port."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}" + ("" if parts.port in (None, usual) else f":{parts.port}")

"""Headers that keep browsers from doing with an answer what it is not meant for (P23)."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_YEAR = 365 * 24 * 3600

USUAL: Mapping[str, str] = {
    # Answers are data: nothing in them is run, fetched, framed or sent. Pages say what they need themselves.
    "Content-Security-Policy": "default-src 'none'; form-action 'none'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}
"""On every answer that does not say otherwise itself."""


class SecureHeaders:
    """Middleware: adds `USUAL` to every answer, and to browsers that came by TLS, never to come without."""

    def __init__(self, app: ASGIApp, public_url: str) -> None:
        """`public_url` is where browsers reach the API."""
        self._app = app
        self._headers = dict(USUAL)
        if urlsplit(public_url).scheme == "https":
            self._headers["Strict-Transport-Security"] = f"max-age={_YEAR}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, answer)

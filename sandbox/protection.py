"""Keeps other sites, open in the same browser, from commanding the sandbox."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_SAFE = {"GET", "HEAD", "OPTIONS"}


class SameSiteOnly:
    """Refuses writes that a browser says come from elsewhere, and control requests that are not JSON.

    Programs send neither Origin nor Sec-Fetch-Site; browsers do, and ask before sending JSON across sites.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403 or 415 instead of the application where needed."""
        answer: ASGIApp = self._app
        if scope["type"] == "http" and scope["method"] not in _SAFE:
            headers = Headers(scope=scope)
            if _from_elsewhere(headers):
                answer = JSONResponse({"code": "cross-site"}, 403)
            elif scope["path"].startswith("/control/") and not _is_json(headers):
                answer = JSONResponse({"code": "json-only"}, 415)
        await answer(scope, receive, send)


def _from_elsewhere(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return True
    return headers.get("sec-fetch-site", "none") not in ("same-origin", "none")


def _is_json(headers: Headers) -> bool:
    given = headers.get("content-type", "").partition(";")[0].strip().lower()
    empty = not given and headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers
    return empty or given == "application/json"

"""What pages for people have in common: no script, nothing from elsewhere, nothing left in a cache (P23)."""

import base64
import hashlib
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.http.config import config_of
from services.outage import is_away

_PAGES = Path(__file__).parents[1] / "pages"
_templates = Environment(loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined)
_OTHER = {"zh-CN": ("en", "English"), "en": ("zh-CN", "中文")}


class Look:
    """Pages that share a style sheet; nothing but that and their own forms is allowed on them."""

    def __init__(self, style: str, referrer: str) -> None:
        """`style` is a file of `api/pages`; `referrer` what following a link gives away."""
        self._style = (_PAGES / style).read_text(encoding="utf-8")
        digest = base64.b64encode(hashlib.sha256(self._style.encode()).digest()).decode()
        self._headers = {
            "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; "
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            "Cache-Control": "no-store",
            "Referrer-Policy": referrer,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "X-Robots-Tag": "noindex",
        }

    def page(self, request: Request, template: str, locale: str, status: int, **values: Any) -> HTMLResponse:
        """`template` in a language, with the company's name and the way to the other language."""
        other, other_name = _OTHER[locale]
        content = _templates.get_template(template).render(
            style=Markup(self._style),  # noqa: S704 -- our own file
            locale=locale,
            other=other,
            other_name=other_name,
            company=config_of(request).signature,
            **values,
        )
        return HTMLResponse(content, status, {**self._headers, "Content-Language": locale})


class ForPeople(APIRoute):
    """A person reads the answer: what does not fit, and an outage, are said on the page as well."""

    def said(self, request: Request, status: int, what: str) -> Response:
        """The page that says `unreadable` or `unavailable`."""
        raise NotImplementedError(what)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's hook: what is called with the request."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError:
                return self.said(request, 422, "unreadable")
            except Exception as error:
                if not is_away(error):
                    raise
                return self.said(request, 503, "unavailable")

        return handler

"""The pages on which people sign in and look after their account: no script, nothing from elsewhere (P23)."""

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

from api.problem_handlers import AWAY
from api.request_scope import locale_of
from api.route import config_of
from texts import LOCALES, text

_PAGES = Path(__file__).parent / "pages"
_templates = Environment(loader=FileSystemLoader(_PAGES), autoescape=True, undefined=StrictUndefined)
_STYLE = (_PAGES / "sign_in.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    # A form's Origin would be `null` under `no-referrer`, and be refused as another site's.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_OTHER = {"zh-CN": ("en", "English"), "en": ("zh-CN", "中文")}


class Pages(APIRoute):
    """A person reads the answer: what does not fit is said on the page as well."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's hook: what is called with the request."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError:
                return sign_in_page(request, 422, said="unreadable")
            except AWAY as error:
                if isinstance(error, ValueError):
                    raise
                return sign_in_page(request, 503, said="unavailable")

        return handler


def page_locale(request: Request) -> str:
    """The language of `?lang=`, else the browser's; Chinese where it has neither of ours."""
    asked = request.query_params.get("lang")
    return asked if asked in LOCALES else locale_of(request.scope)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """`template` in the reader's language."""
    locale = page_locale(request)
    other, other_name = _OTHER[locale]
    content = _templates.get_template(template).render(
        say=lambda key, **given: text(locale, key, **given),
        style=Markup(_STYLE),  # noqa: S704 -- our own file
        locale=locale,
        other=other,
        other_name=other_name,
        company=config_of(request).signature,
        **values,
    )
    return HTMLResponse(content, status, {**_HEADERS, "Content-Language": locale})


def sign_in_page(
    request: Request,
    status: int = 200,
    *,
    said: str | None = None,
    wrong: bool = True,
    login: str = "",
    back_to: str = "",
    minutes: int = 0,
) -> HTMLResponse:
    """The form; `said` is a text of the catalogue without `sign-in-`, told as an error unless not `wrong`."""
    locale = page_locale(request)
    told = text(locale, f"sign-in-{said}", **({"minutes": minutes} if minutes else {})) if said else None
    return page(
        request,
        "sign_in.html",
        status,
        told=told,
        wrong=wrong,
        login=login,
        back_to=back_to,
        with_code=said in ("code-needed", "code-refused"),
        provider=config_of(request).oidc is not None,
    )

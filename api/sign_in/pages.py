"""The pages on which people sign in and look after their account (P23)."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.routing import ForPeople, Look, config_of, locale_of
from texts import LOCALES, text

# A form's Origin would be `null` under `no-referrer`, and be refused as another site's.
_LOOK = Look("sign_in.css", "same-origin")


class Pages(ForPeople):
    """Pages of whoever signs in."""

    def said(self, request: Request, status: int, what: str) -> Response:
        """On the sign-in page."""
        return sign_in_page(request, status, said=what)


def page_locale(request: Request) -> str:
    """The language of `?lang=`, else the browser's; Chinese where it has neither of ours."""
    asked = request.query_params.get("lang")
    return asked if asked in LOCALES else locale_of(request.scope)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """`template` in the reader's language."""
    locale = page_locale(request)
    return _LOOK.page(
        request, template, locale, status, say=lambda key, **given: text(locale, key, **given), **values
    )


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

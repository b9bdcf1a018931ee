"""The cookie of a session, and how a request that carries it shows that our own page made it (P23)."""

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request, cookie_parser
from starlette.responses import Response
from starlette.types import Scope

from api.http.config import ApiConfig
from vault.tokens import derived

CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_NAME = "huifang"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def is_secure(config: ApiConfig) -> bool:
    """Whether cookies travel by TLS only: everywhere but on this machine alone."""
    url = urlsplit(config.public_url)
    return url.scheme != "http" or url.hostname not in _LOOPBACK


def cookie_name(config: ApiConfig, what: str = "") -> str:
    """Of the session's cookie, or of another; with `__Host-`, no other host and no plain http can set it."""
    return f"{'__Host-' if is_secure(config) else ''}{_NAME}{what}"


def read_cookie(scope: Scope, config: ApiConfig, what: str = "") -> str | None:
    """What the request carries; None without it."""
    given = cookie_parser(Headers(scope=scope).get("cookie", ""))
    return given.get(cookie_name(config, what)) or None


def give_cookie(
    response: Response, config: ApiConfig, value: str, what: str = "", lasts: int | None = None
) -> None:
    """No script reads it, no other site's form sends it; `lasts` is in seconds, else as the browser likes."""
    response.set_cookie(
        cookie_name(config, what),
        value,
        max_age=lasts,
        path="/",
        secure=is_secure(config),
        httponly=True,
        samesite="lax",
    )


def take_cookie(response: Response, config: ApiConfig, what: str = "") -> None:
    """The browser forgets it."""
    response.delete_cookie(
        cookie_name(config, what), path="/", secure=is_secure(config), httponly=True, samesite="lax"
    )


def csrf_token(secret: str) -> str:
    """Bound to the session: made of its secret, and tells nothing of it."""
    return derived(secret, "csrf")


def is_csrf_token(secret: str, given: str) -> bool:
    """Whether it belongs to the session."""
    return hmac.compare_digest(csrf_token(secret).encode(), given.encode())


def from_elsewhere(scope: Scope, config: ApiConfig) -> bool:
    """Whether the browser says that another site made the request; programs say nothing."""
    headers = Headers(scope=scope)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    return origin is not None and not _is_ours(origin, headers.get("host", ""), config)


def says_where_from(scope: Scope) -> bool:
    """Whether the request says at all which site made it, as every browser's unsafe request does."""
    headers = Headers(scope=scope)
    return "sec-fetch-site" in headers or "origin" in headers


def _is_ours(origin: str, host: str, config: ApiConfig) -> bool:
    url, public = urlsplit(origin), urlsplit(config.public_url)
    if (url.scheme, url.netloc) == (public.scheme, public.netloc):
        return True
    # Another name of this host: the browser, not the page, writes both headers.
    return bool(host) and url.netloc == host and (url.scheme == "https" or not is_secure(config))


def address_and_browser(request: Request) -> tuple[str | None, str | None]:
    """Address and browser of the request, for the record of sign-ins."""
    agent = "".join(sign for sign in request.headers.get("user-agent", "") if sign.isprintable())
    return request.client.host if request.client else None, agent or None

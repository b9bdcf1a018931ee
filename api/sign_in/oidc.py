"""Sign-in at the company's identity provider: there and back (P23)."""

import hmac
import re
from urllib.parse import quote

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.access.session_cookie import give_cookie, read_cookie, take_cookie
from api.routing import Problem, config_of, connection
from api.sign_in.own_session import entrance
from api.sign_in.pages import Pages, sign_in_page
from gateways.identity.oidc import OidcProvider, ProviderRefused
from services.sign_in.entering import open_session
from services.sign_in.provider import admit
from store.database import queries
from store.rows.sign_in.sessions import BackFromProviderRow
from vault.tokens import digest, make_secret

router = APIRouter(include_in_schema=False, route_class=Pages)

_VISIT = "-visit"
_BACK = "/session/oidc/callback"
_LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}")
_log = structlog.get_logger("api")


@router.get("/session/oidc", operation_id="leaveForProvider")
async def leave(request: Request) -> Response:
    """To the provider; a cookie of this browser is needed to come back."""
    provider, config = _provider(request), config_of(request)
    state, nonce, verifier = make_secret(), make_secret(), make_secret()
    try:
        address = await provider.address(_back(request), state, nonce, verifier)
    except ProviderRefused as error:
        return await _refused(request, error)
    async with connection(request) as db:
        await queries.visit_provider(
            db,
            state=digest(state),
            nonce=nonce,
            verifier=verifier,
            back_to=local_path(request.query_params.get("next")),
            within=config.sign_in.provider_time,
        )
    response = RedirectResponse(address, 303, {"Cache-Control": "no-store"})
    give_cookie(response, config, state, _VISIT, int(config.sign_in.provider_time.total_seconds()))
    return response


@router.get(_BACK, operation_id="backFromProvider")
async def back(request: Request) -> Response:
    """From the provider; whoever has no role there is told so."""
    provider, given = _provider(request), request.query_params
    try:
        visit = await _visit(request, given.get("state", ""))
        if "code" not in given:
            raise ProviderRefused("callback: no code")
        if given.get("iss", provider.config.issuer) != provider.config.issuer:
            raise ProviderRefused("callback: another issuer")
        claims = await provider.claims(given["code"], _back(request), visit["nonce"], visit["verifier"])
    except ProviderRefused as error:
        return await _refused(request, error)
    at = entrance(request)
    async with at.connection() as db:
        account = await admit(db, provider.config, claims)
    if account is None:
        await at.note("no_role", None)
        return _ended(request, sign_in_page(request, 403, said="provider-no-role"))
    opened = await open_session(at, account, "provider")
    response = RedirectResponse(visit["back_to"], 303, {"Cache-Control": "no-store"})
    give_cookie(response, config_of(request), opened.secret)
    return _ended(request, response)


def local_path(given: str | None) -> str:
    """Where to go after sign-in: a page of ours, never another site."""
    return given if given and _LOCAL.fullmatch(given) else "/my-account"


async def _visit(request: Request, state: str) -> BackFromProviderRow:
    """The visit that this browser set out on. Raises `ProviderRefused`; it counts once."""
    carried = read_cookie(request.scope, config_of(request), _VISIT) or ""
    if not state or not hmac.compare_digest(state.encode(), carried.encode()):
        raise ProviderRefused("callback: state of another browser")
    async with connection(request) as db:
        visit = await queries.back_from_provider(db, state=digest(state))
    if visit is None or not visit["in_time"]:
        raise ProviderRefused("callback: state unknown, used or too old")
    return visit


def _provider(request: Request) -> OidcProvider:
    provider: OidcProvider | None = config_of(request).oidc
    if provider is None:
        raise Problem("no-such-address")
    return provider


def _back(request: Request) -> str:
    return config_of(request).public_url.rstrip("/") + quote(_BACK)


async def _refused(request: Request, error: ProviderRefused) -> Response:
    _log.warning("provider_refused", reason=str(error))
    await entrance(request).note("provider_refused", None)
    return _ended(request, sign_in_page(request, 401, said="provider-refused"))


def _ended(request: Request, response: Response) -> Response:
    """The visit is over: its cookie goes."""
    take_cookie(response, config_of(request), _VISIT)
    return response

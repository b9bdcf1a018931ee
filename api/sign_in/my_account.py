"""Signing in by a form, and the page "my account" (P23)."""

from collections.abc import Awaitable, Callable
from math import ceil
from typing import Annotated, Any

from fastapi import APIRouter, Form
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.access.refusals import note_refused
from api.access.session_cookie import csrf_token, from_elsewhere, give_cookie, is_csrf_token, take_cookie
from api.routing import Problem, config_of, principal_of, problem_of
from api.sign_in.oidc import local_path
from api.sign_in.own_session import entrance, own_principal, own_secret, own_sessions, renew_cookie
from api.sign_in.pages import Pages, page, page_locale, sign_in_page
from domain.access.sign_in import due
from services.refused import Refused
from services.sign_in.entering import sign_in
from services.sign_in.own_account import (
    begin_second_factor,
    change_password,
    end_all_sessions,
    end_session,
    finish_second_factor,
    own_account,
)
from texts import text
from vault.one_time_codes import enrolment_picture

router = APIRouter(include_in_schema=False, route_class=Pages)

_MINUTE = 60
_LONGEST = 1000
Typed = Annotated[str, Form(min_length=1, max_length=_LONGEST)]
TypedOrNot = Annotated[str, Form(max_length=_LONGEST)]


@router.get("/sign-in", operation_id="signInForm")
async def form(request: Request) -> Response:
    """The form; `?next=` names the page of ours to go to afterwards."""
    said = request.query_params.get("said")
    known = said if said in ("signed-out", "ended") else None
    return sign_in_page(request, said=known, wrong=False, back_to=request.query_params.get("next", ""))


@router.post("/sign-in", operation_id="signInByForm")
async def enter(
    request: Request, login: Typed, password: Typed, code: TypedOrNot = "", next: TypedOrNot = ""
) -> Response:
    """In, or the form once more with what was wrong."""
    config = config_of(request)
    if from_elsewhere(request.scope, config):
        note_refused(request.scope, "from_elsewhere")
        return sign_in_page(request, 403, said="from-elsewhere")
    try:
        opened = await sign_in(entrance(request), login, password, code.strip() or None)
    except Refused as refused:
        problem = problem_of(request.scope, refused)
        return sign_in_page(
            request,
            problem.status_code,
            said=problem.code,
            login=login,
            back_to=next,
            minutes=_minutes(problem),
        )
    response = RedirectResponse(local_path(next), 303)
    give_cookie(response, config, opened.secret)
    return response


@router.get("/", operation_id="home")
async def home() -> Response:
    """Where somebody begins who types the company's address: the own page, and sign-in before it."""
    return RedirectResponse("/my-account", 303)


@router.get("/my-account", operation_id="myAccount")
async def show(request: Request) -> Response:
    """Who I am, password, second factor, devices."""
    return _to_sign_in() if _stranger(request) else await _page(request)


@router.post("/my-account/password", operation_id="changePasswordByForm")
async def password(request: Request, csrf: Typed, current: Typed, new: Typed) -> Response:
    """As `POST /session/password`."""

    async def changed() -> Response:
        await change_password(entrance(request), own_principal(request), current, new)
        # Drawn only once the cookie is new: the page's forms carry its token.
        response = RedirectResponse(f"/my-account?lang={page_locale(request)}&done=password", 303)
        await renew_cookie(request, response)
        return response

    return await _own(request, csrf, changed)


@router.post("/my-account/second-factor", operation_id="beginSecondFactorByForm")
async def second_factor(request: Request, csrf: Typed, current: Typed, code: TypedOrNot = "") -> Response:
    """Shows the QR code."""

    async def begun() -> Response:
        made = await begin_second_factor(
            entrance(request),
            own_principal(request),
            current,
            code.strip() or None,
            issuer=config_of(request).signature,
        )
        picture = Markup(enrolment_picture(made.address))  # noqa: S704 -- made of numbers alone
        return await _page(request, secret=made.secret, picture=picture)

    return await _own(request, csrf, begun)


@router.post("/my-account/second-factor:confirm", operation_id="confirmSecondFactorByForm")
async def confirm(request: Request, csrf: Typed, code: Typed) -> Response:
    """Shows the recovery codes."""

    async def confirmed() -> Response:
        codes = await finish_second_factor(entrance(request), own_principal(request), code)
        return await _page(request, done="second-factor", codes=codes)

    return await _own(request, csrf, confirmed)


@router.post("/my-account/sign-out", operation_id="signOutByForm")
async def leave(request: Request, csrf: Typed) -> Response:
    """This session ends."""
    return await _out(request, csrf, everywhere=False)


@router.post("/my-account/sign-out-everywhere", operation_id="signOutEverywhereByForm")
async def leave_everywhere(request: Request, csrf: Typed) -> Response:
    """All sessions end."""
    return await _out(request, csrf, everywhere=True)


@router.post("/my-account/sessions/{session_id}", operation_id="endOwnSessionByForm")
async def end_other(request: Request, session_id: str, csrf: Typed) -> Response:
    """One session ends."""

    async def ended() -> Response:
        await end_session(entrance(request), own_principal(request), session_id)
        return await _page(request, done="session")

    return await _own(request, csrf, ended)


async def _out(request: Request, csrf: str, *, everywhere: bool) -> Response:
    async def left() -> Response:
        at, by = entrance(request), own_principal(request)
        if everywhere:
            await end_all_sessions(at, by)
        else:
            await end_session(at, by, str(by.session_id))
        response = RedirectResponse("/sign-in?said=signed-out", 303)
        take_cookie(response, config_of(request))
        return response

    return await _own(request, csrf, left)


async def _own(request: Request, csrf: str, work: Callable[[], Awaitable[Response]]) -> Response:
    """Do what a form of the own page asks for; what is refused is told on that page."""
    if _stranger(request):
        return _to_sign_in()
    try:
        _require_own_form(request, csrf)
        return await work()
    except Problem as problem:
        return await _page(request, problem)
    except Refused as refused:
        return await _page(request, problem_of(request.scope, refused))


def _stranger(request: Request) -> bool:
    principal = principal_of(request.scope)
    return principal is None or principal.session_id is None


def _to_sign_in() -> Response:
    return RedirectResponse("/sign-in?said=ended", 303)


def _require_own_form(request: Request, token: str) -> None:
    """Raises Problem `csrf-token-needed`: the form was not one of this session."""
    if not is_csrf_token(own_secret(request), token):
        principal = principal_of(request.scope)
        note_refused(request.scope, "csrf", principal.id if principal else None)
        raise Problem("csrf-token-needed")


async def _page(
    request: Request,
    problem: Problem | None = None,
    *,
    done: str | None = None,
    secret: str | None = None,
    picture: Markup | None = None,
    codes: list[str] | None = None,
) -> Response:
    account, sessions, policy = (
        await own_account(entrance(request), own_principal(request)),
        await own_sessions(request),
        config_of(request).sign_in,
    )
    own = own_principal(request).session_id
    finished = done or request.query_params.get("done")
    return page(
        request,
        "my_account.html",
        problem.status_code if problem else 200,
        account=account,
        due=due(
            policy,
            account["role"],
            must_change=account["must_change"],
            enrolled=account["second_factor"],
            by_provider=account["by_provider"],
        ).first,
        wrong=_told(page_locale(request), problem) if problem else [],
        done=finished if finished in ("password", "second-factor", "session") else None,
        secret=secret,
        picture=picture,
        codes=codes,
        sessions=[{**row, "current": row["id"] == own} for row in sessions],
        shortest=policy.shortest_password,
        csrf=csrf_token(own_secret(request)),
    )


def _minutes(problem: Problem) -> int:
    return ceil(int((problem.headers or {}).get("Retry-After", 0)) / _MINUTE)


def _told(locale: str, problem: Problem) -> list[str]:
    if problem.code == "csrf-token-needed":
        return [text(locale, "account-csrf")]
    if problem.code == "too-many-tries":
        return [text(locale, "sign-in-too-many-tries", minutes=_minutes(problem))]
    if problem.errors:
        return [f"{error.detail} {error.action}" for error in problem.errors]
    given: dict[str, Any] = problem.values
    return [
        text(locale, f"problem-{problem.code}", **given),
        text(locale, f"problem-{problem.code}-detail", **given),
    ]

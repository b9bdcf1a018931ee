"""Sign-in and the own session, for programs and pages with scripts (P23)."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field, SecretStr
from starlette.requests import Request

from api.access.door import role_named
from api.access.refusals import note_refused
from api.access.session_cookie import csrf_token, from_elsewhere, give_cookie, take_cookie
from api.routing import (
    BODY,
    PUBLIC,
    Principal,
    Problem,
    Route,
    config_of,
    connection,
    principal_of,
    problems,
    same_names,
)
from api.sign_in.own_session import entrance, own_principal, own_secret, own_sessions, renew_cookie
from domain.access.sign_in import due
from services.sign_in.entering import sign_in
from services.sign_in.own_account import (
    begin_second_factor,
    change_password,
    end_all_sessions,
    end_session,
    finish_second_factor,
)
from store.database import present, queries
from store.rows.sign_in.accounts import AccountRow
from vault.one_time_codes import enrolment_data

router = APIRouter(tags=["sign-in"], route_class=Route)

_LONGEST = 1000
_NO_STORE = {"Cache-Control": "no-store"}
_TRIES = ("sign-in-refused", "code-refused", "code-needed", "too-many-tries")
Password = Annotated[SecretStr, Field(min_length=1, max_length=_LONGEST)]
Code = Annotated[str, Field(min_length=1, max_length=40, examples=["123456"])]
SessionId = Annotated[
    str, Path(pattern=r"^N[0-9]{8,12}$", description="The session's id.", examples=["N00000001"])
]
_SHOWN: dict[str, Any] = {
    "id": "U00000001", "role": "agent", "via": "session", "login": "wang.shili", "name": "王示例",
    "staff_id": "S00000001", "permissions": ["tickets.read"], "due": None, "csrf_token": "mZ4n…",
    "session_id": "N00000001", "expires_at": "2026-11-24T21:00:00+08:00",
}  # fmt: skip


class Credentials(BaseModel):
    """What somebody signs in with."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"login": "wang.shili", "password": "四季常青的白杨与松树林间"}]},
    )

    login: str = Field(min_length=1, max_length=200)
    password: Password
    code: Code | None = Field(
        None,
        description="Of the authenticator app, or a recovery code; needed once a second factor is set up.",
    )


class PasswordChange(BaseModel):
    """The password from now on."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"current": "四季常青的白杨与松树林间", "new": "山高水长，风清月白的小院子"}]
        },
    )

    current: Password
    new: Password


class SecondFactorWish(BaseModel):
    """Who sets a second factor up shows once more who it is."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"password": "四季常青的白杨与松树林间"}]}
    )

    password: Password
    code: Code | None = Field(None, description="Of the second factor there is, where there is one.")


class Confirmation(BaseModel):
    """A code of the authenticator app."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"code": "123456"}]})

    code: Code


class Session(BaseModel):
    """Who I am, and what I may do."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHOWN]})

    id: str = Field(description="The account's id, the token's, or `settings`.")
    role: str
    via: Literal["session", "token", "settings"]
    login: str | None
    name: str | None
    staff_id: str | None
    permissions: list[str]
    due: Literal["password", "second-factor"] | None = Field(
        description="What has to be done before anything else: the permissions come after it."
    )
    csrf_token: str | None = Field(
        description="For the header X-CSRF-Token of every request that changes something."
    )
    session_id: str | None
    expires_at: datetime | None


class OwnSession(BaseModel):
    """A place where I am signed in."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "id": "N00000001", "current": True, "address": "192.0.2.7", "agent": "Mozilla/5.0",
        "created_at": "2026-11-24T09:00:00+08:00", "seen_at": "2026-11-24T09:30:00+08:00",
        "expires_at": "2026-11-24T21:00:00+08:00",
    }]})  # fmt: skip

    id: str
    current: bool
    address: str | None
    agent: str | None
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class OwnSessions(BaseModel):
    """All places where I am signed in."""

    items: list[OwnSession]


class Enrolling(BaseModel):
    """For an authenticator app. It counts once a code of it was given."""

    model_config = ConfigDict(json_schema_extra={"examples": [{
        "secret": "JBSWY3DPEHPK3PXP", "address": "otpauth://totp/…", "picture": "data:image/svg+xml;…",
    }]})  # fmt: skip

    secret: str
    address: str
    picture: str = Field(description="The address as a QR code, for an image.")


class RecoveryCodes(BaseModel):
    """Each is good once in place of the phone's code; shown this one time."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"codes": ["7KQ2MX-P4HD9T"]}]})

    codes: list[str]


@router.post(
    "/session",
    operation_id="signIn",
    summary="Sign in",
    responses=problems(*_TRIES, "from-elsewhere", *BODY, public=True),
    openapi_extra=PUBLIC,
)
async def begin(request: Request, response: Response, given: Credentials) -> Session:
    """Opens a session; its cookie is HttpOnly. What is wrong, login or password, is not said."""
    config = config_of(request)
    if from_elsewhere(request.scope, config):
        note_refused(request.scope, "from_elsewhere")
        raise Problem("from-elsewhere")
    opened = await sign_in(entrance(request), given.login, given.password.get_secret_value(), given.code)
    give_cookie(response, config, opened.secret)
    response.headers.update(_NO_STORE)
    async with connection(request) as db:
        account = present(await queries.get_account(db, id=opened.account_id))
    return _view(request, account, opened.session_id, opened.expires_at, opened.secret)


@router.get("/session", operation_id="whoAmI", summary="Who I am", responses=problems())
async def who(request: Request, response: Response) -> Session:
    """Of the session or the token that the request carries."""
    response.headers.update(_NO_STORE)
    principal = principal_of(request.scope)
    if principal is None:
        raise Problem("unauthorized")
    if principal.session_id is None:
        return _of_token(principal)
    secret = own_secret(request)
    async with connection(request) as db:
        account = present(await queries.get_account(db, id=principal.id))
        sessions = queries.sessions_of(db, account_id=principal.id, idle=config_of(request).sign_in.idle)
        expires = {row["id"]: row["expires_at"] async for row in sessions}
    return _view(request, account, principal.session_id, expires.get(principal.session_id), secret)


@router.delete(
    "/session",
    status_code=204,
    operation_id="signOut",
    summary="Sign out",
    responses=problems("no-session", "from-elsewhere", "csrf-token-needed"),
)
async def end(request: Request, response: Response) -> None:
    """This session ends."""
    principal = own_principal(request)
    await end_session(entrance(request), principal, str(principal.session_id))
    take_cookie(response, config_of(request))


@router.get(
    "/session/all",
    operation_id="listOwnSessions",
    summary="Where I am signed in",
    responses=problems("no-session"),
)
async def listing(request: Request) -> OwnSessions:
    """The own sessions that are under way."""
    current = own_principal(request).session_id
    rows = await own_sessions(request)
    return OwnSessions(
        items=[
            OwnSession(**same_names(OwnSession, row, but=("current",)), current=row["id"] == current)
            for row in rows
        ]
    )


@router.delete(
    "/session/all",
    status_code=204,
    operation_id="signOutEverywhere",
    summary="Sign out everywhere",
    responses=problems("no-session", "from-elsewhere", "csrf-token-needed"),
)
async def end_all(request: Request, response: Response) -> None:
    """Every own session ends, this one too."""
    await end_all_sessions(entrance(request), own_principal(request))
    take_cookie(response, config_of(request))


@router.delete(
    "/session/all/{session_id:id}",
    status_code=204,
    operation_id="endOwnSession",
    summary="Sign out elsewhere",
    responses=problems("no-session", "no-such-session", "from-elsewhere", "csrf-token-needed"),
)
async def end_one(request: Request, session_id: SessionId) -> None:
    """One of the own sessions ends."""
    await end_session(entrance(request), own_principal(request), session_id)


@router.post(
    "/session/password",
    operation_id="changePassword",
    summary="Change the own password",
    responses=problems(
        "no-session", "no-password", "sign-in-refused", "too-many-tries",
        "from-elsewhere", "csrf-token-needed", *BODY,
    ),
)  # fmt: skip
async def password(request: Request, response: Response, change: PasswordChange) -> Session:
    """Other sessions end; this one goes on with a new cookie and a new CSRF token."""
    old, new = change.current.get_secret_value(), change.new.get_secret_value()
    await change_password(entrance(request), own_principal(request), old, new)
    return await _renewed(request, response)


@router.post(
    "/session/second-factor",
    operation_id="beginSecondFactor",
    summary="Set up the own second factor",
    responses=problems("no-session", "no-password", *_TRIES, "from-elsewhere", "csrf-token-needed", *BODY),
)
async def enrol(request: Request, response: Response, wish: SecondFactorWish) -> Enrolling:
    """A secret for an authenticator app; it counts once `:confirm` was given a code of it."""
    made = await begin_second_factor(
        entrance(request),
        own_principal(request),
        wish.password.get_secret_value(),
        wish.code,
        issuer=config_of(request).signature,
    )
    response.headers.update(_NO_STORE)
    return Enrolling(secret=made.secret, address=made.address, picture=enrolment_data(made.address))


@router.post(
    "/session/second-factor:confirm",
    operation_id="confirmSecondFactor",
    summary="Confirm the own second factor",
    responses=problems(
        "no-session", "second-factor-not-begun", "code-refused", "too-many-tries",
        "from-elsewhere", "csrf-token-needed", *BODY,
    ),
)  # fmt: skip
async def confirm(request: Request, response: Response, given: Confirmation) -> RecoveryCodes:
    """Shows the recovery codes, this one time; other sessions end."""
    codes = await finish_second_factor(entrance(request), own_principal(request), given.code)
    response.headers.update(_NO_STORE)
    return RecoveryCodes(codes=codes)


async def _renewed(request: Request, response: Response) -> Session:
    secret, principal = await renew_cookie(request, response), own_principal(request)
    response.headers.update(_NO_STORE)
    async with connection(request) as db:
        account = present(await queries.get_account(db, id=principal.id))
    return _view(request, account, str(principal.session_id), None, secret)


def _view(
    request: Request, account: AccountRow, session_id: str, expires_at: datetime | None, secret: str
) -> Session:
    first = due(
        config_of(request).sign_in,
        account["role"],
        must_change=account["must_change"],
        enrolled=account["second_factor"],
        by_provider=account["by_provider"],
    ).first
    allowed = sorted(role_named(account["role"]).permissions) if first is None else []
    return Session(
        id=account["id"],
        role=account["role"],
        via="session",
        login=account["login"],
        name=account["name"],
        staff_id=account["staff_id"],
        permissions=allowed,
        due=first,
        csrf_token=csrf_token(secret),
        session_id=session_id,
        expires_at=expires_at,
    )


def _of_token(principal: Principal) -> Session:
    return Session(
        id=principal.id,
        role=principal.role.name,
        via=principal.via,
        login=None,
        name=None,
        staff_id=principal.staff_id,
        permissions=sorted(principal.role.permissions),
        due=None,
        csrf_token=None,
        session_id=None,
        expires_at=None,
    )

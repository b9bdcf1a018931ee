"""Accounts of the people who sign in, kept by an administrator (P23)."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from api.routing import (
    BODY,
    ActiveFilter,
    Cursor,
    IfMatch,
    Limit,
    Name,
    Page,
    Problem,
    Route,
    StaffRef,
    changes_of,
    connection,
    page_of,
    principal_of,
    problems,
    read_cursor,
    same_names,
    seen_version,
    tag,
)
from domain.access.passwords import folded
from domain.access.roles import BUILT_IN
from services.sign_in import accounts
from services.sign_in.accounts import change_account, found, open_account, unlock_account
from store.database import queries
from store.rows.sign_in.accounts import AccountRow, AccountsPageRow

router = APIRouter(tags=["accounts"], route_class=Route)

_ROLES = sorted(BUILT_IN)
_LOGIN = r"^[a-z0-9][a-z0-9._@-]{2,63}$"
_NO_STORE = {"Cache-Control": "no-store"}
_CSRF = ("from-elsewhere", "csrf-token-needed")


def _known(role: Any) -> Any:
    if not isinstance(role, str) or role not in BUILT_IN:
        raise PydanticCustomError("huifang-choice", "no such role", {"expected": ", ".join(_ROLES)})
    return role


RoleName = Annotated[
    str, BeforeValidator(_known), WithJsonSchema({"type": "string", "enum": _ROLES, "examples": ["agent"]})
]
Login = Annotated[
    str,
    BeforeValidator(lambda given: folded(given) if isinstance(given, str) else given),
    StringConstraints(pattern=_LOGIN),
    Field(examples=["wang.shili"], description="Upper and lower case are the same."),
]
AccountId = Annotated[
    str, Path(pattern=r"^U[0-9]{8,12}$", description="The account's id.", examples=["U00000001"])
]
RoleFilter = Annotated[
    str | None,
    Query(max_length=40, pattern="^[a-z_]+$", description="Only with this role.", examples=["agent"]),
]
_NEW: dict[str, Any] = {"login": "wang.shili", "role": "agent", "staff_id": "S00000001"}
_SHOWN: dict[str, Any] = {
    "id": "U00000001", **_NEW, "name": "王示例", "active": True, "must_change": True, "second_factor": False,
    "by_provider": False, "locked": False, "signed_in_at": None, "version": 1,
    "created_at": "2026-11-24T09:00:00+08:00", "updated_at": "2026-11-24T09:00:00+08:00",
}  # fmt: skip


class NewAccount(BaseModel):
    """Somebody who may sign in from now on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NEW]})

    login: Login
    role: RoleName
    staff_id: StaffRef | None = Field(
        None, description="Who on the staff it is; needed to see own customers."
    )
    name: Name | None = Field(None, description="For somebody who is not on the staff.")


class AccountPatch(BaseModel):
    """What to change; fields left out stay as they are (their defaults are never used)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"role": "shift_lead"}]})

    role: RoleName = Field(default_factory=lambda: "agent", description="The new role.")
    staff_id: StaffRef | None = Field(default_factory=lambda: None, description="Who on the staff it is.")
    name: Name | None = Field(default_factory=lambda: None, description="For somebody not on the staff.")
    active: bool = Field(default_factory=bool, description="`false`: cannot sign in; sessions end.")


class Account(BaseModel):
    """Somebody who may or might sign in."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHOWN]})

    id: str
    login: str | None = Field(description="Null: signs in at the identity provider.")
    name: str | None
    staff_id: str | None
    role: str
    active: bool
    must_change: bool
    second_factor: bool
    by_provider: bool
    locked: bool = Field(description="Too many wrong passwords; ends by itself, or by `:unlock`.")
    signed_in_at: datetime | None
    version: int = Field(description="Grows with every change; also the ETag.")
    created_at: datetime
    updated_at: datetime


class WithPassword(BaseModel):
    """An account, with a password that its owner must change at first sign-in; shown this one time."""

    account: Account
    password: str = Field(examples=["x3v…"])


def _view(row: AccountRow | AccountsPageRow) -> Account:
    return Account(**same_names(Account, row))


@router.post(
    "/accounts",
    status_code=201,
    operation_id="addAccount",
    summary="Let somebody sign in",
    responses=problems("login-taken", *_CSRF, *BODY),
)
async def add(request: Request, response: Response, new: NewAccount) -> WithPassword:
    """The password is shown once; hand it over in person."""
    by = _administrator(request)
    async with connection(request) as db:
        row, password = await open_account(db, **new.model_dump(), by=by)
    response.headers["Location"] = f"/accounts/{row['id']}"
    response.headers.update(_NO_STORE)
    tag(response, row)
    return WithPassword(account=_view(row), password=password)


@router.get("/accounts", operation_id="listAccounts", summary="Accounts, filtered", responses=problems())
async def listing(
    request: Request,
    role: RoleFilter = None,
    active: ActiveFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Account]:
    """One page, oldest first."""
    (after,) = read_cursor(request, "accounts", cursor, [""])
    async with connection(request) as db:
        page = queries.accounts_page(db, role=role, active=active, after=after, most=limit + 1)
        rows = [row async for row in page]
    return page_of(request, "accounts", rows, limit, _view)


@router.get(
    "/accounts/{account_id:id}",
    operation_id="getAccount",
    summary="One account",
    responses=problems("no-such-account"),
)
async def one(request: Request, response: Response, account_id: AccountId) -> Account:
    """The account, with the version as ETag."""
    async with connection(request) as db:
        row = await found(db, account_id)
    tag(response, row)
    return _view(row)


@router.patch(
    "/accounts/{account_id:id}",
    operation_id="changeAccount",
    summary="Change role or person, or let somebody no longer sign in",
    responses=problems(
        "no-such-account",
        "own-account",
        "last-administrator",
        "login-taken",
        "changed-meanwhile",
        *_CSRF,
        *BODY,
    ),
)
async def change(
    request: Request, response: Response, account_id: AccountId, patch: AccountPatch, if_match: IfMatch = None
) -> Account:
    """Nobody changes the own role; one administrator always stays. Sessions of who loses a role end."""
    by = _administrator(request)
    async with connection(request) as db:
        row = await change_account(db, account_id, changes_of(patch), seen=seen_version(if_match), by=by)
    tag(response, row)
    return _view(row)


@router.post(
    "/accounts/{account_id:id}:unlock",
    operation_id="unlockAccount",
    summary="Forget wrong passwords",
    responses=problems("no-such-account", *_CSRF),
)
async def unlock(request: Request, account_id: AccountId) -> Account:
    """The next try counts as the first."""
    async with connection(request) as db:
        return _view(await unlock_account(db, account_id, by=_administrator(request)))


@router.post(
    "/accounts/{account_id:id}:reset-password",
    operation_id="resetPassword",
    summary="Give a new first password",
    responses=problems("no-such-account", "no-password", *_CSRF),
)
async def reset_password(request: Request, response: Response, account_id: AccountId) -> WithPassword:
    """Shown once; sessions end, and its owner must change it. A second factor stays."""
    by = _administrator(request)
    async with connection(request) as db:
        row, password = await accounts.reset_password(db, account_id, by=by)
    response.headers.update(_NO_STORE)
    return WithPassword(account=_view(row), password=password)


@router.post(
    "/accounts/{account_id:id}:reset-second-factor",
    operation_id="resetSecondFactor",
    summary="Take a lost phone out of use",
    responses=problems("no-such-account", "own-account", *_CSRF),
)
async def reset_second_factor(request: Request, account_id: AccountId) -> Account:
    """Sessions end; where the role needs a second factor, it is set up anew at the next sign-in."""
    async with connection(request) as db:
        row = await accounts.reset_second_factor(db, account_id, by=_administrator(request))
    return _view(row)


def _administrator(request: Request) -> str:
    """By whom accounts are changed."""
    principal = principal_of(request.scope)
    if principal is None:
        raise Problem("unauthorized")
    return principal.id

"""Accounts of the people who sign in, kept by an administrator (P23)."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from api.people.fields import ActiveFilter, StaffRef
from api.people.register import require_person
from api.routing import (
    BODY,
    Cursor,
    IfMatch,
    Limit,
    Name,
    Page,
    Principal,
    Problem,
    Route,
    connection,
    page_of,
    principal_of,
    problems,
    read_cursor,
    revised,
    same_names,
    tag,
)
from domain.access.passwords import folded
from domain.access.roles import BUILT_IN
from store import accounts
from store.database import Connection, present, queries
from store.rows.sign_in.accounts import AccountRow, AccountsPageRow
from vault.passwords import hashed

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
    password = accounts.make_password()
    kept = await hashed(password)
    async with _changing(request) as (db, by):
        await require_person(request, db, "staff_id", new.staff_id)
        try:
            added = await accounts.add_account(
                db, new.login, new.role, kept, by=by.id, name=new.name, staff_id=new.staff_id
            )
        except accounts.LoginTaken:
            raise Problem("login-taken") from None
        row = present(await queries.get_account(db, id=added))
    response.headers["Location"] = f"/accounts/{added}"
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
        found = queries.accounts_page(db, role=role, active=active, after=after, most=limit + 1)
        rows = [row async for row in found]
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
        row = await _found(db, account_id)
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
    async with _changing(request) as (db, by):
        row = await _found(db, account_id)
        new = revised({**row, "name": row["own_name"]}, patch, if_match)
        if new is not None:
            if new["staff_id"] != row["staff_id"]:
                await _require_free(request, db, account_id, new["staff_id"])
            rights = (new["role"], new["active"]) != (row["role"], row["active"])
            if rights:
                await _require_right(db, row, by, new)
            await queries.revise_account(db, id=account_id, **new)
            await accounts.note(db, "account_changed", account_id, by=by.id)
            if rights:
                await queries.end_sessions(db, account_id=account_id, except_id=None)
            row = present(await queries.get_account(db, id=account_id))
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
    async with _changing(request) as (db, by):
        await _found(db, account_id)
        await accounts.unlock(db, account_id, by=by.id)
        return _view(present(await queries.get_account(db, id=account_id)))


@router.post(
    "/accounts/{account_id:id}:reset-password",
    operation_id="resetPassword",
    summary="Give a new first password",
    responses=problems("no-such-account", "no-password", *_CSRF),
)
async def reset_password(request: Request, response: Response, account_id: AccountId) -> WithPassword:
    """Shown once; sessions end, and its owner must change it. A second factor stays."""
    password = accounts.make_password()
    kept = await hashed(password)
    async with _changing(request) as (db, by):
        if (await _found(db, account_id))["login"] is None:
            raise Problem("no-password")
        await accounts.reset_password(db, account_id, kept, by=by.id)
        row = present(await queries.get_account(db, id=account_id))
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
    async with _changing(request) as (db, by):
        await _found(db, account_id)
        if by.id == account_id:
            raise Problem("own-account")
        await accounts.forget_second_factor(db, account_id, by=by.id)
        return _view(present(await queries.get_account(db, id=account_id)))


@asynccontextmanager
async def _changing(request: Request) -> AsyncIterator[tuple[Connection, Principal]]:
    """A transaction that no other change of accounts runs beside, and who makes it."""
    principal = principal_of(request.scope)
    if principal is None:
        raise Problem("unauthorized")
    async with connection(request) as db, db.transaction():
        await queries.lock_accounts(db)
        yield db, principal


async def _found(db: Connection, account_id: str) -> AccountRow:
    row = await queries.get_account(db, id=account_id)
    if row is None:
        raise Problem("no-such-account")
    return row


async def _require_right(db: Connection, row: AccountRow, by: Principal, new: dict[str, Any]) -> None:
    if by.id == row["id"]:
        raise Problem("own-account")
    leaves = _administers(row) and not _administers(new)
    if leaves and not await queries.other_administrators(db, id=row["id"]):
        raise Problem("last-administrator")


def _administers(account: Mapping[str, Any]) -> bool:
    return account["role"] == "administrator" and bool(account["active"])


async def _require_free(request: Request, db: Connection, account_id: str, staff_id: str | None) -> None:
    await require_person(request, db, "staff_id", staff_id)
    holder = await queries.account_of_staff(db, staff_id=staff_id) if staff_id else None
    if holder not in (None, account_id):
        raise Problem("login-taken")

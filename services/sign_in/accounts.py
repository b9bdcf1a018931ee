"""Accounts of the people who sign in, kept by an administrator or from the machine itself (P23)."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from domain.access.passwords import folded
from services.people.register import require_person
from services.refused import Refused
from services.revision import revised
from services.sign_in.record import note
from store.database import Connection, Pool, queries
from store.rows.sign_in.accounts import AccountRow
from vault.passwords import hashed
from vault.tokens import make_secret

FIRST_LOGIN = "admin"
_INITIAL = 16
_CHANGEABLE = ("role", "staff_id", "name", "active")


async def first_administrator(pool: Pool) -> str | None:
    """The password of the account `admin`, made when there was no account yet, by one process; else None."""
    async with pool.acquire() as db:
        if await queries.any_account(db):
            return None
        password = _make_password()
        kept = await hashed(password)
        async with changing(db):
            if await queries.any_account(db):
                return None
            await add_account(db, FIRST_LOGIN, "administrator", password=kept, by="settings")
            return password


async def open_account(
    db: Connection, *, login: str, role: str, staff_id: str | None = None, name: str | None = None, by: str
) -> tuple[AccountRow, str]:
    """Somebody may sign in from now on: the account, and a password to change at first sign-in.

    Refuses `invalid`, `login-taken`.
    """
    password = _make_password()
    kept = await hashed(password)
    async with changing(db):
        await require_person(db, "staff_id", staff_id)
        account = await add_account(
            db, folded(login), role, password=kept, by=by, name=name, staff_id=staff_id
        )
        return await found(db, account), password


async def change_account(
    db: Connection, account_id: str, changes: Mapping[str, Any], *, seen: int | None = None, by: str
) -> AccountRow:
    """Nobody changes the own role; one administrator always stays. Sessions of who loses a role end.

    Refuses `no-such-account`, `changed-meanwhile`, `invalid`, `login-taken`, `own-account`,
    `last-administrator`.
    """
    async with changing(db):
        row = await found(db, account_id)
        new = revised({**row, "name": row["own_name"]}, changes, _CHANGEABLE, seen)
        if new is None:
            return row
        if new["staff_id"] != row["staff_id"]:
            await _require_free(db, account_id, new["staff_id"])
        rights = (new["role"], new["active"]) != (row["role"], row["active"])
        if rights:
            await _require_right(db, row, new, by)
        await queries.revise_account(db, id=account_id, **new)
        await note(db, "account_changed", account_id, by=by)
        if rights:
            await queries.end_sessions(db, account_id=account_id, except_id=None)
        return await found(db, account_id)


async def unlock_account(db: Connection, account_id: str, *, by: str) -> AccountRow:
    """Wrong passwords are forgotten: the next try counts as the first. Refuses `no-such-account`."""
    async with changing(db):
        await _unlock(db, await found(db, account_id), by)
        return await found(db, account_id)


async def reset_password(db: Connection, account_id: str, *, by: str) -> tuple[AccountRow, str]:
    """A new first password, which its owner must change; sessions end, a lock is taken away.

    A second factor stays. Refuses `no-such-account`, `no-password` for whom the identity provider sends.
    """
    password = _make_password()
    kept = await hashed(password)
    async with changing(db):
        row = await found(db, account_id)
        if row["login"] is None:
            raise Refused("no-password")
        await queries.set_password(db, id=account_id, password=kept, must_change=True)
        await queries.end_sessions(db, account_id=account_id, except_id=None)
        await _unlock(db, row, by)
        await note(db, "password_reset", account_id, by=by)
        return await found(db, account_id), password


async def reset_second_factor(db: Connection, account_id: str, *, by: str) -> AccountRow:
    """It is set up anew at the next sign-in, where the role needs one; sessions end.

    Refuses `no-such-account`, `own-account`.
    """
    async with changing(db):
        await found(db, account_id)
        if by == account_id:
            raise Refused("own-account")
        await queries.forget_second_factor(db, id=account_id)
        await queries.end_sessions(db, account_id=account_id, except_id=None)
        await note(db, "second_factor_reset", account_id, by=by)
        return await found(db, account_id)


@asynccontextmanager
async def changing(db: Connection) -> AsyncIterator[None]:
    """A transaction that no other change of accounts runs beside."""
    async with db.transaction():
        await queries.lock_accounts(db)
        yield


async def found(db: Connection, account_id: str) -> AccountRow:
    """The account as it stands. Refuses `no-such-account`."""
    row = await queries.get_account(db, id=account_id)
    if row is None:
        raise Refused("no-such-account")
    return row


async def add_account(
    db: Connection,
    login: str | None,
    role: str,
    *,
    password: str | None = None,
    by: str,
    name: str | None = None,
    staff_id: str | None = None,
    identity: str | None = None,
) -> str:
    """Its id; within `changing`. `password` is a hash, of one that must be changed at first sign-in.

    Refuses `login-taken`: somebody has this login, or is this member of the staff, already.
    """
    row = await queries.add_account(
        db,
        login=login,
        name=name,
        staff_id=staff_id,
        role=role,
        password=password,
        must_change=password is not None,
        identity=identity,
    )
    if row is None:
        raise Refused("login-taken")
    await note(db, "account_added", row["id"], by=by)
    return row["id"]


def _make_password() -> str:
    """One that is good until its owner has chosen another."""
    return make_secret()[:_INITIAL]


async def _unlock(db: Connection, account: AccountRow, by: str) -> None:
    if account["login"] is not None:
        await queries.forget_tries(db, kind="login", subject=account["login"])
    await note(db, "unlocked", account["id"], by=by)


async def _require_right(db: Connection, row: AccountRow, new: Mapping[str, Any], by: str) -> None:
    if by == row["id"]:
        raise Refused("own-account")
    leaves = _administers(row) and not _administers(new)
    if leaves and not await queries.other_administrators(db, id=row["id"]):
        raise Refused("last-administrator")


def _administers(account: Mapping[str, Any]) -> bool:
    return account["role"] == "administrator" and bool(account["active"])


async def _require_free(db: Connection, account_id: str, staff_id: str | None) -> None:
    await require_person(db, "staff_id", staff_id)
    holder = await queries.account_of_staff(db, staff_id=staff_id) if staff_id else None
    if holder not in (None, account_id):
        raise Refused("login-taken")

"""Accounts and what may come in with which secret (P23): the few steps that take more than one query."""

from store.database import Connection, Pool, queries
from vault.passwords import hashed
from vault.tokens import make_recovery_code, make_secret, recovery_digest
from vault.values import Hidden

FIRST_LOGIN = "admin"
_AGENT_KEPT = 200
_INITIAL = 16


class LoginTaken(ValueError):
    """Somebody has this login, or is this member of the staff, already."""


def make_password() -> str:
    """One that is good until its owner has chosen another."""
    return make_secret()[:_INITIAL]


async def first_administrator(pool: Pool) -> str | None:
    """The password of the account `admin`, made when there was no account yet, by one process; else None."""
    async with pool.acquire() as db:
        if await queries.any_account(db):
            return None
        password = make_password()
        kept = await hashed(password)
        async with db.transaction():
            await queries.lock_accounts(db)
            if await queries.any_account(db):
                return None
            await add_account(db, FIRST_LOGIN, "administrator", kept, by="settings")
            return password


async def add_account(
    db: Connection,
    login: str | None,
    role: str,
    password: str | None,
    *,
    by: str | None,
    name: str | None = None,
    staff_id: str | None = None,
    identity: str | None = None,
) -> str:
    """Its id. `password` is a hash, of one that must be changed at first sign-in. Raises `LoginTaken`."""
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
        raise LoginTaken(role)
    await note(db, "account_added", row["id"], by=by)
    return str(row["id"])


async def reset_password(db: Connection, account_id: str, password: str, *, by: str | None) -> None:
    """`password` is a hash; its owner must change it. Sessions end, a lock is taken away."""
    await queries.set_password(db, id=account_id, password=password, must_change=True)
    await queries.end_sessions(db, account_id=account_id, except_id=None)
    await unlock(db, account_id, by=by)
    await note(db, "password_reset", account_id, by=by)


async def unlock(db: Connection, account_id: str, *, by: str | None) -> None:
    """Tries of the account's login are forgotten."""
    account = await queries.get_account(db, id=account_id)
    if account is not None and account["login"] is not None:
        await queries.forget_tries(db, kind="login", subject=account["login"])
    await note(db, "unlocked", account_id, by=by)


async def forget_second_factor(db: Connection, account_id: str, *, by: str | None) -> None:
    """It is set up anew at the next sign-in, where the role needs one; sessions end."""
    await queries.forget_second_factor(db, id=account_id)
    await queries.end_sessions(db, account_id=account_id, except_id=None)
    await note(db, "second_factor_reset", account_id, by=by)


async def confirm_second_factor(db: Connection, account_id: str, counter: int, codes: int) -> list[str]:
    """The secret that was being set up counts from now on; recovery codes, which are shown once."""
    made = [make_recovery_code() for _ in range(codes)]
    kept = [recovery_digest(code) for code in made]
    await queries.confirm_second_factor(db, id=account_id, counter=counter, recovery=kept)
    await note(db, "second_factor_set_up", account_id)
    return made


async def note(
    db: Connection,
    what: str,
    account_id: str | None,
    *,
    by: str | None = None,
    token_id: str | None = None,
    address: str | None = None,
    agent: str | None = None,
) -> None:
    """One line of what happened at the door; the login that was typed is not in it, it may be a password."""
    await queries.note_sign_in(
        db,
        what=what,
        account_id=account_id,
        by=by,
        token_id=token_id,
        address=address,
        agent=Hidden(agent[:_AGENT_KEPT]) if agent else None,
    )

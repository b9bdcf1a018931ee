"""Signing in with login, password and code: one way for programs and for the page (P23)."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.access.passwords import folded
from domain.access.sign_in import SignInPolicy
from services.refused import Refused
from services.sign_in.record import agent_kept, note
from store.database import Connection, queries
from store.locked_columns import SECOND_FACTOR
from store.rows.sign_in.accounts import AccountRow
from vault.locked import opened_at
from vault.one_time_codes import counter_of
from vault.passwords import fits, hashed, outdated
from vault.tokens import digest, make_secret, recovery_digest

_NO_ADDRESS = "unknown"


@dataclass(frozen=True)
class Entrance:
    """Where somebody comes in: by which rules, and from where.

    What is done at the door takes a connection for each step and none while a password is compared, which
    takes long on purpose; and what is refused is on record, so it is not one transaction.
    """

    connection: Callable[[], AbstractAsyncContextManager[Connection]]
    policy: SignInPolicy
    address: str | None
    """Of the network; tries are counted for it."""
    agent: str | None
    """The browser, as it says itself."""

    @property
    def subject(self) -> str:
        """Whose tries are counted, where the login's are not enough."""
        return self.address or _NO_ADDRESS

    async def note(self, what: str, account_id: str | None) -> None:
        """A line of the record of sign-ins, with from where."""
        async with self.connection() as db:
            await note(db, what, account_id, address=self.address, agent=self.agent)


@dataclass(frozen=True)
class Opened:
    """A new session; `secret` is for the cookie alone."""

    session_id: str
    account_id: str
    secret: str
    expires_at: datetime


async def sign_in(at: Entrance, login: str, password: str, code: str | None) -> Opened:
    """Refuses `too-many-tries`, `sign-in-refused`, `code-needed`, `code-refused`."""
    login = folded(login)
    account, kept = await _checked_password(at, login, password)
    await _check_code(at, login, account, code)
    await forget_tries(at, login)
    if outdated(kept):
        anew = await hashed(password)
        async with at.connection() as db:
            await queries.rehash_password(db, id=account["id"], before=kept, password=anew)
    return await open_session(at, account["id"], "password")


async def _checked_password(at: Entrance, login: str, password: str) -> tuple[AccountRow, str]:
    """The account, and its hash. One answer for a wrong password and for a login that nobody has."""
    await count_try(at, login)
    async with at.connection() as db:
        found = await queries.account_of_login(db, login=login)
        account = await queries.get_account(db, id=found) if found else None
    kept = account["password"] if account and account["usable"] else None
    if not await fits(password, kept) or account is None or kept is None:
        await at.note("refused", account["id"] if account else None)
        raise Refused("sign-in-refused")
    return account, kept


async def count_try(at: Entrance, login: str) -> None:
    """Refuses `too-many-tries` when login or address has had its tries; `wait` is in seconds."""
    async with at.connection() as db:
        waits = [
            await _try(db, at.policy, "address", at.subject, at.policy.address_tries),
            await _try(db, at.policy, "login", login, at.policy.tries),
        ]
    if any(waits):
        await at.note("locked_out", None)
        raise Refused("too-many-tries", wait=max(waits))


async def _try(db: Connection, policy: SignInPolicy, kind: str, subject: str, most: int) -> int:
    """Seconds to wait; 0: go ahead."""
    row = await queries.try_sign_in(
        db, kind=kind, subject=subject, most=most, within=policy.tries_within, locked_for=policy.locked_for
    )
    return max(int(row["seconds"] or 0), 1) if row["locked"] else 0


async def forget_tries(at: Entrance, login: str) -> None:
    """Everything was right: the login begins anew, the address gets its try back."""
    async with at.connection() as db:
        await queries.forget_tries(db, kind="login", subject=login)
        await queries.take_back_try(db, kind="address", subject=at.subject)


async def _check_code(at: Entrance, login: str, account: AccountRow, code: str | None) -> None:
    if account["code_secret"] is None:
        return
    if not code:
        # The password was right: this try is not counted, those before it are.
        async with at.connection() as db:
            await queries.take_back_try(db, kind="login", subject=login)
            await queries.take_back_try(db, kind="address", subject=at.subject)
        raise Refused("code-needed")
    await require_code(at, account, code)


async def require_code(at: Entrance, account: AccountRow, code: str) -> None:
    """The code of the phone, or a recovery code, is used up by that. Refuses `code-refused`."""
    if not await _uses_code(at, account, code):
        await at.note("code_refused", account["id"])
        raise Refused("code-refused")


def second_factor(account: AccountRow, column: Literal["code_secret", "code_pending"]) -> str:
    """The secret of the account's phone. Raises `Tampered`, `NotSealed` for one from elsewhere."""
    return str(opened_at(account[column], SECOND_FACTOR.at(account["id"])))


async def _uses_code(at: Entrance, account: AccountRow, code: str) -> bool:
    if account["code_secret"] is None:
        return False
    drift, last = at.policy.code_drift, account["code_last"]
    counter = counter_of(code, second_factor(account, "code_secret"), drift=drift, after=last)
    async with at.connection() as db:
        if counter is not None:
            return await queries.use_code(db, id=account["id"], counter=counter) is not None
        used = await queries.use_recovery_code(db, id=account["id"], digest=recovery_digest(code))
    if used is not None:
        await at.note("recovery_code_used", account["id"])
    return used is not None


async def open_session(at: Entrance, account_id: str, by: Literal["password", "provider"]) -> Opened:
    """A session of its own for every sign-in: an id from before is never taken over."""
    secret = make_secret()
    async with at.connection() as db, db.transaction():
        row = await queries.add_session(
            db,
            secret=digest(secret),
            account_id=account_id,
            by=by,
            address=at.address,
            agent=agent_kept(at.agent),
            longest=at.policy.longest_session,
        )
        await queries.signed_in(db, id=account_id)
        await note(db, "signed_in", account_id, address=at.address, agent=at.agent)
    return Opened(row["id"], account_id, secret, row["expires_at"])

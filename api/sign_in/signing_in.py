"""Signing in with login, password and code: one way for the API and for the page (P23)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from starlette.requests import Request

from api.access.session_cookie import address_and_browser
from api.routing import Problem, config_of, connection
from domain.access.passwords import folded
from domain.access.sign_in import SignInPolicy
from store.accounts import note
from store.database import Connection, present, queries
from store.rows.sign_in.accounts import AccountRow
from vault.one_time_codes import counter_of
from vault.passwords import fits, hashed, outdated
from vault.tokens import digest, make_secret, recovery_digest
from vault.values import Hidden

_NO_ADDRESS = "unknown"


@dataclass(frozen=True)
class Opened:
    """A new session; `secret` is for the cookie alone."""

    session_id: str
    account_id: str
    secret: str
    expires_at: datetime


async def sign_in(request: Request, login: str, password: str, code: str | None) -> Opened:
    """Raises Problem `too-many-tries`, `sign-in-refused`, `code-needed`, `code-refused`."""
    login = folded(login)
    account = await checked_password(request, login, password)
    await _check_code(request, login, account, code)
    await forget_tries(request, login)
    before = present(account["password"])
    if outdated(before):
        kept = await hashed(password)
        async with connection(request) as db:
            await queries.rehash_password(db, id=account["id"], before=before, password=kept)
    return await open_session(request, account["id"], "password")


async def checked_password(request: Request, login: str, password: str) -> AccountRow:
    """The account's row. One answer for a wrong password and for a login that nobody has; each is a try.

    Raises Problem `too-many-tries`, `sign-in-refused`.
    """
    await count_try(request, login)
    async with connection(request) as db:
        found = await queries.account_of_login(db, login=login)
        account = await queries.get_account(db, id=found) if found else None
    kept = account["password"] if account and account["usable"] else None
    if not await fits(password, kept) or account is None:
        await note_here(request, "refused", account["id"] if account else None)
        raise Problem("sign-in-refused")
    return account


async def count_try(request: Request, login: str) -> None:
    """Raises Problem `too-many-tries` when login or address has had its tries."""
    policy, (address, _) = config_of(request).sign_in, address_and_browser(request)
    async with connection(request) as db:
        waits = [
            await _try(db, policy, "address", address or _NO_ADDRESS, policy.address_tries),
            await _try(db, policy, "login", login, policy.tries),
        ]
    if any(waits):
        await note_here(request, "locked_out", None)
        raise Problem("too-many-tries", headers={"Retry-After": str(max(waits))})


async def _try(db: Connection, policy: SignInPolicy, kind: str, subject: str, most: int) -> int:
    """Seconds to wait; 0: go ahead."""
    row = await queries.try_sign_in(
        db, kind=kind, subject=subject, most=most, within=policy.tries_within, locked_for=policy.locked_for
    )
    return max(row["seconds"] or 0, 1) if row["locked"] else 0


async def forget_tries(request: Request, login: str) -> None:
    """Everything was right: the login begins anew, the address gets its try back."""
    address, _ = address_and_browser(request)
    async with connection(request) as db:
        await queries.forget_tries(db, kind="login", subject=login)
        await queries.take_back_try(db, kind="address", subject=address or _NO_ADDRESS)


async def _check_code(request: Request, login: str, account: AccountRow, code: str | None) -> None:
    if account["code_secret"] is None:
        return
    if not code:
        # The password was right: this try is not counted, those before it are.
        address, _ = address_and_browser(request)
        async with connection(request) as db:
            await queries.take_back_try(db, kind="login", subject=login)
            await queries.take_back_try(db, kind="address", subject=address or _NO_ADDRESS)
        raise Problem("code-needed")
    if not await uses_code(request, account, code):
        await note_here(request, "code_refused", account["id"])
        raise Problem("code-refused")


async def uses_code(request: Request, account: AccountRow, code: str) -> bool:
    """Whether the code of the phone, or a recovery code, is right; it is used up by that."""
    policy = config_of(request).sign_in
    counter = counter_of(
        code, present(account["code_secret"]), drift=policy.code_drift, after=account["code_last"]
    )
    async with connection(request) as db:
        if counter is not None:
            return await queries.use_code(db, id=account["id"], counter=counter) is not None
        used = await queries.use_recovery_code(db, id=account["id"], digest=recovery_digest(code))
    if used is not None:
        await note_here(request, "recovery_code_used", account["id"])
    return used is not None


async def open_session(request: Request, account_id: str, by: Literal["password", "provider"]) -> Opened:
    """A session of its own for every sign-in: an id from before is never taken over."""
    config, secret, (address, agent) = config_of(request), make_secret(), address_and_browser(request)
    async with connection(request) as db, db.transaction():
        row = await queries.add_session(
            db,
            secret=digest(secret),
            account_id=account_id,
            by=by,
            address=address,
            agent=Hidden(agent[:200]) if agent else None,
            longest=config.sign_in.longest_session,
        )
        await queries.signed_in(db, id=account_id)
        await note(db, "signed_in", account_id, address=address, agent=agent)
    return Opened(row["id"], account_id, secret, row["expires_at"])


async def note_here(
    request: Request, what: str, account_id: str | None, *, by: str | None = None, token_id: str | None = None
) -> None:
    """A line of the record of sign-ins, with from where."""
    address, agent = address_and_browser(request)
    async with connection(request) as db:
        await note(db, what, account_id, by=by, token_id=token_id, address=address, agent=agent)

"""What somebody who is signed in does about the own account: password, second factor, sessions (P23)."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from api.access.session_cookie import address_and_browser, give_cookie, read_cookie
from api.routing import Principal, Problem, config_of, connection, field_error, principal_of
from api.sign_in.signing_in import count_try, forget_tries, note_here, uses_code
from domain.access.passwords import unfit
from store.accounts import confirm_second_factor, note
from store.database import present, queries
from store.rows.sign_in.accounts import AccountRow
from store.rows.sign_in.sessions import SessionsOfRow
from vault.one_time_codes import counter_of, enrolment_address, make_code_secret
from vault.passwords import fits, hashed
from vault.tokens import digest, make_secret
from vault.values import Hidden


@dataclass(frozen=True)
class Enrolment:
    """For an authenticator app; counts once a code of it was given."""

    secret: str
    address: str


def own_principal(request: Request) -> Principal:
    """The person signed in. Raises Problem `no-session` for programs with a token."""
    principal = principal_of(request.scope)
    if principal is None or principal.session_id is None:
        raise Problem("no-session")
    return principal


async def own_account(request: Request) -> AccountRow:
    """The row of the account that is signed in. Raises as `own_principal`."""
    principal = own_principal(request)
    async with connection(request) as db:
        return present(await queries.get_account(db, id=principal.id))


async def change_password(request: Request, current: str, new: str, field: str = "new") -> None:
    """All other sessions end.

    Raises Problem `too-many-tries`, `sign-in-refused`, `invalid`, `no-password`.
    """
    account = await _account_with_password(request)
    await _check_password(request, account, current)
    await forget_tries(request, present(account["login"]))
    await require_fit(request, new, present(account["login"]), field)
    if new == current:
        raise Problem("invalid", [field_error(request.scope, "body", f"#/{field}", "password-same")])
    kept = await hashed(new)
    async with connection(request) as db, db.transaction():
        await queries.set_password(db, id=account["id"], password=kept, must_change=False)
        await queries.end_sessions(db, account_id=account["id"], except_id=own_principal(request).session_id)
    await note_here(request, "password_changed", account["id"])


async def require_fit(request: Request, password: str, login: str, field: str) -> None:
    """Raises Problem `invalid` that says why the password is not taken."""
    policy = config_of(request).sign_in
    why = unfit(password, login, policy)
    if why is not None:
        limit = policy.longest_password if why == "too-long" else policy.shortest_password
        raise Problem(
            "invalid", [field_error(request.scope, "body", f"#/{field}", f"password-{why}", limit=limit)]
        )


async def begin_second_factor(request: Request, password: str, code: str | None) -> Enrolment:
    """A second factor that was set up before stays until the new one is confirmed, and is asked for first.

    Raises Problem `too-many-tries`, `sign-in-refused`, `code-needed`, `code-refused`, `no-password`.
    """
    account = await _account_with_password(request)
    await _check_password(request, account, password)
    await _check_code(request, account, code)
    await forget_tries(request, present(account["login"]))
    secret, issuer = make_code_secret(), config_of(request).signature
    async with connection(request) as db:
        await queries.begin_second_factor(db, id=account["id"], secret=Hidden(secret))
    return Enrolment(secret, enrolment_address(secret, present(account["login"]), issuer))


async def finish_second_factor(request: Request, code: str) -> list[str]:
    """Recovery codes. Raises Problem `second-factor-not-begun`, `too-many-tries`, `code-refused`."""
    account, policy = await own_account(request), config_of(request).sign_in
    if account["code_pending"] is None:
        raise Problem("second-factor-not-begun")
    await count_try(request, present(account["login"]))
    counter = counter_of(code, account["code_pending"], drift=policy.code_drift)
    if counter is None:
        await note_here(request, "code_refused", account["id"])
        raise Problem("code-refused")
    await forget_tries(request, present(account["login"]))
    async with connection(request) as db, db.transaction():
        codes = await confirm_second_factor(db, account["id"], counter, policy.recovery_codes)
        await queries.end_sessions(db, account_id=account["id"], except_id=own_principal(request).session_id)
    return codes


async def renew_cookie(request: Request, response: Response) -> str:
    """The same session under a new secret: who had seen the old one is out."""
    secret = make_secret()
    async with connection(request) as db:
        session_id = present(own_principal(request).session_id)
        await queries.renew_session(db, id=session_id, secret=digest(secret))
    give_cookie(response, config_of(request), secret)
    return secret


async def own_sessions(request: Request) -> list[SessionsOfRow]:
    """Those under way, the oldest first."""
    principal = own_principal(request)
    async with connection(request) as db:
        found = queries.sessions_of(db, account_id=principal.id, idle=config_of(request).sign_in.idle)
        return [row async for row in found]


async def end_session(request: Request, session_id: str) -> None:
    """One of the own. Raises Problem `no-such-session`."""
    principal = own_principal(request)
    async with connection(request) as db:
        if await queries.end_session(db, id=session_id, account_id=principal.id) is None:
            raise Problem("no-such-session")
    await note_here(request, "signed_out", principal.id)


async def end_all_sessions(request: Request) -> None:
    """Every one of the own, this one too."""
    principal, (address, agent) = own_principal(request), address_and_browser(request)
    async with connection(request) as db, db.transaction():
        await queries.end_sessions(db, account_id=principal.id, except_id=None)
        await note(db, "signed_out_everywhere", principal.id, address=address, agent=agent)


def own_secret(request: Request) -> str:
    """Of the session, as the cookie carries it."""
    return read_cookie(request.scope, config_of(request)) or ""


async def _account_with_password(request: Request) -> AccountRow:
    account = await own_account(request)
    if account["password"] is None or account["login"] is None:
        raise Problem("no-password")
    return account


async def _check_password(request: Request, account: AccountRow, password: str) -> None:
    """Tries count as at the door: a session left open lets nobody find the password out."""
    await count_try(request, present(account["login"]))
    if not await fits(password, account["password"]):
        await note_here(request, "refused", account["id"])
        raise Problem("sign-in-refused")


async def _check_code(request: Request, account: AccountRow, code: str | None) -> None:
    if account["code_secret"] is None:
        return
    if not code:
        raise Problem("code-needed")
    if not await uses_code(request, account, code):
        await note_here(request, "code_refused", account["id"])
        raise Problem("code-refused")

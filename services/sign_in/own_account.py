"""What somebody who is signed in does about the own account: password, second factor, sessions (P23)."""

from dataclasses import dataclass

from domain.access.passwords import unfit as unfit_password
from services.caller import Principal
from services.refused import Refused, unfit
from services.sign_in.accounts import found
from services.sign_in.entering import Entrance, count_try, forget_tries, require_code, second_factor
from services.sign_in.record import note
from store.database import queries
from store.locked_columns import SECOND_FACTOR
from store.rows.sign_in.accounts import AccountRow
from vault.locked import Locked
from vault.one_time_codes import counter_of, enrolment_address, make_code_secret
from vault.passwords import fits, hashed
from vault.tokens import digest, make_recovery_code, make_secret, recovery_digest


@dataclass(frozen=True)
class Enrolment:
    """For an authenticator app; counts once a code of it was given."""

    secret: str
    address: str


async def change_password(at: Entrance, by: Principal, current: str, new: str) -> None:
    """All other sessions end.

    Refuses `too-many-tries`, `sign-in-refused`, `invalid`, `no-password`.
    """
    account, login = await _account_with_password(at, by)
    await _check_password(at, account, login, current)
    await forget_tries(at, login)
    _require_fit(at, new, login)
    if new == current:
        raise unfit("new", "password-same")
    kept = await hashed(new)
    async with at.connection() as db, db.transaction():
        await queries.set_password(db, id=account["id"], password=kept, must_change=False)
        await queries.end_sessions(db, account_id=account["id"], except_id=by.session_id)
    await at.note("password_changed", account["id"])


async def begin_second_factor(
    at: Entrance, by: Principal, password: str, code: str | None, *, issuer: str
) -> Enrolment:
    """A second factor that was set up before stays until the new one is confirmed, and is asked for first.

    `issuer` is how the authenticator app names the company. Refuses `too-many-tries`, `sign-in-refused`,
    `code-needed`, `code-refused`, `no-password`.
    """
    account, login = await _account_with_password(at, by)
    await _check_password(at, account, login, password)
    if account["code_secret"] is not None:
        if not code:
            raise Refused("code-needed")
        await require_code(at, account, code)
    await forget_tries(at, login)
    secret = make_code_secret()
    async with at.connection() as db:
        await queries.begin_second_factor(
            db, id=account["id"], secret=Locked(secret, SECOND_FACTOR.at(account["id"]))
        )
    return Enrolment(secret, enrolment_address(secret, login, issuer))


async def finish_second_factor(at: Entrance, by: Principal, code: str) -> list[str]:
    """The secret that was being set up counts from now on; recovery codes, which are shown once.

    Other sessions end. Refuses `second-factor-not-begun`, `too-many-tries`, `code-refused`.
    """
    account = await own_account(at, by)
    if account["code_pending"] is None:
        raise Refused("second-factor-not-begun")
    login = str(account["login"])
    await count_try(at, login)
    counter = counter_of(code, second_factor(account, "code_pending"), drift=at.policy.code_drift)
    if counter is None:
        await at.note("code_refused", account["id"])
        raise Refused("code-refused")
    await forget_tries(at, login)
    codes = [make_recovery_code() for _ in range(at.policy.recovery_codes)]
    kept = [recovery_digest(each) for each in codes]
    async with at.connection() as db, db.transaction():
        await queries.confirm_second_factor(db, id=account["id"], counter=counter, recovery=kept)
        await note(db, "second_factor_set_up", account["id"])
        await queries.end_sessions(db, account_id=account["id"], except_id=by.session_id)
    return codes


async def renew_session(at: Entrance, by: Principal) -> str:
    """The same session under a new secret: who had seen the old one is out."""
    secret = make_secret()
    async with at.connection() as db:
        await queries.renew_session(db, id=str(by.session_id), secret=digest(secret))
    return secret


async def end_session(at: Entrance, by: Principal, session_id: str) -> None:
    """One of the own. Refuses `no-such-session`."""
    async with at.connection() as db:
        if await queries.end_session(db, id=session_id, account_id=by.id) is None:
            raise Refused("no-such-session")
    await at.note("signed_out", by.id)


async def end_all_sessions(at: Entrance, by: Principal) -> None:
    """Every one of the own, this one too."""
    async with at.connection() as db, db.transaction():
        await queries.end_sessions(db, account_id=by.id, except_id=None)
        await note(db, "signed_out_everywhere", by.id, address=at.address, agent=at.agent)


async def own_account(at: Entrance, by: Principal) -> AccountRow:
    """The account that is signed in. Refuses `no-such-account`."""
    async with at.connection() as db:
        return await found(db, by.id)


async def _account_with_password(at: Entrance, by: Principal) -> tuple[AccountRow, str]:
    account = await own_account(at, by)
    if account["password"] is None or account["login"] is None:
        raise Refused("no-password")
    return account, account["login"]


async def _check_password(at: Entrance, account: AccountRow, login: str, password: str) -> None:
    """Tries count as at the door: a session left open lets nobody find the password out."""
    await count_try(at, login)
    if not await fits(password, account["password"]):
        await at.note("refused", account["id"])
        raise Refused("sign-in-refused")


def _require_fit(at: Entrance, password: str, login: str) -> None:
    """Refuses `invalid`, which says why the password is not taken."""
    why = unfit_password(password, login, at.policy)
    if why is not None:
        limit = at.policy.longest_password if why == "too-long" else at.policy.shortest_password
        raise unfit("new", f"password-{why}", limit=limit)

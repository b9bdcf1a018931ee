"""Accounts and tokens as programs keep them, without HTTP (P23)."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.access.sign_in import SignInPolicy
from services.refused import Refused
from services.sign_in import accounts
from services.sign_in.api_tokens import make_token, revoke_token
from store.database import queries
from tests.town.archive import Archive
from vault.passwords import fits

_POLICY = SignInPolicy()


async def _opened(db: Any, role: str = "agent", **more: Any) -> str:
    login = f"login.{uuid.uuid4().hex[:12]}"
    return str((await accounts.open_account(db, login=login, role=role, by="command", **more))[0]["id"])


async def test_an_account_is_opened_with_a_password_to_change(pool: Any, archive: Archive) -> None:
    staff, login = await archive.person(), f"Login.{uuid.uuid4().hex[:12]}"
    async with pool.acquire() as db:
        row, password = await accounts.open_account(
            db, login=login, role="agent", staff_id=staff, by="command"
        )
        assert (row["login"], row["staff_id"], row["must_change"]) == (login.lower(), staff, True)
        assert await fits(password, row["password"])
        with pytest.raises(Refused, match="login-taken"):
            await accounts.open_account(db, login=login, role="agent", by="command")
        with pytest.raises(Refused) as refused:
            await _opened(db, staff_id="S99999999")
        assert [each.where for each in refused.value.unfit] == ["#/staff_id"]


async def test_nobody_changes_the_own_role_and_a_new_role_ends_sessions(pool: Any) -> None:
    async with pool.acquire() as db:
        account = await _opened(db)
        with pytest.raises(Refused, match="own-account"):
            await accounts.change_account(db, account, {"role": "manager"}, by=account)
        with pytest.raises(Refused, match="own-account"):
            await accounts.reset_second_factor(db, account, by=account)
        await queries.add_session(
            db, secret=uuid.uuid4().hex, account_id=account, by="password", address=None, agent=None,
            longest=_POLICY.longest_session,
        )  # fmt: skip
        changed = await accounts.change_account(db, account, {"role": "shift_lead"}, by="command", seen=1)
        assert changed["role"] == "shift_lead" and changed["version"] == 2
        left = queries.sessions_of(db, account_id=account, idle=_POLICY.idle)
        assert [row["id"] async for row in left] == []
        with pytest.raises(Refused, match="no-such-account"):
            await accounts.unlock_account(db, "U99999999", by="command")


async def test_what_is_reset_together_is_reset_together(pool: Any) -> None:
    async with pool.acquire() as db:
        account = await _opened(db)
        before = await accounts.found(db, account)
        with pytest.raises(Refused, match="own-account"):
            async with db.transaction():
                await accounts.reset_password(db, account, by="command")
                await accounts.reset_second_factor(db, account, by=account)
        assert (await accounts.found(db, account))["password"] == before["password"]
        async with db.transaction():
            _, password = await accounts.reset_password(db, account, by="command")
            await accounts.reset_second_factor(db, account, by="command")
        assert await fits(password, (await accounts.found(db, account))["password"])


@pytest.mark.parametrize(
    ("scopes", "days", "where"),
    [(["accounts.manage"], 30, "#/scopes"), (["tickets.open"], 0, "#/expires_at"),
     (["tickets.open"], _POLICY.longest_token.days + 1, "#/expires_at")],
)  # fmt: skip
async def test_a_token_has_what_its_role_may_and_an_end(
    pool: Any, scopes: list[str], days: int, where: str
) -> None:
    until = datetime.now(UTC) + timedelta(days=days)
    async with pool.acquire() as db:
        with pytest.raises(Refused) as refused:
            await make_token(
                db, _POLICY, name="官网", role="integration", scopes=scopes, expires_at=until, by="U1"
            )
    assert [each.where for each in refused.value.unfit] == [where]


async def test_a_token_is_made_and_revoked(pool: Any) -> None:
    until = datetime.now(UTC) + timedelta(days=30)
    async with pool.acquire() as db:
        by = await _opened(db)
        row, secret = await make_token(
            db, _POLICY, name="官网", role="integration", scopes=["tickets.open"], expires_at=until, by=by
        )
        assert row["made_by"] == by and secret not in str(dict(row))
        await revoke_token(db, row["id"], by=by)
        with pytest.raises(Refused, match="no-such-token"):
            await revoke_token(db, "K99999999", by=by)

"""The first administrator, and `huifang account`."""

import asyncio
import re
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from huifang.run.first_sign_in import keep_first_sign_in
from huifang.settings.identity_provider import ProviderUnusable, identity_provider
from huifang.settings.settings import Settings
from services.sign_in.accounts import first_administrator
from store.database import connect
from store.keys import open_keyring
from tests.town.commands import in_this_process
from tests.town.databases import migrated_database
from tests.town.keys import MASTER_KEYS, MASTERS
from vault.passwords import fits

Capsys = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
async def fresh(database_url: str) -> AsyncIterator[tuple[str, Any]]:
    """A database in which nobody has an account yet."""
    async with migrated_database(database_url) as url:
        pool = await connect(url, await open_keyring(url, MASTERS), size=4)
        yield url, pool
        await pool.close()


async def test_of_two_processes_that_start_at_once_one_makes_the_administrator(
    fresh: tuple[str, Any], tmp_path: Path
) -> None:
    _, pool = fresh
    made = await asyncio.gather(
        first_administrator(pool), first_administrator(pool), first_administrator(pool)
    )
    [password] = [each for each in made if each]
    async with pool.acquire() as db:
        [row] = await db.fetch("SELECT * FROM accounts")
    assert (row["login"], row["role"], row["must_change"]) == ("admin", "administrator", True)
    assert await fits(password, row["password"])
    assert await keep_first_sign_in(pool, tmp_path) is None
    async with pool.acquire() as db:
        await db.execute("DELETE FROM accounts")
    file = await keep_first_sign_in(pool, tmp_path)
    assert file is not None and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert file.read_text().split()[0] == "admin"


def test_accounts_are_kept_from_the_command_line(
    fresh: tuple[str, Any], capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", fresh[0])
    monkeypatch.setenv("HUIFANG_MASTER_KEYS", MASTER_KEYS)

    def account(*arguments: str) -> tuple[int, str]:
        return in_this_process(capsys, "account", *arguments, "--lang", "en")

    code, said = account("add", "Wang.Shili", "--role", "agent")
    assert code == 0 and "wang.shili" in said
    first = re.findall(r": (\S{16})$", said.strip())
    assert first
    assert account("add", "wang.shili", "--role", "agent")[0] == 2
    code, said = account("add", "li", "--role", "king")
    assert code == 2 and "service_supervisor" in said
    code, said = account("add", "li.shili", "--role", "agent", "--staff", "S99999999")
    assert code == 2 and "S99999999" in said
    code, said = account("reset", "wang.shili", "--second-factor")
    assert code == 0 and first[0] not in said
    assert account("unlock", "wang.shili")[0] == 0
    assert account("unlock", "nobody")[0] == 2
    code, said = account("list")
    assert code == 0 and "wang.shili" in said and "admin" in said


def test_a_provider_that_cannot_be_is_named() -> None:
    given = {"oidc_client_id": "huifang", "oidc_roles": {"leads": "service_supervisor"}}
    assert identity_provider(Settings(**given)) is None  # type: ignore[arg-type]
    found = identity_provider(Settings(oidc_issuer="https://login.example", **given))  # type: ignore[arg-type]
    assert found is not None and found.config.role_of({"groups": ["x", "leads"]}) == "service_supervisor"
    assert found.config.role_of({"groups": "leads"}) and not found.config.role_of({"groups": {"leads": 1}})
    for wrong, setting in (
        ({"oidc_issuer": "http://login.example"}, "HUIFANG_OIDC_ISSUER"),
        ({"oidc_issuer": "https://login.example", "oidc_roles": {"a": "king"}}, "HUIFANG_OIDC_ROLES"),
    ):
        with pytest.raises(ProviderUnusable, match=setting):
            identity_provider(Settings(**{**given, **wrong}))  # type: ignore[arg-type]

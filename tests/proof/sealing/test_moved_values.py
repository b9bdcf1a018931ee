"""Somebody who can write to the database moves sealed values about, to read or to use them (P23)."""

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from store.database import connect
from store.keys import open_keyring
from store.trail import Broken, Look, _mac, append, verify
from tests.town.databases import migrated_database
from tests.town.doors import Door
from tests.town.keys import MASTERS


async def test_a_second_factor_is_shown_in_no_other_field(door: Door, pool: Any) -> None:
    victim, attacker = await door.person("service_supervisor"), await door.person("agent")
    browser = await door.signed_in(attacker)
    sql = "UPDATE accounts SET name = (SELECT code_secret FROM accounts WHERE id = $1) WHERE id = $2"
    await pool.execute(sql, victim.id, attacker.id)
    try:
        for path in ("/session", "/my-account"):
            answer = await browser.call("GET", path)
            assert victim.secret not in answer.text
        answer = await door.admin.get(f"/accounts/{attacker.id}")
        assert answer.status_code >= 500 and victim.secret not in answer.text
    finally:
        await pool.execute("UPDATE accounts SET name = NULL WHERE id = $1", attacker.id)


async def test_a_second_factor_of_one_s_own_opens_no_other_account(door: Door, pool: Any) -> None:
    victim, attacker = await door.person("service_supervisor"), await door.person("auditor")
    for column in ("code_secret", "login"):
        sql = f"UPDATE accounts SET code_secret = (SELECT {column} FROM accounts WHERE id = $1) WHERE id = $2"
        await pool.execute(sql, attacker.id, victim.id)
        answer = await door.browser().sign_in(victim.login, victim.password, attacker.code())
        assert answer.status_code >= 400 and "csrf_token" not in answer.text


async def test_an_answer_kept_for_somebody_else_is_given_to_nobody(door: Door, pool: Any) -> None:
    body = {"name": "测试部", "kind": "engineering"}
    secret = await door.admin.post("/departments", json=body, headers={"Idempotency-Key": "theirs"})
    assert secret.status_code == 201
    other = {"name": "另一个测试部", "kind": "engineering"}
    assert (await door.admin.post("/departments", json=other, headers={"Idempotency-Key": "mine"})).is_success
    theirs, mine = (hashlib.sha256(each.encode()).hexdigest() for each in ("theirs", "mine"))
    moved = await pool.execute(
        "UPDATE idempotency_keys SET body = (SELECT body FROM idempotency_keys WHERE key = $1)"
        " WHERE key = $2",
        theirs,
        mine,
    )
    assert moved == "UPDATE 1"
    again = await door.admin.post("/departments", json=other, headers={"Idempotency-Key": "mine"})
    assert again.status_code >= 500 and secret.json()["id"] not in again.text
    genuine = await door.admin.post("/departments", json=body, headers={"Idempotency-Key": "theirs"})
    assert genuine.json() == secret.json() and genuine.headers["idempotency-replayed"] == "true"


@pytest.fixture
async def vault_pool(database_url: str) -> AsyncIterator[Any]:
    async with migrated_database(database_url) as url:
        pool = await connect(url, await open_keyring(url, MASTERS))
        yield pool
        await pool.close()


async def test_the_key_of_the_trail_is_nowhere_and_nobody_s_own_counts(vault_pool: Any) -> None:
    """Whoever writes to the database gives the trail a key of his own, and makes the chain anew with it."""
    own = bytes(32)
    async with vault_pool.acquire() as db:
        await append(db, Look("file", "U00000001"), Look("file", "U00000002"))
        assert await db.fetchval("SELECT count(*) FROM trail_key") == 0
        await db.execute("ALTER TABLE trail DISABLE TRIGGER trail_is_appended_to")
        await db.execute("INSERT INTO trail_key (key) VALUES ($1)", {"trail_key": own.hex()})
        first = dict(await db.fetchrow("SELECT * FROM trail WHERE no = 1")) | {"account": "U99999999"}
        await db.execute(
            "UPDATE trail SET account = $1, mac = $2 WHERE no = 1", first["account"], _mac(own, first)
        )
        assert await verify(db) == Broken(1, "changed")


async def test_nobody_puts_the_moment_off_from_which_seals_are_bound(database_url: str) -> None:
    async with migrated_database(database_url) as url:
        db = await asyncpg.connect(url)
        try:
            assert (await open_keyring(url, MASTERS)).binds
            for moment in ("infinity", "2099-01-01"):
                await db.execute("UPDATE sealed_bound SET binds_from = $1::text::timestamptz", moment)
                assert (await open_keyring(url, MASTERS)).binds
            await db.execute("DELETE FROM sealed_bound")
            assert (await open_keyring(url, MASTERS)).binds
        finally:
            await db.close()

"""A database of the release before comes up with its second factors, an hour before seals are bound (P23)."""

import asyncio
from datetime import UTC, datetime, timedelta

import asyncpg

from store.database import connect
from store.keys import add_key, open_keyring, reload
from store.locked_columns import KEPT_ANSWER, SECOND_FACTOR
from store.migrate import migrate
from store.resealing import reseal
from tests.town.keys import MASTERS
from vault.keyring import NEVER
from vault.locked import opened_at
from vault.sealed import key_no_of
from vault.values import Hidden, Values

_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


async def test_an_empty_database_binds_from_the_beginning(empty: str) -> None:
    await asyncio.to_thread(migrate, empty, MASTERS)
    assert (await open_keyring(empty, MASTERS)).binds


async def test_second_factors_and_kept_answers_of_before(empty: str) -> None:
    await asyncio.to_thread(migrate, empty, MASTERS, "0023")
    before = await open_keyring(empty, MASTERS)
    assert before.binds_from == NEVER and not before.binds
    sealed = Values(before)
    plain = await asyncpg.connect(empty)
    try:
        await plain.execute(
            "INSERT INTO tickets (id, kind, stage, version, opened_at, updated_at)"
            " VALUES ('repair-R2026-000001', 'Repair', 'waiting', 1, now(), now())"
        )
        account = await plain.fetchval(
            "INSERT INTO accounts (login, role, code_secret) VALUES ($1, 'agent', $2) RETURNING id",
            sealed.seal("wang"), sealed.seal(Hidden(_SECRET)),
        )  # fmt: skip
        await plain.execute(
            "INSERT INTO idempotency_keys (key, endpoint, request_hash, claim, status, body)"
            " VALUES ('k', 'e', $1, gen_random_uuid(), 201, $2)",
            sealed.seal("hash"), sealed.seal(Hidden("answer")),
        )  # fmt: skip
    finally:
        await plain.close()
    await asyncio.to_thread(migrate, empty, MASTERS)
    keyring, now = await open_keyring(empty, MASTERS), datetime.now(UTC)
    assert not keyring.binds and now < keyring.binds_from <= now + timedelta(hours=1)
    pool = await connect(empty, keyring, size=2)
    try:
        for _ in range(2):
            row = await pool.fetchrow("SELECT login, code_secret FROM accounts WHERE id = $1", account)
            assert row["login"] == "wang"
            assert opened_at(row["code_secret"], SECOND_FACTOR.at(account)) == _SECRET
            body = await pool.fetchval("SELECT body FROM idempotency_keys")
            assert opened_at(body, KEPT_ANSWER.at("e", "k")) == "answer"
            # The same under a newer data key.
            async with pool.acquire() as db:
                await add_key(db, MASTERS, "data", timedelta())
                await reload(db, MASTERS, keyring)
            assert (await reseal(empty, keyring)).left == 0
        kept = await asyncpg.connect(empty)
        assert key_no_of(await kept.fetchval("SELECT code_secret FROM accounts")) == keyring.newest
        await kept.close()
    finally:
        await pool.close()

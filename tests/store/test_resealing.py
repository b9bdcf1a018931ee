"""After a change of the data key every value comes under the new one, while people work (P23)."""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from store.database import connect, queries
from store.imports import StagedOwner, import_rows
from store.keys import add_key, open_keyring, reload
from store.migrate import migrate
from store.resealing import APPENDED_TO, reseal, sealed_columns
from tests.town.keys import MASTERS
from vault.keyring import Keyring
from vault.sealed import NotSealed, key_no_of

_OWNERS = 600
_NOT_SEALED = {
    ("acceptances", "token_hash"),
    ("acceptances", "code_hash"),
    ("data_keys", "wrapped"),
    ("job_links", "token_hash"),
    ("trail_key", "key"),
}
"""Hashes, and keys that master keys wrap."""


@pytest.fixture
async def keyring(empty: str) -> Keyring:
    await asyncio.to_thread(migrate, empty, MASTERS)
    return await open_keyring(empty, MASTERS)


@pytest.fixture
async def archive(empty: str, keyring: Keyring) -> Any:
    """A building with owners, two of whom have other numbers, and a text to one of them."""
    pool = await connect(empty, keyring, size=4)
    async with pool.acquire() as db:
        building = (await queries.add_building(db, name="云湖测试苑", handover_date=None))["id"]
        await import_rows(db, building, map(_owner, range(_OWNERS)))
    yield pool
    await pool.close()


def _owner(n: int) -> StagedOwner:
    others = (f"+86199000{95_000 + n}",) if n < 2 else ()
    return StagedOwner(
        n, "owner", "1栋", "", str(n), f"业主{n}", f"+86199000{94_000 + n}", others, None, None, "朝南"
    )


async def _keys_in_use(url: str) -> dict[int, int]:
    """How many values are under which key."""
    db, found = await asyncpg.connect(url), dict[int, int]()
    for table, columns in (await sealed_columns(db)).items():
        for row in await db.fetch(f"SELECT {', '.join(columns)} FROM {table}"):
            values = [each for v in row.values() for each in (v if isinstance(v, list) else [v])]
            for value in values:
                try:
                    found[key_no_of(value)] = found.get(key_no_of(value), 0) + 1
                except (NotSealed, TypeError):
                    continue
    await db.close()
    return found


async def test_everything_comes_under_the_new_key_while_people_work(
    empty: str, keyring: Keyring, archive: Any
) -> None:
    old = keyring.newest
    before = await _keys_in_use(empty)
    assert set(before) == {old} and before[old] > 4 * _OWNERS
    assert (await reseal(empty, keyring)).values == 0
    async with archive.acquire() as db:
        new = await add_key(db, MASTERS, "data", timedelta(0))
        await reload(db, MASTERS, keyring)
    assert keyring.newest == new and keyring.older == {old}
    working = asyncio.create_task(_work(archive))
    seen: list[str] = []
    done = await reseal(empty, keyring, lambda table, *_: seen.append(table))
    working.cancel()
    changed = (await asyncio.gather(working, return_exceptions=True))[0]
    assert isinstance(changed, asyncio.CancelledError), changed
    assert {"customers", "ownerships"} <= set(seen) and 0 < done.values <= before[old] and done.left == 0
    assert set(await _keys_in_use(empty)) == {new}
    assert (await reseal(empty, keyring)).values == 0
    async with archive.acquire() as db:
        names = {row["name"] for row in await db.fetch("SELECT name FROM customers")}
        assert names == {f"业主{n}" for n in range(_OWNERS)}
        same = await queries.add_customer(db, name="业主5", phone="+8619900094005", other_phones=[])
        assert same == await db.fetchval("SELECT id FROM customers WHERE idx(name) = idx($1)", "业主5")
        assert await db.fetchval("SELECT other_phones FROM customers WHERE idx(name) = idx($1)", "业主1") == [
            "+8619900095001"
        ]


async def _work(pool: Any) -> None:
    """Reads everything, and changes a note and a number, again and again."""
    n = 0
    while True:
        async with pool.acquire() as db:
            await db.fetch("SELECT * FROM customers JOIN ownerships o ON o.customer_id = customers.id")
            await db.execute(
                "UPDATE ownerships SET area = coalesce(area, 0) + 1 WHERE idx(room) = idx($1)", "7"
            )
            await db.execute(
                "UPDATE customers SET phone = $2 WHERE idx(name) = idx($1)", "业主9", f"+8619900093{n:03d}"
            )
        n = (n + 1) % 1000


async def test_what_somebody_holds_is_waited_for(empty: str, keyring: Keyring, archive: Any) -> None:
    async with archive.acquire() as db:
        await add_key(db, MASTERS, "data", timedelta(0))
        await reload(db, MASTERS, keyring)
        async with db.transaction():
            await db.execute("UPDATE customers SET signed_at = now() WHERE idx(name) = idx($1)", "业主3")
            sealing = asyncio.create_task(reseal(empty, keyring))
            while set(await _keys_in_use(empty)) != {keyring.newest, *keyring.older}:
                assert not sealing.done()
        await sealing
    assert set(await _keys_in_use(empty)) == {keyring.newest}


async def test_every_column_of_bytes_is_sealed_or_known_not_to_be(empty: str, keyring: Keyring) -> None:
    assert keyring.older == frozenset()
    db = await asyncpg.connect(empty)
    columns = await sealed_columns(db)
    assert {"name", "phone", "other_phones"} <= set(columns["customers"])
    hashes = {(table, column) for table, found in columns.items() for column in found if "hash" in column}
    assert hashes - _NOT_SEALED == {("idempotency_keys", "request_hash")}
    unchangeable = await db.fetch(
        "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND t.tgname LIKE '%appended_to'"
    )
    await db.close()
    assert {table for (table,) in unchangeable} & set(columns) == APPENDED_TO

"""Whoever changes the access trail is found out, whatever rights the database gives (P23)."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from store.database import keyring_of
from store.trail import BEGIN, Broken, Head, Look, Trail, _mac, append, head, verify
from vault.keyring import NEVER

ROWS = 6


async def written(db: Any, rows: int = ROWS) -> None:
    for number in range(rows):
        await append(
            db, Look("file", f"U{number:08}", customers=("C00000001",), details={"building_id": "B000001"})
        )


async def test_an_empty_trail_and_a_whole_one(db: Any) -> None:
    assert await verify(db) == Head(0, BEGIN)
    await written(db)
    seen: list[int] = []
    found = await verify(db, progress=seen.append)
    assert found == await head(db)
    assert isinstance(found, Head) and found.no == ROWS
    assert seen == list(range(1, ROWS + 1))


@pytest.mark.parametrize(
    "change",
    [
        "account = 'U99999999'",
        "customers = '{}'",
        "at = at + interval '1 microsecond'",
        "details = '{}'",
        "purpose = 'audit'",
        "status = 200",
        "count = 0",
        "mac = repeat('a', 64)",
    ],
)
async def test_a_changed_row(db: Any, change: str) -> None:
    await written(db)
    await db.execute(f"UPDATE trail SET {change} WHERE no = 3")
    assert await verify(db) == Broken(3, "changed")


async def test_a_deleted_row(db: Any) -> None:
    await written(db)
    await db.execute("DELETE FROM trail WHERE no = 3")
    assert await verify(db) == Broken(3, "missing")
    await db.execute("UPDATE trail SET no = no - 1 WHERE no > 3")  # the gap is closed
    assert await verify(db) == Broken(3, "order")


async def test_the_first_row_deleted(db: Any) -> None:
    await written(db)
    await db.execute("DELETE FROM trail WHERE no = 1")
    assert await verify(db) == Broken(1, "missing")


async def test_a_row_put_in_the_middle(db: Any) -> None:
    await written(db)
    await db.execute("UPDATE trail SET no = no + 100 WHERE no >= 3")
    await db.execute("UPDATE trail SET no = no - 99 WHERE no >= 103")
    await db.execute(
        "INSERT INTO trail (no, at, account, what, before, mac)"
        " SELECT 3, now(), 'U00000009', 'file', mac, repeat('0', 64) FROM trail WHERE no = 2"
    )
    assert await verify(db) == Broken(3, "changed")


async def test_a_copied_row_put_in_the_middle(db: Any) -> None:
    """The copy's mac is genuine, and belongs to another place."""
    await written(db)
    await db.execute("UPDATE trail SET no = no + 100 WHERE no >= 3")
    await db.execute("UPDATE trail SET no = no - 99 WHERE no >= 103")
    await db.execute(
        "INSERT INTO trail SELECT (jsonb_populate_record(t, '{\"no\": 3}')).* FROM trail t WHERE no = 2"
    )
    assert await verify(db) == Broken(3, "order")


async def test_two_rows_swapped(db: Any) -> None:
    await written(db)
    await db.execute("UPDATE trail SET no = 100 WHERE no = 3")
    await db.execute("UPDATE trail SET no = 3 WHERE no = 4")
    await db.execute("UPDATE trail SET no = 4 WHERE no = 100")
    assert await verify(db) == Broken(3, "order")


async def test_the_end_cut_off_is_found_with_an_anchor_alone(db: Any) -> None:
    await written(db)
    anchor = Head.parse(str(await head(db)))
    await db.execute("DELETE FROM trail WHERE no > 4")
    assert isinstance(await verify(db), Head)
    assert await verify(db, anchor) == Broken(ROWS, "cut")
    await written(db, 2)  # filled up with other rows
    assert isinstance(await verify(db), Head)
    assert await verify(db, anchor) == Broken(ROWS, "anchor")


async def test_from_an_anchor_only_what_came_after_is_walked(db: Any) -> None:
    await written(db)
    anchor = await head(db)
    await written(db, 2)
    seen: list[int] = []
    assert await verify(db, anchor, seen.append) == await head(db)
    assert seen == [ROWS, ROWS + 1, ROWS + 2]


class Before:
    """The release before kept its key as a sealed value in the database."""

    def __init__(self, db: Any) -> None:
        self._ring, self._moment = keyring_of(db), keyring_of(db).binds_from

    def __enter__(self) -> None:
        self._ring.binds_from = NEVER

    def __exit__(self, *_: object) -> None:
        self._ring.binds_from = datetime.now(UTC)

    def over(self) -> None:
        self._ring.binds_from = self._moment


@pytest.fixture
def before(db: Any) -> Iterator[Before]:
    times = Before(db)
    yield times
    times.over()


async def test_rows_of_before_go_on_under_the_key_that_nobody_can_read(db: Any, before: Before) -> None:
    with before:
        await written(db)
    await written(db, 2)
    assert await verify(db) == await head(db)
    old = bytes.fromhex((await db.fetchval("SELECT key FROM trail_key"))["trail_key"])
    # With the old key, which could be read, everything of before is made anew.
    mac = BEGIN
    for row in await db.fetch("SELECT * FROM trail WHERE no <= $1 ORDER BY no", ROWS):
        forged = dict(row) | {"account": "U99999999", "before": mac}
        mac = _mac(old, forged)
        await db.execute(
            "UPDATE trail SET account = $2, before = $3, mac = $4 WHERE no = $1",
            row["no"], forged["account"], forged["before"], mac,
        )  # fmt: skip
    assert await verify(db) == Broken(ROWS + 1, "order")


async def test_the_old_key_adds_nothing_any_more(db: Any, before: Before) -> None:
    with before:
        await written(db)
    await written(db, 1)
    old = bytes.fromhex((await db.fetchval("SELECT key FROM trail_key"))["trail_key"])
    last = dict(await db.fetchrow("SELECT * FROM trail ORDER BY no DESC LIMIT 1"))
    for at in (last["at"], last["at"] - timedelta(days=1)):
        forged = last | {"no": ROWS + 2, "before": last["mac"], "at": at}
        forged["mac"] = _mac(old, forged)
        await db.execute("DELETE FROM trail WHERE no = $1", ROWS + 2)
        await db.execute(
            "INSERT INTO trail SELECT (jsonb_populate_record(t, $1)).* FROM trail t WHERE no = 1",
            {"no": ROWS + 2, "before": forged["before"], "mac": forged["mac"], "at": at.isoformat(),
             "account": forged["account"]},
        )  # fmt: skip
        assert await verify(db) == Broken(ROWS + 2, "changed")


async def test_the_key_of_before_was_made_here(db: Any, before: Before) -> None:
    """Another sealed value in place of the key would let its author make macs."""
    with before:
        await written(db)
    for forged in ("known", ["known"], {"what": "known"}):
        await db.execute("UPDATE trail_key SET key = $1", forged)
        with pytest.raises(ValueError):
            await verify(db)


@pytest.mark.parametrize("text", ["", "7", "7:", "x:" + BEGIN, "7:" + "g" * 64, "7:" + "a" * 63])
def test_an_anchor_that_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        Head.parse(text)


@pytest.mark.parametrize("change", ["UPDATE trail SET count = 0", "DELETE FROM trail", "TRUNCATE trail"])
async def test_not_even_the_owner_changes_it_in_passing(vault_pool: Any, change: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await vault_pool.execute(change)


async def test_writers_at_the_same_time_keep_one_chain(vault_pool: Any) -> None:
    """Two processes with many requests each: no number twice, none left out, every row bound to the last."""
    first, second = Trail(vault_pool), Trail(vault_pool)
    async with vault_pool.acquire() as db:
        before = (await head(db)).no
    await asyncio.gather(
        *(trail.keep(Look("file", f"U{n:08}")) for n in range(60) for trail in (first, second))
    )
    async with vault_pool.acquire() as db:
        found = await verify(db)
        assert isinstance(found, Head) and found.no == before + 120
        # They waited for each other's commits, not for one each.
        commits = await db.fetchval("SELECT count(DISTINCT xmin::text) FROM trail WHERE no > $1", before)
    assert commits < 60


async def test_what_cannot_be_written_is_told_to_everybody_who_waits(vault_pool: Any) -> None:
    trail = Trail(vault_pool)
    wrong = Look("file", details={"what": "\x00"})  # Postgres keeps no NUL
    answers = await asyncio.gather(trail.keep(wrong), trail.keep(Look("file")), return_exceptions=True)
    assert all(isinstance(answer, asyncpg.PostgresError) for answer in answers)
    await trail.keep(Look("file"))
    async with vault_pool.acquire() as db:
        assert isinstance(await verify(db), Head)

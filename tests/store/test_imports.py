"""Rosters merged into the archive: all or nothing, and the same again changes nothing (P1)."""

import csv
import errno
import itertools
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from openpyxl import Workbook

from services.buildings.rosters import import_roster
from store.database import prepare, queries
from store.imports import Counts, StagedOwner, import_rows
from store.keys import open_keyring
from tests.town.keys import MASTERS

_TABLES = ("customers", "ownerships", "tickets", "messages", "number_changes")
_MANY = 5_000
_numbers = itertools.count(19900060000)
_rooms = itertools.count(1)


def number() -> str:
    return f"+86{next(_numbers)}"


def owner(position: int, name: str, phone: str, room: str = "1201", **more: Any) -> StagedOwner:
    given = {"kind": "owner", "other_phones": (), "area": None, "roster_date": None, "note": ""} | more
    return StagedOwner(
        position=position, block="1栋", unit="1单元", room=room, name=name, phone=phone, **given
    )


@pytest.fixture
async def db(pool: Any) -> AsyncIterator[Any]:
    async with pool.acquire() as connection:
        yield connection


@pytest.fixture
async def building(db: Any) -> str:
    return str((await queries.add_building(db, name="示例花园", handover_date=None))["id"])


async def contents(db: Any) -> dict[str, list[Any]]:
    """Everything an import could change, to the letter."""
    return {table: await db.fetch(f"SELECT * FROM {table} ORDER BY 1") for table in _TABLES}


async def flats(db: Any, building: str) -> list[tuple[str, str, str, list[str]]]:
    """Room, name, number and other numbers of every flat."""
    rows = await db.fetch(
        "SELECT o.room, c.name, c.phone, c.other_phones FROM ownerships o"
        " JOIN customers c ON c.id = o.customer_id WHERE o.building_id = $1",
        building,
    )
    return sorted(tuple(row) for row in rows)


def written(rows: int, start: int) -> Iterator[list[Any]]:
    for n in range(rows):
        phone = start + n
        second = f"/{phone + 50_000}" if n % 7 == 0 else ""
        yield [f"业主{n:05d}", f"{phone}{second}", f"{n // 100 + 1}栋", 100 + n % 100, "2027年1月15日"]
        if n % 50 == 0:
            yield [f"业主{n:05d}", phone, f"{n // 100 + 1}栋", 100 + n % 100, "2027/1/15"]


def big_roster(folder: Path, kind: str, start: int) -> Path:
    path = folder / f"big.{kind}"
    rows = [["姓名", "电话", "楼栋", "房号", "交房日期"], *written(_MANY, start)]
    if kind == "csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        book = Workbook(write_only=True)
        sheet = book.create_sheet("名单")
        for row in rows:
            sheet.append(row)
        book.save(path)
    return path


@pytest.mark.parametrize(("kind", "start"), [("csv", 19900200000), ("xlsx", 19900300000)])
async def test_a_big_roster_is_imported_in_one_go_and_again_changes_nothing(
    kind: str, start: int, pool: Any, db: Any, building: str, tmp_path: Path
) -> None:
    path = big_roster(tmp_path, kind, start)
    seen: list[int] = []
    first = await import_roster(
        pool, building, path, file_name=path.name, locale="zh-CN", progress=seen.append
    )
    assert first.counts["accepted"] == first.counts["new_ownerships"] == _MANY
    assert first.counts["merged"] == _MANY / 50 and first.counts["rejected"] == 0
    assert len(seen) > 4 and seen == sorted(seen) and seen[-1] == _MANY + _MANY // 50
    # The server knows at once that the building is no longer empty: the next import is planned for it.
    common = await db.fetchval(
        "SELECT most_common_vals::text FROM pg_stats"
        " WHERE tablename = 'ownerships' AND attname = 'building_id'"
    )
    assert building in common
    before = await contents(db)
    again = await import_roster(pool, building, path, file_name=path.name, locale="zh-CN")
    assert await contents(db) == before
    assert again.counts["unchanged_ownerships"] == _MANY and again.counts["new_customers"] == 0


async def test_an_import_whose_connection_breaks_half_way_leaves_nothing(
    database_url: str, db: Any, building: str
) -> None:
    before = await contents(db)
    broken = await asyncpg.connect(database_url)
    await prepare(broken, await open_keyring(database_url, MASTERS))

    async def rows() -> AsyncIterator[StagedOwner]:
        for n in range(_MANY):
            if n == _MANY // 2:
                await db.execute("SELECT pg_terminate_backend($1)", broken.get_server_pid())
            yield owner(n, "李示例", number(), str(n))

    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, ConnectionError)):
        await import_rows(broken, building, rows())
    assert await contents(db) == before


def _full(*_: Any) -> bytes:
    raise OSError(errno.ENOSPC, "No space left on device")


async def test_an_import_that_breaks_after_merging_leaves_nothing(
    pool: Any, db: Any, building: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report cannot be written: a full disk, say."""
    before, imports = await contents(db), await db.fetchval("SELECT count(*) FROM roster_imports")
    path = tmp_path / "roster.csv"
    path.write_text(f"姓名,电话,房号\n李示例,{next(_numbers)},1201\n", "utf-8")
    monkeypatch.setattr("services.buildings.rosters.write_problem_rows", _full)
    with pytest.raises(OSError):
        await import_roster(pool, building, path, file_name=path.name, locale="en")
    assert await contents(db) == before
    assert await db.fetchval("SELECT count(*) FROM roster_imports") == imports


async def test_what_the_rows_raise_undoes_the_import(db: Any, building: str) -> None:
    before = await contents(db)

    def rows() -> Iterator[StagedOwner]:
        yield owner(0, "李示例", number())
        raise OSError("the file is gone")

    with pytest.raises(OSError, match="gone"):
        await import_rows(db, building, rows())
    assert await contents(db) == before


async def test_one_person_with_two_flats_is_one_customer(db: Any, building: str) -> None:
    phone = number()
    merged = await import_rows(
        db, building, [owner(0, "李示例", phone, "1201"), owner(1, "李示例", phone, "1301")]
    )
    assert merged.counts == Counts(1, 0, 0, 2, 0, 0, 0)
    assert await flats(db, building) == [("1201", "李示例", phone, []), ("1301", "李示例", phone, [])]


async def test_a_family_shares_a_number_and_stays_two_people(db: Any, building: str) -> None:
    phone = number()
    merged = await import_rows(db, building, [owner(0, "李示例", phone), owner(1, "王示例", phone)])
    assert merged.counts.new_customers == 2 and merged.notices == ()


async def test_a_new_number_follows_the_person_to_every_flat(db: Any, building: str) -> None:
    old, new = number(), number()
    elsewhere = str((await queries.add_building(db, name="示例苑", handover_date=None))["id"])
    for place in (building, elsewhere):
        await import_rows(db, place, [owner(0, "李示例", old)])
    merged = await import_rows(db, building, [owner(0, "李示例", new)])
    assert merged.counts.changed_numbers == 2 and merged.counts.new_customers == 0
    assert await flats(db, building) == await flats(db, elsewhere) == [("1201", "李示例", new, [])]
    told = await db.fetchval(
        "SELECT count(*) FROM number_changes n JOIN ownerships o ON o.id = n.ownership_id"
        " WHERE o.building_id = ANY($1)",
        [building, elsewhere],
    )
    assert told == 2


async def test_a_namesake_keeps_the_old_number(db: Any, building: str) -> None:
    old, new = number(), number()
    await import_rows(db, building, [owner(0, "李示例", old, "1201"), owner(1, "李示例", old, "1301")])
    await import_rows(db, building, [owner(0, "李示例", new, "1201"), owner(1, "李示例", old, "1301")])
    assert await flats(db, building) == [("1201", "李示例", new, []), ("1301", "李示例", old, [])]


async def test_an_old_roster_does_not_undo_a_correction(db: Any, building: str) -> None:
    old, corrected = number(), number()
    await import_rows(db, building, [owner(0, "李示例", old)])
    customer = await db.fetchval("SELECT customer_id FROM ownerships WHERE building_id = $1", building)
    await queries.change_number(db, id=customer, phone=corrected)
    merged = await import_rows(db, building, [owner(0, "李示例", old)])
    assert merged.notices == ((0, "number-kept"),) and merged.counts.changed_numbers == 0
    assert (await flats(db, building))[0][2] == corrected


async def test_another_name_in_a_flat_may_be_a_sale_and_is_only_reported(db: Any, building: str) -> None:
    await import_rows(db, building, [owner(0, "李示例", number()), owner(1, "钱示例", number(), "1202")])
    merged = await import_rows(
        db, building, [owner(7, "王示例", number()), owner(9, "钱示例", number(), "1202")]
    )
    assert merged.notices == ((7, "possible-sale"),)
    assert [name for _, name, *_ in await flats(db, building)] == ["李示例", "王示例", "钱示例"]


async def test_a_flat_given_back_that_the_archive_still_has_is_only_reported(db: Any, building: str) -> None:
    phone = number()
    await import_rows(db, building, [owner(0, "李示例", phone)])
    returned = owner(0, "李示例", phone, kind="returned")
    merged = await import_rows(db, building, [returned, owner(1, "王示例", number())])
    assert merged.notices == ((0, "still-active"),)


async def test_a_flat_marked_as_sold_stays_sold(db: Any, building: str) -> None:
    phone = number()
    await import_rows(db, building, [owner(0, "李示例", phone)])
    await db.execute("UPDATE ownerships SET status = 'sold' WHERE building_id = $1", building)
    before = await contents(db)
    merged = await import_rows(db, building, [owner(0, "李示例", number())])
    assert merged.notices == ((0, "sold-before"),) and await contents(db) == before


async def test_a_date_other_than_the_buildings_is_reported_where_both_are_there(db: Any) -> None:
    handover, other = date(2027, 1, 15), date(2027, 2, 20)
    rows = [
        owner(position, "李示例", number(), str(position), roster_date=given)
        for position, given in enumerate((handover, other, None))
    ]
    for known, notices in ((handover, ((1, "other-date"),)), (None, ())):
        building = await queries.add_building(db, name="示例花园", handover_date=known)
        assert (await import_rows(db, building["id"], rows)).notices == notices


async def test_what_a_roster_leaves_empty_stays_and_what_it_adds_is_added(db: Any, building: str) -> None:
    phone, second = number(), number()
    await import_rows(db, building, [owner(0, "李示例", phone, note="朝南", other_phones=(second,))])
    merged = await import_rows(db, building, [owner(0, "李示例", phone, area=89)])
    assert merged.counts.changed_ownerships == 1 and merged.counts.changed_customers == 0
    row = await db.fetchrow("SELECT area, note FROM ownerships WHERE building_id = $1", building)
    assert (row["area"], row["note"]) == (89, "朝南")
    assert (await flats(db, building))[0][3] == [second]


async def test_a_repeated_row_fills_gaps_and_keeps_its_number_as_another(db: Any, building: str) -> None:
    phone, other = number(), number()
    repeat = owner(1, "李示例", other, kind="repeat", note="朝南")
    await import_rows(db, building, [owner(0, "李示例", phone), repeat])
    assert await flats(db, building) == [("1201", "李示例", phone, [other])]
    assert await db.fetchval("SELECT note FROM ownerships WHERE building_id = $1", building) == "朝南"

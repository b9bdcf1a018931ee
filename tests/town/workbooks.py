"""Rosters made for a test, and what became of their rows."""

import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster import RosterRow, read_roster

HEAD = ("业主姓名", "联系电话", "房号")


def csv_file(folder: Path, text: str, encoding: str = "utf-8", name: str = "roster.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def xlsx_file(
    folder: Path, *sheets: Iterable[Sequence[Any]], change: Callable[[Workbook], None] | None = None
) -> Path:
    """A workbook with one sheet for each list of rows, named 1, 2 …; `change` sees it before it is saved."""
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for number, rows in enumerate(sheets, 1):
        sheet: Worksheet = book.create_sheet(str(number))
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    path = folder / "roster.xlsx"
    book.save(path)
    return path


def patched(source: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one of its parts changed, for what openpyxl does not write."""
    target = source.with_name(f"patched-{source.name}")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item, change(content) if item.filename == part else content)
    return target


def rows_of(path: Path) -> list[RosterRow]:
    return list(read_roster(path))


def told(row: RosterRow) -> list[tuple[str, str]]:
    """The row's problems: column and code."""
    return [(problem.column, problem.code) for problem in row.problems]


def verdicts(path: Path) -> list[tuple[int, str, list[str]]]:
    """For each row its number, verdict and codes."""
    return [(row.line, row.verdict, [problem.code for problem in row.problems]) for row in read_roster(path)]


def one_row(
    folder: Path, name: Any = "李示例", phone: Any = 19900012345, room: Any = "1201", **more: Any
) -> RosterRow:
    """The only row of a workbook with these cells; `more` are further columns by heading."""
    path = xlsx_file(folder, [(*HEAD, *more), (name, phone, room, *more.values())])
    (row,) = read_roster(path)
    return row

"""The rows of a roster that somebody has to look at, without what would make it a list of customers (P23).

Whoever handed the roster over finds each row in it by its number; nobody else learns whom to call.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from domain.people.phone_numbers import covered, mobile
from roster.cells import Cell, harmless_cell, plain
from roster.layout import Layout, find_layout
from roster.reading import tables
from roster.rows import RosterRow
from roster.source import Table, kind_of
from roster.vocabulary import Field
from roster.wording import row_text, verdict_text
from texts.catalogue import text

_PLACES = frozenset({"block", "unit", "room", "area", "date", "serial"})
_PLACE = re.compile(
    r"(?:[\d\s#/.,()栋幢座楼单元室号层期区房户铺位年月日待定-]|(?<![A-Za-z])[A-Za-z](?![A-Za-z])){1,30}"
)
"""What a place or a day is written with: a name that came into its column is none."""
_DIAL = re.compile(r"\d[\d\s-]{5,}\d")
"""What could be called: a number of seven digits or more."""
_COVER = "***"


def write_problem_rows(source: Path, rows: Iterable[RosterRow], locale: str) -> bytes:
    """Rows with problems alone, in the format of `source`: names, numbers and remarks covered.

    Columns that were not recognised are left out, for nobody knows what they hold. Raises RosterUnreadable.
    """
    troubled: dict[str, dict[int, RosterRow]] = {}
    for row in rows:
        if row.problems:
            troubled.setdefault(row.sheet, {})[row.line] = row
    found = {
        table.name: list(_lines(table, layout, troubled[table.name], locale))
        for table in tables(source)
        if table.name in troubled and (layout := find_layout(table.rows())) is not None
    }
    return _xlsx(found) if kind_of(source) == "xlsx" else _csv(found)


def _lines(table: Table, layout: Layout, rows: dict[int, RosterRow], locale: str) -> Iterator[Sequence[str]]:
    fields = sorted((column, field) for field, columns in layout.columns.items() for column in columns)
    names = [layout.headings[field] for _, field in fields]
    ours = [text(locale, f"roster-{each}-heading") for each in ("line", "result", "problem")]
    yield _harmless([ours[0], *names, *ours[1:]])
    for line, cells in table.rows():
        if (row := rows.get(line)) is not None:
            shown = [_shown(field, cells[column] if column < len(cells) else "") for column, field in fields]
            yield _harmless([str(line), *shown, verdict_text(row.verdict, locale), row_text(row, locale)])


def _shown(field: Field, cell: Cell) -> str:
    """Enough to recognise the row by, too little to call anybody."""
    said = plain(cell)
    if not said:
        return ""
    if field == "phone":
        number = mobile(said)
        return covered(number) if number else f"****{said[-2:]}"
    if field == "name":
        return f"{said[0]}*"
    if field in _PLACES and _PLACE.fullmatch(said) and not _DIAL.search(said):
        return said
    return _COVER


def _harmless(cells: Iterable[str]) -> list[str]:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # here: the API starts without spreadsheets

    return [harmless_cell(ILLEGAL_CHARACTERS_RE.sub("", cell)) for cell in cells]


def _xlsx(sheets: dict[str, list[Sequence[str]]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, lines in (sheets or {"1": []}).items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(sheets: dict[str, list[Sequence[str]]]) -> bytes:
    out = io.StringIO(newline="")
    for lines in sheets.values():
        csv.writer(out).writerows(lines)
    return out.getvalue().encode("utf-8-sig")

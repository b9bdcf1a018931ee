"""Reads the sheets of an .xlsx file through calamine."""

import re
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from roster.cells import Cell, column_number
from roster.rows import RosterUnreadable
from roster.source import DAMAGED_ZIP, Row, Table

_MAX_UNPACKED = 512 * 1024 * 1024
_MAX_CELLS = 12_000_000
_CHUNK = 4 * 1024 * 1024
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>')
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")

_Range = tuple[tuple[int, int], tuple[int, int]]


def workbook_tables(path: Path) -> Iterator[Table]:
    """The visible sheets in their order, one in memory at a time. Raises RosterUnreadable."""
    _check(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
                    yield _table(book.get_sheet_by_name(sheet.name))
    except PasswordError:
        raise RosterUnreadable("encrypted") from None
    except CalamineError:
        raise RosterUnreadable("damaged") from None


def _table(sheet: CalamineSheet) -> Table:
    width = sheet.end[1] + 1 if sheet.end else 0
    return Table(sheet.name, partial(_rows, sheet), width)


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Rows from column A, with what a merged cell says repeated in each of its rows."""
    if sheet.start is None:
        return
    margin: list[Cell] = [""] * sheet.start[1]
    merged = sorted(span for span in sheet.merged_cell_ranges or [] if span[1][0] > span[0][0])
    waiting, open_spans = 0, list[tuple[int, int, Cell]]()
    for row, values in enumerate(sheet.iter_rows()):
        cells: list[Cell] = [*margin, *values]
        if open_spans and any(cell != "" for cell in cells):
            for _, column, value in open_spans:
                if cells[column] == "":
                    cells[column] = value
        if waiting < len(merged) or open_spans:
            open_spans = [span for span in open_spans if span[0] > row]
            while waiting < len(merged) and merged[waiting][0][0] <= row:
                (_, column), (last, _) = merged[waiting]
                if last > row and column < len(cells):
                    open_spans.append((last, column, cells[column]))
                waiting += 1
        yield row + 1, cells


def _check(path: Path) -> None:
    """Refuse what would take too much memory: the library keeps a sheet as a full rectangle."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                other = names & {"xl/workbook.bin", "content.xml"}
                raise RosterUnreadable("other-spreadsheet" if other else "not-a-spreadsheet")
            if sum(part.file_size for part in parts) > _MAX_UNPACKED:
                raise RosterUnreadable("too-large-inside")
            for part in parts:
                if _SHEET_PART.fullmatch(part.filename):
                    _check_extent(archive, part)
    except (*DAMAGED_ZIP, OSError):
        raise RosterUnreadable("damaged") from None


def _check_extent(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    last_row = last_column = 0
    with archive.open(part) as file:
        rest = b""
        while chunk := file.read(_CHUNK):
            text = rest + chunk
            for found in _FILLED_CELL.finditer(text):
                last_row = max(last_row, int(found[2]))
                last_column = max(last_column, column_number(found[1].decode()))
            rest = text[text.rfind(b"<") :]
    if last_row * last_column > _MAX_CELLS:
        raise RosterUnreadable("too-large-inside")

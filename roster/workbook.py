"""Reads the sheets of an .xlsx file through calamine."""

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

from roster.archive import check_archive
from roster.cells import Cell
from roster.dimensions import readable
from roster.rows import RosterUnreadable
from roster.source import Row, Table


def workbook_tables(path: Path) -> Iterator[Table]:
    """The sheets in their order, hidden ones as well, one in memory at a time. Raises RosterUnreadable."""
    check_archive(path)
    try:
        with readable(path) as plain, CalamineWorkbook.from_path(plain) as book:
            for sheet in book.sheets_metadata:
                if sheet.typ == SheetTypeEnum.WorkSheet:
                    hidden = sheet.visible != SheetVisibleEnum.Visible
                    yield _table(book.get_sheet_by_name(sheet.name), hidden)
    except PasswordError:
        raise RosterUnreadable("encrypted") from None
    except CalamineError:
        raise RosterUnreadable("damaged") from None


def _table(sheet: CalamineSheet, hidden: bool) -> Table:
    width = sheet.end[1] + 1 if sheet.end else 0
    return Table(sheet.name, partial(_rows, sheet), width, hidden)


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    """Rows from column A, with what a merged cell says repeated in each of its rows."""
    if sheet.start is None:
        return
    margin: list[Cell] = [""] * sheet.start[1]
    merged = sorted(span for span in sheet.merged_cell_ranges or [] if span[1][0] > span[0][0])
    # By column: however many ranges a file claims, a cell is in one.
    waiting, open_spans = 0, dict[int, tuple[int, Cell]]()
    for row, values in enumerate(sheet.iter_rows()):
        cells: list[Cell] = [*margin, *values]
        if open_spans and any(cell != "" for cell in cells):
            for column, (_, value) in open_spans.items():
                if cells[column] == "":
                    cells[column] = value
        if waiting < len(merged) or open_spans:
            open_spans = {column: span for column, span in open_spans.items() if span[0] > row}
            while waiting < len(merged) and merged[waiting][0][0] <= row:
                (_, column), (last, _) = merged[waiting]
                if last > row and column < len(cells):
                    open_spans[column] = last, cells[column]
                waiting += 1
        yield row + 1, cells

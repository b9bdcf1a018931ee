"""Reads a roster row by row: each ends accepted, merged, rejected or passed over, and none stops another."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from roster.cells import Cell, plain
from roster.delimited import delimited_table
from roster.layout import Layout, find_layout
from roster.phones import phones
from roster.repeats import Repeats
from roster.row_reader import RowReader
from roster.rows import Problem, RosterRow, RosterUnreadable
from roster.source import Table, kind_of
from roster.workbook import workbook_tables


def read_roster(path: Path) -> Iterator[RosterRow]:
    """Every row with an owner in it, in the file's order, in one pass.

    Raises RosterUnreadable as `read_lines`.
    """
    return (row for row in read_lines(path) if row.verdict != "passed")


def read_lines(path: Path) -> Iterator[RosterRow]:
    """Every row in which something stands, in the file's order, in one pass.

    Titles, headings, totals, and sheets that are hidden or have no heading are passed over, and said to be.
    Columns that were not read are named with their heading, behind the sheet's rows. Raises RosterUnreadable
    before the first owner when there is nothing to read.
    """
    repeats = Repeats()
    nearest: Layout | None = None
    any_row = any_layout = False
    for table in tables(path):
        layout = None if table.hidden else find_layout(table.rows())
        if layout is None or layout.missing:
            nearest = nearest or layout
            yield from _passed_over(table)
            continue
        any_layout = True
        for row in _Sheet(table, layout).rows():
            any_row = any_row or row.verdict != "passed"
            yield repeats.judge(row)
    if not any_layout:
        raise _no_layout(nearest)
    if not any_row:
        raise RosterUnreadable("no-rows")


def tables(path: Path) -> Iterator[Table]:
    """The sheets of a roster, whatever its format. Raises RosterUnreadable."""
    if kind_of(path) == "xlsx":
        yield from workbook_tables(path)
    else:
        yield delimited_table(path)


def _no_layout(nearest: Layout | None) -> RosterUnreadable:
    if nearest is None:
        return RosterUnreadable("no-header")
    missing = nearest.missing[0]
    if missing == "phone" and nearest.foreign:
        title = nearest.titles[nearest.foreign[0]]
        return RosterUnreadable("phone-whose", row=nearest.line, heading=title)
    return RosterUnreadable("column-missing", field=missing, row=nearest.line)


def _passed_over(table: Table) -> Iterator[RosterRow]:
    """A sheet that is not read; named where somebody's number stands in it."""
    code = "sheet-hidden" if table.hidden else "sheet-without-heading"
    for line, row in table.rows():
        if any(cell != "" and phones(cell).mobiles for cell in row):
            yield RosterRow(line, "passed", None, (Problem("", code),), table.name)
            return


class _Sheet:
    """A sheet's rows; another heading below begins another layout."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self._table = table
        self._reader = RowReader(layout, table.name)

    def rows(self) -> Iterator[RosterRow]:
        for line, row in self._table.rows():
            if not any(cell != "" and plain(cell) for cell in row):
                continue
            layout = self._reader.layout
            if line > layout.line:
                if (following := self._reader.another(line, row)) is not None:
                    yield self._reader.heading()
                    self._reader = RowReader(following, self._table.name)
                elif self._reader.is_owner(row):
                    yield self._reader.read((line, row))
                else:
                    yield self._passed(line)
            elif line < layout.line:
                yield self._above(line, row)
        yield self._reader.heading()

    def _above(self, line: int, row: Sequence[Cell]) -> RosterRow:
        """A title; a number in it is no title's."""
        if line not in self._reader.layout.heads and any(phones(cell).mobiles for cell in row if cell != ""):
            return self._passed(line, Problem("", "above-heading"))
        return self._passed(line)

    def _passed(self, line: int, *problems: Problem) -> RosterRow:
        return RosterRow(line, "passed", None, problems, self._table.name)

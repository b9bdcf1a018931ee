"""Reads a roster row by row: each ends accepted, merged or rejected, and none stops another."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from roster import cells
from roster.cells import Cell, plain
from roster.delimited import delimited_table
from roster.layout import Layout, find_layout
from roster.names import person, several
from roster.phones import Phones, phones
from roster.places import place
from roster.repeats import Repeats
from roster.rows import OwnerLine, Problem, RosterRow, RosterUnreadable, Verdict
from roster.source import Row, Table, kind_of
from roster.vocabulary import Field, is_blank, is_totals, says_returned
from roster.workbook import workbook_tables

_LONGEST = {"name": 100, "room": 40}


def read_roster(path: Path) -> Iterator[RosterRow]:
    """Every row with an owner in it, in the file's order, in one pass.

    Blank rows, titles, repeated headings and totals are passed over, and so are sheets without a heading
    row and hidden ones. Raises RosterUnreadable before the first row when there is nothing to read.
    """
    repeats = Repeats()
    nearest: Layout | None = None
    any_row = any_layout = False
    for table in tables(path):
        layout = find_layout(table.rows())
        if layout is None or layout.missing:
            nearest = nearest or layout
            continue
        any_layout = True
        for row in _rows(table, layout):
            any_row = True
            yield repeats.judge(row)
    if not any_layout:
        if nearest is None:
            raise RosterUnreadable("no-header")
        raise RosterUnreadable("column-missing", field=nearest.missing[0], row=nearest.line)
    if not any_row:
        raise RosterUnreadable("no-rows")


def tables(path: Path) -> Iterator[Table]:
    """The sheets of a roster, whatever its format. Raises RosterUnreadable."""
    if kind_of(path) == "xlsx":
        yield from workbook_tables(path)
    else:
        yield delimited_table(path)


def _rows(table: Table, layout: Layout) -> Iterator[RosterRow]:
    reader = _RowReader(layout, table.name)
    for line, row in table.rows():
        if line > layout.line and reader.is_owner(row):
            yield reader.read((line, row))


class _RowReader:
    """One sheet's rows, by its layout."""

    def __init__(self, layout: Layout, sheet: str) -> None:
        self._layout = layout
        self._sheet = sheet
        self._headings = {str(field): text for field, text in layout.headings.items()}
        self._serial = set(layout.columns.get("serial", ()))

    def is_owner(self, row: Sequence[Cell]) -> bool:
        """Whether the row says anything about an owner."""
        filled = [(column, cell) for column, cell in enumerate(row) if cell != "" and plain(cell)]
        if all(column in self._serial for column, _ in filled):
            return False
        return not is_totals(plain(filled[0][1])) and not self._layout.repeats(row)

    def read(self, numbered: Row) -> RosterRow:
        line, row = numbered
        faults: list[Problem] = []
        notices: list[Problem] = []
        name = self._name(row, faults, notices)
        found = self._phones(row, faults, notices)
        block, unit, room = self._place(row, faults)
        note = plain(self._cell(row, "note"))
        area = self._area(row, notices)
        handover = self._day(row, notices)
        owner = None
        if not faults:
            others = (*found.mobiles[1:], *found.others)
            owner = OwnerLine(
                name, found.mobiles[0], others, block, unit, room, area, handover, note
            )  # fmt: skip
        if says_returned(note):
            returned = Problem(self._layout.headings["note"], "returned")
            return RosterRow(line, "rejected", owner, (returned,), self._sheet, self._headings)
        verdict: Verdict = "accepted" if owner else "rejected"
        return RosterRow(line, verdict, owner, (*faults, *notices), self._sheet, self._headings)

    def _cell(self, row: Sequence[Cell], field: Field) -> Cell:
        columns = self._layout.columns.get(field, ())
        return row[columns[0]] if columns and columns[0] < len(row) else ""

    def _text(self, row: Sequence[Cell], field: Field) -> str:
        text = plain(self._cell(row, field))
        return "" if is_blank(text) else text

    def _problem(self, field: Field, code: str, **values: object) -> Problem:
        return Problem(self._layout.headings.get(field, ""), code, values)

    def _name(self, row: Sequence[Cell], faults: list[Problem], notices: list[Problem]) -> str:
        name = person(self._cell(row, "name"))
        if is_blank(name) or not any(c.isalpha() or c == cells.DAMAGED for c in name):
            faults.append(self._problem("name", "name-missing"))
        else:
            self._check_text("name", name, faults)
            if several(name):
                notices.append(self._problem("name", "name-several"))
        return name

    def _check_text(self, field: Field, text: str, faults: list[Problem]) -> None:
        if cells.DAMAGED in text:
            faults.append(self._problem(field, "text-damaged"))
        elif len(text) > _LONGEST[field]:
            faults.append(self._problem(field, "text-too-long", limit=_LONGEST[field]))

    def _phones(self, row: Sequence[Cell], faults: list[Problem], notices: list[Problem]) -> Phones:
        columns = [column for column in self._layout.columns["phone"] if column < len(row)]
        found = phones(row[columns[0]]) if columns else Phones()
        for column in columns[1:]:
            found = found.joined(phones(row[column]))
        if not found.mobiles:
            faults.append(self._no_mobile(found))
            return found
        if len(found.mobiles) > 1:
            notices.append(self._problem("phone", "phone-second"))
        if found.others:
            notices.append(self._problem("phone", "phone-landline-kept"))
        if found.faults:
            notices.append(self._problem("phone", "phone-part"))
        return found

    def _no_mobile(self, found: Phones) -> Problem:
        if found.others:
            return self._problem("phone", "phone-landline")
        if not found.faults:
            return self._problem("phone", "phone-missing")
        code, digits = found.faults[0]
        return self._problem("phone", f"phone-{code}", digits=digits)

    def _place(self, row: Sequence[Cell], faults: list[Problem]) -> tuple[str, str, str]:
        texts = (self._text(row, "block"), self._text(row, "unit"), self._text(row, "room"))
        if not texts[2]:
            faults.append(self._problem("room", "room-missing"))
        else:
            self._check_text("room", "".join(texts), faults)
        return place(*texts)

    def _area(self, row: Sequence[Cell], notices: list[Problem]) -> Decimal | None:
        text = self._text(row, "area")
        if not text:
            return None
        try:
            return cells.area(text)
        except ValueError:
            notices.append(self._problem("area", "area-unreadable"))
            return None

    def _day(self, row: Sequence[Cell], notices: list[Problem]) -> date | None:
        cell = self._cell(row, "date")
        if cell == "" or is_blank(plain(cell)):
            return None
        try:
            return cells.day(cell)
        except ValueError:
            notices.append(self._problem("date", "date-unreadable"))
            return None

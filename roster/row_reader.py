"""Reads one row of an owner: what its cells say, and what is to be said of them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from roster import cells
from roster.cells import Cell, plain
from roster.layout import Layout, find_layout
from roster.names import name_and_remarks, several
from roster.phones import Phones, phones
from roster.places import part_of_place, place
from roster.quotes import Crowded, Swallowed, Unclosed
from roster.remarks import Hold, holds, returned
from roster.rows import OwnerLine, Problem, RosterRow, Verdict
from roster.source import Row
from roster.vocabulary import Field, is_blank, is_harmless, is_other, is_totals
from roster.wording import report_headings

_LONGEST = {"name": 100, "room": 40}
_PLACE: tuple[Field, ...] = ("zone", "block", "unit", "room")


class RowReader:
    """One sheet's rows, by its layout."""

    def __init__(self, layout: Layout, sheet: str) -> None:
        """For the rows below the layout's heading."""
        self.layout = layout
        self._sheet = sheet
        self._headings = {str(field): text for field, text in layout.headings.items()}
        self._serial = set(layout.columns.get("serial", ()))
        self._read = {column for found in layout.columns.values() for column in found}
        self._unread: set[int] = set()
        titles = dict(enumerate(layout.titles))
        ours = report_headings()
        self._read |= {column for column, title in titles.items() if title in ours}
        # What stands in other people's columns is not said of the owner.
        others = {column for column, title in titles.items() if is_other(title)}
        self._others = others | {*layout.foreign, *layout.buyers}
        self._harmless = {column for column, title in titles.items() if is_harmless(title)}

    def another(self, line: int, row: Sequence[Cell]) -> Layout | None:
        """The layout from here on where the row is a complete heading with other columns than this one."""
        if self._phones_of(row).mobiles or self.layout.repeats(row):
            return None
        found = find_layout([(line, row)])
        return found if found and not found.missing else None

    def is_owner(self, row: Sequence[Cell]) -> bool:
        """Whether the row says anything about an owner."""
        filled = [(column, cell) for column, cell in enumerate(row) if cell != "" and plain(cell)]
        if all(column in self._serial for column, _ in filled):
            return False
        if is_totals(plain(filled[0][1])) and not self._phones_of(row).mobiles:
            return False
        return not self.layout.repeats(row)

    def heading(self) -> RosterRow:
        """The heading's own row, with the columns that were not read though something stands in them."""
        problems = []
        foreign = [column for column in sorted(self._unread) if column in self.layout.foreign]
        if foreign:
            problems.append(Problem(self._titles(foreign), "phone-whose"))
        if others := sorted(self._unread - {*foreign}):
            problems.append(Problem(self._titles(others), "columns-unread"))
        return RosterRow(self.layout.line, "passed", None, tuple(problems), self._sheet)

    def read(self, numbered: Row) -> RosterRow:
        """What becomes of an owner's row as far as it alone can tell."""
        line, row = numbered
        faults: list[Problem] = []
        notices: list[Problem] = []
        row = self._unquoted(row, faults, notices)
        beside, aside = self._beside(row)
        name, remarks = self._name(row, faults, notices)
        found = self._phones(row, faults, notices)
        self._second_buyer(row, name, notices)
        block, unit, room = self._place(row, aside, faults, notices)
        note = "；".join(filter(None, (self._text(row, "note"), *remarks)))
        area = self._area(row, notices)
        handover = self._day(row, notices)
        held = self._holds((note, *beside.values()), notices)
        owner = None
        if not faults:
            others = (*found.mobiles[1:], *found.others)
            owner = OwnerLine(
                name, found.mobiles[0], others, block, unit, room, area, handover, note, held
            )  # fmt: skip
        gone = self._returned(row, remarks, beside, notices)
        verdict: Verdict = "accepted" if owner and not gone else "rejected"
        problems = (gone,) if gone else (*faults, *notices)
        flat = (block, unit, room) if room and owner is None else None
        return RosterRow(line, verdict, owner, problems, self._sheet, self._headings, flat, aside)

    def _cell(self, row: Sequence[Cell], field: Field) -> Cell:
        columns = self.layout.columns.get(field, ())
        return row[columns[0]] if columns and columns[0] < len(row) else ""

    def _text(self, row: Sequence[Cell], field: Field) -> str:
        text = plain(self._cell(row, field))
        return "" if is_blank(text) else text

    def _title(self, column: int) -> str:
        """A column's heading, or its letter where it has none."""
        from openpyxl.utils import get_column_letter  # here: the API starts without spreadsheets

        titles = self.layout.titles
        return (titles[column] if column < len(titles) else "") or get_column_letter(column + 1)

    def _titles(self, columns: Sequence[int]) -> str:
        return "、".join(dict.fromkeys(self._title(column) for column in columns))

    def _problem(self, field: Field, code: str, **values: object) -> Problem:
        return Problem(self.layout.headings.get(field, ""), code, values)

    def _unquoted(self, row: Sequence[Cell], faults: list[Problem], notices: list[Problem]) -> Sequence[Cell]:
        """The row without what a quotation mark brought into one of its cells."""
        if all(type(cell) is not Unclosed and not isinstance(cell, Crowded | Swallowed) for cell in row):
            return row
        kept = list(row)
        for column, cell in enumerate(row):
            if isinstance(cell, Unclosed):
                notices.append(Problem(self._title(column), "quote-open"))
            elif isinstance(cell, Crowded) and column not in self.layout.columns["phone"]:
                kept[column] = cell.splitlines()[0] if cell.strip() else ""
                notices.append(Problem(self._title(column), "quote-crowded"))
        if any(isinstance(cell, Swallowed) for cell in row):
            faults.append(Problem(self._title(0), "quote-swallowed"))
        return kept

    def _beside(self, row: Sequence[Cell]) -> tuple[dict[str, str], dict[str, str]]:
        """What stands in columns that were not read, by heading:

        of the owner, and what may tell one flat from another.
        """
        beside, aside = {}, {}
        for column, cell in enumerate(row):
            if column in self._read or cell == "" or is_blank(text := plain(cell)):
                continue
            self._unread.add(column)
            if column not in self._others:
                beside[self._title(column)] = text
                if column not in self._harmless:
                    aside[self._title(column)] = text
        return beside, aside

    def _name(
        self, row: Sequence[Cell], faults: list[Problem], notices: list[Problem]
    ) -> tuple[str, tuple[str, ...]]:
        name, remarks = name_and_remarks(self._cell(row, "name"))
        if is_blank(name) or not any(c.isalpha() or c == cells.DAMAGED for c in name):
            faults.append(self._problem("name", "name-missing"))
        else:
            self._check_text("name", name, faults)
            if several(name):
                notices.append(self._problem("name", "name-several"))
        if remarks:
            notices.append(self._problem("name", "name-remark"))
        return name, remarks

    def _check_text(self, field: Field, text: str, faults: list[Problem]) -> None:
        if cells.DAMAGED in text:
            faults.append(self._problem(field, "text-damaged"))
        elif len(text) > _LONGEST[field]:
            faults.append(self._problem(field, "text-too-long", limit=_LONGEST[field]))

    def _phones_of(self, row: Sequence[Cell]) -> Phones:
        columns = [column for column in self.layout.columns["phone"] if column < len(row)]
        found = phones(row[columns[0]]) if columns else Phones()
        for column in columns[1:]:
            found = found.joined(phones(row[column]))
        return found

    def _phones(self, row: Sequence[Cell], faults: list[Problem], notices: list[Problem]) -> Phones:
        found = self._phones_of(row)
        if not found.mobiles:
            faults.append(self._no_mobile(found))
            return found
        if len(found.mobiles) > 1:
            notices.append(self._problem("phone", "phone-second"))
        if found.others:
            notices.append(self._problem("phone", "phone-landline-kept"))
        if found.faults:
            notices.append(self._problem("phone", "phone-part"))
        if found.extensions:
            notices.append(self._problem("phone", "phone-extension"))
        return found

    def _no_mobile(self, found: Phones) -> Problem:
        if found.others:
            return self._problem("phone", "phone-landline")
        if not found.faults:
            return self._problem("phone", "phone-missing")
        code, digits = found.faults[0]
        return self._problem("phone", f"phone-{code}", digits=digits)

    def _second_buyer(self, row: Sequence[Cell], name: str, notices: list[Problem]) -> None:
        for column in self.layout.buyers:
            other = name_and_remarks(row[column])[0] if column < len(row) else ""
            if not is_blank(other) and other != name:
                notices.append(Problem(self._title(column), "second-buyer"))

    def _place(
        self, row: Sequence[Cell], aside: dict[str, str], faults: list[Problem], notices: list[Problem]
    ) -> tuple[str, str, str]:
        texts = {field: self._text(row, field) for field in _PLACE}
        for field in _PLACE:
            cell = self._cell(row, field)
            if cells.is_moment(cell):
                faults.append(self._problem(field, "place-date", shown=plain(cell)))
            elif field != "room" and cells.is_error(cell):
                notices.append(self._problem(field, "cell-error"))
        whole = texts["room"] and not texts["block"] and not texts["unit"]
        for title in list(aside):
            # Under a heading nobody knows, but plainly a part of the place: without it two flats would look
            # like one.
            part = part_of_place(aside[title])
            if (
                part
                and not texts[part]
                and (part == "zone" or not whole or place("", "", texts["room"])[0] == "")
            ):
                texts[part] = aside.pop(title)
                notices.append(Problem(title, "place-guessed"))
        if not texts["room"]:
            faults.append(self._problem("room", "room-missing"))
        else:
            self._check_text("room", "".join(texts.values()), faults)
        return place(texts["block"], texts["unit"], texts["room"], texts["zone"])

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

    def _holds(self, remarks: Sequence[str], notices: list[Problem]) -> tuple[Hold, ...]:
        found = dict.fromkeys(hold for remark in remarks if remark for hold in holds(remark))
        notices.extend(self._problem("note", f"hold-{hold.reason}") for hold in found)
        return tuple(found)

    def _returned(
        self, row: Sequence[Cell], remarks: Sequence[str], beside: dict[str, str], notices: list[Problem]
    ) -> Problem | None:
        """That the flat was given back, where it is said; a notice where it is not quite said."""
        places = [(self.layout.headings.get("note", ""), self._text(row, "note"))]
        places += [(self.layout.headings["name"], remark) for remark in remarks] + list(beside.items())
        said = [(title, returned(text)) for title, text in places if text]
        for title, answer in said:
            if answer == "yes":
                return Problem(title, "returned")
        for title in dict.fromkeys(title for title, answer in said if answer == "perhaps"):
            notices.append(Problem(title, "returned-perhaps"))
        return None

"""Where a sheet keeps what: its heading row, found among titles and blanks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from roster.cells import Cell, plain
from roster.vocabulary import Field, heading

SEARCHED_ROWS = 60
"""How far down the heading row may stand."""

_REQUIRED: tuple[Field, ...] = ("name", "phone", "room")


@dataclass(frozen=True)
class Layout:
    """The heading row's line and the columns (from 0) of each field; phones may stand in several."""

    line: int
    columns: dict[Field, tuple[int, ...]]
    headings: dict[Field, str]
    """As they stand in the file."""

    @property
    def missing(self) -> tuple[Field, ...]:
        """The columns an import cannot do without that the sheet does not have."""
        return tuple(field for field in _REQUIRED if field not in self.columns)

    def repeats(self, cells: Sequence[Cell]) -> bool:
        """Whether a row is the heading once more, as at the top of each printed page."""
        name, phone = self.columns["name"][0], self.columns["phone"][0]
        return (
            max(name, phone) < len(cells)
            and heading(plain(cells[name])) == "name"
            and heading(plain(cells[phone])) == "phone"
        )


def find_layout(rows: Iterable[tuple[int, Sequence[Cell]]]) -> Layout | None:
    """The first row that names every required column, else the one that names most; None when none is named.

    A heading over two rows (a group above, its columns below) is read as one.
    """
    numbered = islice(rows, SEARCHED_ROWS)
    best: Layout | None = None
    above: Sequence[Cell] = ()
    for line, cells in numbered:
        for found in (_layout(line, cells), _layout(line, _stacked(above, cells))):
            if found.columns and not found.missing:
                return _refined(found, cells, next(numbered, None))
            if len(found.columns) >= 2 and (best is None or len(found.columns) > len(best.columns)):
                best = found
        above = cells
    return best


def _refined(found: Layout, cells: Sequence[Cell], below: tuple[int, Sequence[Cell]] | None) -> Layout:
    """A complete heading, with the columns that a second row divides one of its own into."""
    if below is None or not all(heading(plain(cell)) for cell in below[1] if plain(cell)):
        return found
    both = _layout(below[0], _stacked(cells, below[1]))
    return both if len(both.columns) > len(found.columns) and not both.missing else found


def _stacked(above: Sequence[Cell], below: Sequence[Cell]) -> list[Cell]:
    width = max(len(above), len(below))
    upper, lower = ([*row, *[""] * (width - len(row))] for row in (above, below))
    return [low if heading(plain(low)) else up for up, low in zip(upper, lower, strict=True)]


def _layout(line: int, cells: Sequence[Cell]) -> Layout:
    columns: dict[Field, tuple[int, ...]] = {}
    headings: dict[Field, str] = {}
    for index, cell in enumerate(cells):
        field = heading(plain(cell)) if isinstance(cell, str) else None
        if field is None or (field in columns and field != "phone"):
            continue
        columns[field] = (*columns.get(field, ()), index)
        headings.setdefault(field, plain(cell))
    return Layout(line, columns, headings)

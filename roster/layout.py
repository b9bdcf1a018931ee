"""Where a sheet keeps what: its heading row, found among titles and blanks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest

from roster.cells import Cell, plain
from roster.columns import Columns, bearer, columns
from roster.vocabulary import Field, heading, is_flat, is_number, title

SEARCHED_ROWS = 60
"""How far down the heading row may stand."""

_REQUIRED: tuple[Field, ...] = ("name", "phone", "room")
_FEWEST_GROUPS = 2


@dataclass(frozen=True)
class Layout:
    """The heading row's line and the columns (from 0) of each field; phones may stand in several."""

    line: int
    columns: dict[Field, tuple[int, ...]]
    headings: dict[Field, str]
    """As they stand in the file."""
    titles: tuple[str, ...] = ()
    """The heading of every column, "" where there is none."""
    buyers: tuple[int, ...] = ()
    """Columns with names of further buyers."""
    foreign: tuple[int, ...] = ()
    """Columns of phones that are not the owner's, or perhaps not."""
    heads: frozenset[int] = field(default_factory=frozenset)
    """Lines of headings besides `line`."""

    @property
    def missing(self) -> tuple[Field, ...]:
        """The columns an import cannot do without that the sheet does not have."""
        return tuple(field for field in _REQUIRED if field not in self.columns)

    def repeats(self, cells: Sequence[Cell]) -> bool:
        """Whether a row is the heading once more, as at the top of each printed page."""
        name, phone = self.columns["name"][0], self.columns["phone"][0]
        return (
            max(name, phone) < len(cells)
            and heading(title(cells[name])) == "name"
            and heading(title(cells[phone])) == "phone"
        )


def find_layout(rows: Iterable[tuple[int, Sequence[Cell]]]) -> Layout | None:
    """The first row that names every required column, else the one that names most; None when none is named.

    A heading over two rows (a group above, its columns below) is read as one. A row that holds a number or a
    flat is an owner's and no part of a heading.
    """
    numbered = islice(rows, SEARCHED_ROWS)
    best: Layout | None = None
    above: tuple[int, Sequence[Cell]] = (0, ())
    for line, cells in numbered:
        for found in _layouts(above, (line, cells)):
            if not found.missing:
                return _refined(found, (line, cells), next(numbered, None))
            if len(found.columns) >= 2 and (best is None or len(found.columns) > len(best.columns)):
                best = found
        above = line, cells
    return best


def _layouts(above: tuple[int, Sequence[Cell]], row: tuple[int, Sequence[Cell]]) -> Iterable[Layout]:
    """What the row says as a heading, alone and together with the one above it."""
    alone = _layout(row[0], row[1], _groups(above[1]))
    if _is_owners(row[1]):
        # Three headings in one row are no owner's, whatever else stands beside them.
        return [] if alone.missing else [alone]
    stacked = _layout(row[0], _stacked(above[1], row[1]), _groups(above[1]), heads=frozenset({above[0]}))
    return alone, stacked


def _refined(
    found: Layout, row: tuple[int, Sequence[Cell]], below: tuple[int, Sequence[Cell]] | None
) -> Layout:
    """A complete heading, with the columns that a second row divides one of its own into."""
    if below is None or _is_owners(below[1]):
        return found
    if not all(heading(title(cell)) for cell in below[1] if plain(cell)):
        return found
    both = _layout(below[0], _stacked(row[1], below[1]), _groups(row[1]), heads=frozenset({row[0]}))
    return both if len(both.columns) > len(found.columns) and not both.missing else found


def _is_owners(cells: Sequence[Cell]) -> bool:
    """Whether a row holds somebody's number or flat."""
    return any((text := plain(cell)) and (is_number(text) or is_flat(text)) for cell in cells)


def _groups(cells: Sequence[Cell]) -> list[str]:
    """Headings that stand above several columns, once for each; none where the row is a mere title."""
    texts = [title(cell) for cell in cells]
    if sum(bool(text) for text in texts) < _FEWEST_GROUPS:
        return []
    return _spread(texts)


def _spread(texts: Iterable[str]) -> list[str]:
    spread, last = [], ""
    for text in texts:
        last = text or last
        spread.append(last)
    return spread


def _stacked(above: Sequence[Cell], below: Sequence[Cell]) -> list[Cell]:
    pairs = zip_longest(above, below, fillvalue="")
    return [low if plain(low) and (heading(title(low)) or not plain(up)) else up for up, low in pairs]


def _layout(
    line: int, cells: Sequence[Cell], groups: Sequence[str] = (), heads: frozenset[int] = frozenset()
) -> Layout:
    titles = tuple(title(cell) if isinstance(cell, str) else "" for cell in cells)
    # A column that is a heading of its own in both rows belongs to no group.
    over = [group if bearer(group) and not heading(group) else "" for group in groups]
    sorted_out: Columns = columns(titles, over)
    headings = {field: titles[indexes[0]] for field, indexes in sorted_out.found.items()}
    return Layout(line, sorted_out.found, headings, titles, sorted_out.buyers, sorted_out.foreign, heads)

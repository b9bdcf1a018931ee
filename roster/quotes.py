"""Records of a CSV file, and cells whose quotation mark nobody closed.

A quoted cell may run over several lines. A mark that somebody typed at the start of a cell, for inches or by
mistake, looks the same and would swallow every row up to the next mark. So a cell that holds what looks like
rows is taken for a mark of that kind: each of its lines is a row again, and the cell is `Unclosed`.
"""

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from roster.limits import LIMITS
from roster.vocabulary import heading

_SAMPLE = 200
"""Lines by which the usual number of cells is told."""
_HEADINGS = 2
"""Cells of a line that are known headings, for it to be the heading."""
_FEWEST = 3
"""Cells of a row: a name, a number and a flat."""
_DIGITS = re.compile(r"\d{7}")
_NUMBER = re.compile(r"[\s+(]*\d[\d\s+()\-]{6,}")


class Unclosed(str):
    """A cell that began with a quotation mark which was not closed before further rows came."""

    __slots__ = ()


class Crowded(str):
    """A cell of several lines, closed as it should be, in which something stands that may be a short row."""

    __slots__ = ()


class Swallowed(str):
    """A cell of a line that stood in an `Unclosed` cell, perhaps as a row, perhaps as a part of its text."""

    __slots__ = ()


def records(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    """The cells of each record. Raises csv.Error where a cell is longer than the csv module takes."""
    source = iter(lines)
    sample = list(islice(source, _SAMPLE))
    yield from _Assembly(chain(sample, source), separator, _usual(sample, separator)).records()


def _usual(sample: Sequence[str], separator: str) -> int:
    """How many cells a row has: as many as the heading, else as most lines have."""
    # A mark without its pair says nothing of the cells behind it.
    parsed = [_alone(line, separator, quoted=line.count('"') % 2 == 0) for line in sample]
    for cells in parsed:
        if sum(heading(cell) is not None for cell in cells) >= _HEADINGS:
            return len(cells)
    counted = Counter(len(cells) for cells in parsed if len(cells) > 1)
    return max(counted, key=lambda width: (counted[width], width), default=1)


class _Assembly:
    """Lines put together to records, those that are looked at ahead kept waiting."""

    def __init__(self, lines: Iterator[str], separator: str, usual: int) -> None:
        self._lines, self._separator, self._usual = lines, separator, usual
        self._waiting: deque[str] = deque()
        self._doubtful = 0

    def records(self) -> Iterator[list[str]]:
        while (line := self._next()) is not None:
            doubtful = self._doubtful > 0
            self._doubtful = max(self._doubtful - 1, 0)
            cells = self._record(line) if '"' in line else _alone(line, self._separator)
            yield [Swallowed(cell) for cell in cells] if doubtful else cells

    def _next(self) -> str | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def _record(self, line: str) -> list[str]:
        unclosed: list[int] = []
        crowded: list[int] = []
        while (mark := _left_open(line, self._separator)) is not None:
            column = len(_parsed(line[:mark], self._separator)) - 1 if mark else 0
            cell = self._cell(line, mark)
            if cell.lines:
                for _ in range(cell.lines):
                    self._waiting.popleft()
                line = cell.text
                crowded += [column] if cell.doubtful else []
            else:
                self._doubtful = max(self._doubtful, cell.doubtful)
                unclosed.append(column)
                line = line[:mark] + line[mark + 1 :]
        cells = _marked(_parsed(line, self._separator), unclosed, Unclosed)
        return _marked(cells, crowded, Crowded)

    def _cell(self, line: str, mark: int) -> "_Cell":
        """Looks ahead from the cell that `line` leaves open at `mark`."""
        text, doubtful = line, 0
        if _closing(line[mark + 1 :]) is not None or self._is_row(line[mark + 1 :]):
            return _Cell(line)
        for ahead in range(LIMITS.cell_lines):
            following = self._ahead(ahead)
            if following is None:
                break
            end = _closing(following)
            inside = following if end is None else following[:end]
            if self._is_row(inside):
                break
            if self._has_number(inside):
                doubtful = ahead + 1
            text += following
            if end is not None:
                if not _ends(following, end + 1, self._separator) or self._runs_together(text, following):
                    break
                return _Cell(text, ahead + 1, doubtful)
        return _Cell(line, doubtful=doubtful)

    def _ahead(self, ahead: int) -> str | None:
        while len(self._waiting) <= ahead:
            following = next(self._lines, None)
            if following is None:
                return None
            self._waiting.append(following)
        return self._waiting[ahead]

    def _runs_together(self, text: str, last: str) -> bool:
        """Whether a record is longer than it should be because its last line is one of its own."""
        if _left_open(text, self._separator) is not None:
            return False
        count = len(_alone(last, self._separator))
        return len(_parsed(text, self._separator)) > self._usual and count >= self._least

    @property
    def _least(self) -> int:
        """Cells of a row whose last one is left out."""
        return max(_FEWEST, self._usual - 1)

    def _is_row(self, inside: str) -> bool:
        count = len(_alone(inside, self._separator, quoted=False))
        if count < self._least:
            return False
        return count == self._usual or _DIGITS.search(inside) is not None

    def _has_number(self, inside: str) -> bool:
        """Whether it may be a short row: a number, and something else beside it."""
        cells = [cell for cell in _alone(inside, self._separator, quoted=False) if cell.strip()]
        return len(cells) > 1 and any(_NUMBER.fullmatch(cell) for cell in cells)


@dataclass(frozen=True)
class _Cell:
    """What looking ahead found: the text with so many further `lines`, or, without any, a mark that is none.

    Up to the `doubtful`th line behind it there is what may be a row, or text of the cell.
    """

    text: str
    lines: int = 0
    doubtful: int = 0


def _alone(line: str, separator: str, *, quoted: bool = True) -> list[str]:
    """One line's cells."""
    if quoted and '"' in line:
        return _parsed(line, separator)
    line = line.rstrip("\r\n")
    cells = line.split(separator) if line else []
    if len(line) > csv.field_size_limit() < max(map(len, cells)):
        raise csv.Error("a cell is longer than the csv module takes")
    return cells


def _parsed(text: str, separator: str) -> list[str]:
    return next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])


def _marked(cells: list[str], columns: Iterable[int], kind: type[str]) -> list[str]:
    for column in columns:
        if column < len(cells):
            cells[column] = kind(cells[column])
    return cells


def _closing(text: str) -> int | None:
    """Where the quoted cell that `text` begins in ends; a doubled mark is one within it."""
    place = text.find('"')
    while place >= 0:
        if text[place + 1 : place + 2] != '"':
            return place
        place = text.find('"', place + 2)
    return None


def _left_open(text: str, separator: str) -> int | None:
    """Where the mark stands whose cell is still open at the end of `text`, as the csv module reads it.

    Or one that another cell's mark closes, so that both cells would be one.
    """
    place = 0
    while place <= len(text):
        if text[place : place + 1] == '"':
            end = _closing(text[place + 1 :])
            if end is None:
                return place
            behind = place + end + 2
            if not _ends(text, behind, separator) and separator in text[place:behind]:
                return place
            place = behind
        following = text.find(separator, place)
        if following < 0:
            return None
        place = following + 1
    return None


def _ends(text: str, place: int, separator: str) -> bool:
    """Whether a cell ends there."""
    return text[place : place + 1].strip("\r\n") in ("", separator)

"""Gives the roster back with two columns added: what became of each row, and what to do about it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from roster.addition import Addition
from roster.cells import Cell, plain
from roster.layout import Layout, find_layout
from roster.reading import tables
from roster.report_csv import write_csv
from roster.report_xlsx import write_xlsx
from roster.rows import RosterRow
from roster.source import Table, kind_of
from roster.wording import row_text, verdict_text
from texts.catalogue import LOCALES, text

CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def write_report(source: Path, rows: Iterable[RosterRow], target: Path, locale: str) -> None:
    """Write to `target` the roster `source` with its `rows` explained in `locale`.

    The format is the same. An .xlsx file keeps every other cell, sheet, style and picture as it is; a CSV
    file is written as UTF-8 with a byte order mark, which Excel needs. A report that was corrected and
    imported again gets its two columns anew, not a second pair. Raises RosterUnreadable as `read_roster`.
    """
    kind = kind_of(source)
    by_sheet: dict[str, dict[int, RosterRow]] = {}
    for row in rows:
        if row.verdict == "passed" and not row.problems:
            continue
        by_sheet.setdefault(row.sheet, {})[row.line] = row
    additions: dict[str, Addition] = {}
    for table in tables(source):
        if found := by_sheet.get(table.name):
            layout = find_layout(table.rows())
            if layout:
                texts = _Texts(layout.line, found, locale)
                additions[table.name] = Addition(_column(table, layout), texts)
    if kind == "xlsx":
        write_xlsx(source, additions, target)
    else:
        write_csv(source, additions.get(""), target)


class _Texts(Mapping[int, tuple[str, str]]):
    """Made when asked for: a hundred thousand explanations are not held at once."""

    def __init__(self, heading: int, rows: Mapping[int, RosterRow], locale: str) -> None:
        self._heading, self._rows, self._locale = heading, rows, locale
        self._verdict = lru_cache(lambda verdict: verdict_text(verdict, locale))

    def __getitem__(self, line: int) -> tuple[str, str]:
        if line == self._heading:
            return text(self._locale, "roster-result-heading"), text(self._locale, "roster-problem-heading")
        row = self._rows[line]
        return self._verdict(row.verdict), row_text(row, self._locale)

    def __iter__(self) -> Iterator[int]:
        yield self._heading
        yield from self._rows

    def __len__(self) -> int:
        return len(self._rows) + 1


def _column(table: Table, layout: Layout) -> int:
    """Behind the last column in use, or where an earlier report has its two."""
    for line, cells in table.rows():
        if line == layout.line:
            return _earlier_report(cells) or table.width
    return table.width


def _earlier_report(cells: Iterable[Cell]) -> int | None:
    ours = {text(locale, "roster-result-heading") for locale in LOCALES}
    for column, cell in enumerate(cells):
        if isinstance(cell, str) and plain(cell) in ours:
            return column
    return None

"""What an import found in a roster, put into words only when asked for."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import overload

from roster import Finding, RosterRow, findings

OTHER_DATE = "other-date"
"""Notice that a row has a handover date of its own."""


class Findings(Sequence[Finding]):
    """Every problem and notice of a file.

    Rejected rows first, then what is said of whole sheets, and last rows with nothing but a date of their
    own: it may be every row of the file.
    """

    def __init__(self, rows: Sequence[RosterRow], locale: str) -> None:
        """Of these rows, in this language."""
        troubled = [row for row in rows if row.problems]
        self._rows = sorted(troubled, key=_urgency)
        self._length = sum(len(row.problems) for row in troubled)
        self._locale = locale

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Finding]:
        return chain.from_iterable(findings(row, self._locale) for row in self._rows)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | Sequence[Finding]:
        if isinstance(index, slice):
            start, stop, step = index.indices(self._length)
            return tuple(self)[index] if step < 0 else tuple(islice(self, start, stop, step))
        return next(islice(self, range(self._length)[index], None))


_FIRST = ("rejected", "passed")


def _urgency(row: RosterRow) -> tuple[int, bool]:
    rank = _FIRST.index(row.verdict) if row.verdict in _FIRST else len(_FIRST)
    return rank, all(problem.code == OTHER_DATE for problem in row.problems)

"""What reading a roster gives: one verdict per row."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from roster.remarks import Hold

Verdict = Literal["accepted", "merged", "rejected", "passed"]
"""`passed`: said to be no owner's row, such as a title, a total, or the heading itself."""


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """One person and one flat, as a row of the roster gives them, normalised.

    `phone` is the mobile number texts go to, `other_phones` the rest of the cell; all E.164. `block`,
    `unit` and `room` are written one way however the roster writes them ("6栋", "1单元", "403"); `area` is
    in m². None and "" mean that the roster does not say.
    """

    name: str
    phone: str
    other_phones: tuple[str, ...]
    block: str
    unit: str
    room: str
    area: Decimal | None
    handover_date: date | None
    note: str
    holds: tuple[Hold, ...] = ()
    """What in the remarks stops texts until somebody has answered."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a row that a person should know: why it was rejected, or a notice.

    `column` is the heading as it stands in the file. `values` are what the text of `code` needs; never a
    name or a number.
    """

    column: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """What became of one row.

    `line` counts as the spreadsheet does, from 1; `sheet` is "" in a CSV file. A merged row says the same
    as an earlier one. A rejected row has no owner, except where everything can be read and only the note
    says that the flat was given back (code `returned`).
    """

    line: int
    verdict: Verdict
    owner: OwnerLine | None
    problems: tuple[Problem, ...] = ()
    sheet: str = ""
    headings: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """The sheet's headings by field: name, phone, room and so on."""
    flat: tuple[str, str, str] | None = field(default=None, repr=False, compare=False)
    """Block, unit and room of a rejected row, as far as it names them."""
    aside: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """What stands in columns that were not read and may tell one flat from another, by heading."""

    def noted(self, field: str, code: str) -> "RosterRow":
        """The row with a notice about one of its fields, found after it was read."""
        found = Problem(self.headings.get(field, ""), code)
        return replace(self, problems=(*self.problems, found))

    @property
    def returned(self) -> bool:
        """Whether the roster says that this owner gave the flat back."""
        return self.verdict == "rejected" and self.owner is not None


@dataclass(frozen=True)
class Summary:
    """How many rows ended how; `problems` counts codes."""

    accepted: int = 0
    merged: int = 0
    rejected: int = 0
    passed: int = 0
    problems: Mapping[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows of owners."""
        return self.accepted + self.merged + self.rejected


class Tally:
    """Counts rows as they pass."""

    def __init__(self) -> None:
        self._verdicts: Counter[Verdict] = Counter()
        self._codes: Counter[str] = Counter()

    def add(self, row: RosterRow) -> None:
        self._verdicts[row.verdict] += 1
        self._codes.update(problem.code for problem in row.problems)

    def note(self, code: str, times: int = 1) -> None:
        """Count a problem that was found after the row was read."""
        if times:
            self._codes[code] += times

    @property
    def rows(self) -> int:
        return self._verdicts.total() - self._verdicts["passed"]

    def summary(self) -> Summary:
        counted = self._verdicts
        return Summary(
            counted["accepted"],
            counted["merged"],
            counted["rejected"],
            counted["passed"],
            dict(sorted(self._codes.items())),
        )


class RosterUnreadable(Exception):
    """The file as a whole cannot be read; `code` and `values` say why (text: `roster.wording.unreadable`)."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

"""What the comment of a query says: a sentence for people, and what the database cannot know.

- `-- row: Contract` names the row, which others share; from another file `-- row: customers/files.Contract`.
- `-- null: a, :b` and `-- not null: a` say what would be guessed wrong of column a and parameter b.
- `-- always`: there is a row, since whoever asks has seen to that (it is locked, or has just been made).
- `-- type: a = dict[str, Any]; b = str` for columns of bytea that come from no table.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_NOTE = re.compile(r"(row|null|not null|type|always)(?:: (.+))?")


class Undescribed(ValueError):
    """A query lacks what cannot be read from the database; its file and name, and what."""


@dataclass(frozen=True)
class Comment:
    """Of one query."""

    sentence: str
    row: str = ""
    null: frozenset[str] = frozenset()
    not_null: frozenset[str] = frozenset()
    always: bool = False
    types: Mapping[str, str] = field(default_factory=dict)

    @property
    def named(self) -> frozenset[str]:
        """Columns and parameters that it speaks of."""
        return self.null | self.not_null | self.types.keys()


def read_comment(text: str) -> Comment:
    """Raises `Undescribed` for a query without a sentence."""
    said: list[str] = []
    notes: dict[str, str] = {}
    for line in text.splitlines():
        found = _NOTE.fullmatch(line)
        if found is None:
            said.append(line)
        else:
            notes[found[1]] = found[2] or ""
    if not said:
        raise Undescribed("no sentence says what it gives and who asks")
    types = (part.split(" = ", 1) for part in _parts(notes.get("type", ""), ";"))
    return Comment(
        " ".join(said),
        notes.get("row", ""),
        frozenset(_parts(notes.get("null", ""), ",")),
        frozenset(_parts(notes.get("not null", ""), ",")),
        "always" in notes,
        {name: type_ for name, type_ in types},
    )


def _parts(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]

"""What opens only where it was sealed: second factors, kept answers, copies of files (P23, decision 0030).

The database's codec opens names and numbers for whoever may read the row. What lets somebody in, or answers
in somebody's name, it hands out closed: copied into another field, row or table, it opens nowhere.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vault.sealed import NotSealed


def place(column: str, *row: str) -> bytes:
    """Where a value belongs: a column, and what tells its row and its person apart."""
    return json.dumps([column, *row], ensure_ascii=False).encode()


@dataclass(frozen=True, repr=False)
class Locked:
    """To be sealed for this place alone."""

    value: Any
    """A text, or what JSON can say."""
    place: bytes


class StillLocked:
    """As it comes out of the database. It has no text: whatever prints or sends it shows nothing."""

    __slots__ = ("_open",)

    def __init__(self, open_at: Callable[[bytes], Any]) -> None:
        self._open = open_at

    def __repr__(self) -> str:
        return "StillLocked"

    def opened_at(self, at: bytes) -> Any:
        """What was sealed for this place. Raises `Tampered` when it was for another."""
        return self._open(at)


def opened_at(value: Any, at: bytes) -> Any:
    """What a column of this kind holds. Raises `NotSealed` for an ordinary value, which anybody can make."""
    if not isinstance(value, StillLocked):
        raise NotSealed("not sealed for a place of its own")
    return value.opened_at(at)

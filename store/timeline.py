"""Rows of the timeline, put together again: SQL reads codes in `data`, words are sealed apart (P19, P23)."""

from collections.abc import Mapping
from typing import Any, TypedDict

from store.connections import Json

_AUTHOR = "author"
_SOMEBODY = "staff"
"""The actor of what was written by somebody who is known by name alone."""


def signed(author: str, said: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The actor and the words of a row that `author`, a name as it was typed, has written.

    What is None was not said.
    """
    words = {name: value for name, value in said.items() if value is not None}
    return _SOMEBODY, words if author == _SOMEBODY else words | {_AUTHOR: author}


class Told(TypedDict):
    """Of a row of the timeline, what it tells."""

    data: Json
    words: Mapping[str, Any] | None


class Signed(TypedDict):
    """Of a row of the timeline, by whom."""

    actor: str
    words: Mapping[str, Any] | None


def data_of(row: Told) -> dict[str, Any]:
    """Everything that a row with `data` and `words` tells."""
    data: dict[str, Any] = row["data"]
    return data | {name: value for name, value in (row["words"] or {}).items() if name != _AUTHOR}


def actor_of(row: Signed) -> str:
    """Who did it, of a row with `actor` and `words`."""
    return str((row["words"] or {}).get(_AUTHOR, row["actor"]))

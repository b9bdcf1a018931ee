"""The words of `columns.toml`: headings, blanks, totals, returned flats. Extending them needs no code."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from roster.cells import plain

Field = Literal["name", "phone", "block", "unit", "room", "area", "date", "note", "serial"]

_WORDS = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
_FIELDS: dict[str, Field] = {
    alias: field for field in get_args(Field) for alias in _WORDS["headings"][field]
}  # fmt: skip
_BLANK = frozenset(_WORDS["cells"]["blank"])
COMPOUND_SURNAMES = frozenset(_WORDS["names"]["compound_surnames"])
"""Surnames of two characters."""

_BRACKETED = re.compile(r"[(\[【〔<].*?[)\]】〕>]")
_UNSPOKEN = re.compile(r"[\W\d_]+")
_FIGURES = re.compile(r"[\d\W户套人名条行]*")


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_RETURNED = re.compile(_any(_WORDS["cells"]["returned"]), re.IGNORECASE)
_NOT_YET = re.compile(f"(?:{_any(_WORDS['cells']['not_yet'])})(?:已经|已)?$", re.IGNORECASE)
_TOTALS = re.compile(_any(_WORDS["cells"]["totals"]), re.IGNORECASE)


@lru_cache(maxsize=1024)
def heading(text: str) -> Field | None:
    """Which field a heading means, or None when it is none of ours."""
    return _FIELDS.get(_UNSPOKEN.sub("", _BRACKETED.sub("", plain(text))).lower())


def is_blank(text: str) -> bool:
    """Whether a cell (as `plain` gives it) says that there is nothing."""
    return not text or text.lower() in _BLANK


def is_totals(text: str) -> bool:
    """Whether a row that begins with this cell adds others up."""
    found = _TOTALS.match(text.replace(" ", ""))
    return found is not None and _FIGURES.fullmatch(text.replace(" ", ""), found.end()) is not None


@lru_cache(maxsize=1024)
def says_returned(note: str) -> bool:
    """Whether a note says that the flat was given back to the developer."""
    return any(not _NOT_YET.search(note[: found.start()]) for found in _RETURNED.finditer(note))

"""The words of `columns.toml`: headings, blanks, totals. Extending them needs no code."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from roster.cells import Cell, plain

Field = Literal["name", "phone", "zone", "block", "unit", "room", "area", "date", "note", "serial"]

_WORDS = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
_FIELDS: dict[str, Field] = {
    alias: field for field in get_args(Field) for alias in _WORDS["headings"][field]
}  # fmt: skip
_BLANK = frozenset(_WORDS["cells"]["blank"])
COMPOUND_SURNAMES = frozenset(_WORDS["names"]["compound_surnames"])
"""Surnames of two characters."""

_BRACKETED = re.compile(r"[(\[【〔<].*?[)\]】〕>]")
_UNSPOKEN = re.compile(r"[\W\d_]+")
_NUMBERED = re.compile(r"^ ?[(]?\d{1,2} ?[.、):]+")
"""A heading's own number: "3. 房号"."""
_CIRCLED = re.compile(r"^\s*[\u2460-\u24ff\u2776-\u2793]\s*")
_DIVIDED = re.compile(r"[/\\|、,;&+\-_]| or |或|(?<=[\u4e00-\u9fff]) ?(?=[A-Za-z])")
_METRES = re.compile(r"(?:m2|平方米|平米|sqm)$", re.IGNORECASE)
_FIGURES = re.compile(r"[\d\W户套人名条行]*")

_COUNTED: frozenset[Field] = frozenset({"name", "phone"})
"""Fields that a sheet may have several of, told apart by a figure: "联系电话2"."""
_PLACES: frozenset[Field] = frozenset({"zone", "block", "unit", "room"})

_GAPS = re.compile(r"[ \-().+]+")
_NUMBER = re.compile(r"\d{7,}")
_WRITTEN_DAY = re.compile(r"(?:19|20)\d{6}")
_FLAT = re.compile(
    r"(?:\w{0,4}\d+ ?(?:号楼|#楼|栋|幢|座|楼|单元|室|号房|号|房|#)|#\d+"
    r"|\w{0,3}\d+-\w{0,3}\d+(?:-\w{0,3}\d+)?)+"
    r"|(?:block|building|tower|unit|room|flat|apartment|apt) ?#?\d\w*",
    re.IGNORECASE,
)


WORDS = _WORDS
"""All of `columns.toml`, for `remarks.py`."""


def any_of(words: list[str]) -> str:
    """A pattern that finds any of these, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_TOTALS = re.compile(any_of(_WORDS["cells"]["totals"]), re.IGNORECASE)
_OTHERS = re.compile(f"{any_of(_WORDS['others']['words'])}|(?:{any_of(_WORDS['others']['endings'])})$")
_BUYERS = re.compile(any_of(_WORDS["others"]["buyers"]))
_OWNERS = re.compile(any_of(_WORDS["others"]["owners"]))
_FURTHER = re.compile(any_of(_WORDS["others"]["further"]))
_HARMLESS = re.compile(any_of(_WORDS["unread"]["harmless"]))


def title(cell: Cell) -> str:
    """A cell as a heading: `plain`, without the circled number before it."""
    return plain(_CIRCLED.sub("", cell) if isinstance(cell, str) else cell)


@lru_cache(maxsize=1024)
def heading(text: str) -> Field | None:
    """Which field a heading means, or None when it is none of ours.

    What holds a number or a flat is no heading, whatever else it says: "101室", "手机:199…". Of two words for
    one thing ("房号/铺位号") one will do.
    """
    text = plain(text)
    if is_number(text):
        return None
    text = _NUMBERED.sub("", _BRACKETED.sub("", text))
    if whole := _field(text):
        return whole
    parts = [part for part in _DIVIDED.split(text) if part.strip()]
    found = list(dict.fromkeys(field for part in parts if (field := _field(part))))
    if len(parts) < 2 or not found or is_other(text):
        return None
    if len(found) == 1:
        return found[0]
    if not _PLACES.issuperset(found):
        return None
    return "room" if "room" in found else found[0]


def _field(text: str) -> Field | None:
    field = _FIELDS.get(_UNSPOKEN.sub("", _METRES.sub("", text)).lower())
    if field and field not in _COUNTED and any(c.isdigit() for c in _METRES.sub("", text)):
        return None
    return field


def is_number(text: str) -> bool:
    """Whether a cell (as `plain` gives it) holds what may be somebody's number."""
    found = _NUMBER.search(_GAPS.sub("", text))
    return found is not None and _WRITTEN_DAY.fullmatch(found[0]) is None


def is_flat(text: str) -> bool:
    """Whether a cell (as `plain` gives it) is a place with its number, such as "101室" or "6-1-403"."""
    return _FLAT.fullmatch(text) is not None


def is_other(text: str) -> bool:
    """Whether a heading speaks of somebody who is not the owner, such as the adviser."""
    return _OTHERS.search(_key(text)) is not None


def is_further_buyer(text: str) -> bool:
    """Whether a heading speaks of a second owner."""
    return _BUYERS.search(_key(text)) is not None


def is_owners(text: str) -> bool:
    """Whether the heading of a phone column says that it is the owner's."""
    return _OWNERS.match(_key(text)) is not None


def is_further_phone(text: str) -> bool:
    """Whether the heading of a phone column says that it is a further one of somebody's."""
    return _FURTHER.match(_key(text)) is not None


def is_harmless(text: str) -> bool:
    """Whether a column of this heading says nothing about which flat or whose number it is."""
    return _HARMLESS.search(_key(text)) is not None


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    return _UNSPOKEN.sub("", _BRACKETED.sub("", plain(text))).lower()


def is_blank(text: str) -> bool:
    """Whether a cell (as `plain` gives it) says that there is nothing."""
    return not text or text.lower() in _BLANK


def is_totals(text: str) -> bool:
    """Whether a row that begins with this cell adds others up."""
    found = _TOTALS.match(text.replace(" ", ""))
    return found is not None and _FIGURES.fullmatch(text.replace(" ", ""), found.end()) is not None

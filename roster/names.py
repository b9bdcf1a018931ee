"""Names as rosters write them: padded to a width, several in one cell, with remarks."""

import re

from domain.customers.names import HAN, is_padded, without_remarks, written
from roster.cells import Cell, plain
from roster.remarks import holds, mentions, returned
from roster.vocabulary import COMPOUND_SURNAMES

# A comma divides Chinese names only: "Smith, John" is one person.
_LISTED = re.compile(rf"[{HAN})] ?[,;] ?[{HAN}]|\w\)? ?[、/&+|] ?[^\W\d_]")
_COUNTED = re.compile(r"^\s*[\u2460-\u24ff\u2776-\u2793]\s*")
"""A circled number before a name."""
_SET_OFF = re.compile(r"(?P<name>.+?)[\s\-—/、,;:*+|]+(?P<remark>[^\s\-—/、,;:*+|]+)")
_LONGEST_REMARK = 6


def person(cell: Cell) -> str:
    """A name: `plain`, without remarks, and the blank that pads two-character names ("李  明") taken out."""
    return name_and_remarks(cell)[0]


def name_and_remarks(cell: Cell) -> tuple[str, tuple[str, ...]]:
    """A name, and what else stood in its cell: in brackets, or as a remark behind it ("王五 已故")."""
    if isinstance(cell, str):
        cell = _COUNTED.sub("", cell)
    text, remarks = without_remarks(written(plain(cell)))
    if found := _remark_behind(text):
        text, remarks = found[0], (*remarks, found[1])
    if is_padded(text) and not several(text):
        text = text.replace(" ", "")
    return text, remarks


def _remark_behind(text: str) -> tuple[str, str] | None:
    """A remark that stops texts or tells of a return, set off or not: "王五-已故", "王五已退房"."""
    if not mentions(text):
        return None
    if (found := _SET_OFF.fullmatch(text)) and _speaks(found["remark"]):
        return found["name"], found["remark"]
    for length in range(min(_LONGEST_REMARK, len(text) - 2), 1, -1):
        if _speaks(text[-length:]) and not _speaks(text[:-length]):
            return text[:-length], text[-length:]
    return None


def _speaks(remark: str) -> bool:
    return bool(holds(remark)) or returned(remark) != "no"


def several(name: str) -> bool:
    """Whether a name (as `plain` gives it) is more than one person: "李示例、王示例", "李示例 王示例".

    A surname of two characters that stands apart ("欧阳 示例") is no person.
    """
    if is_padded(name):
        first, *rest = name.split(" ")
        return first not in COMPOUND_SURNAMES and all(len(part) > 1 for part in (first, *rest))
    return _LISTED.search(name) is not None

"""Names as rosters write them: padded to a width, or several in one cell."""

import re

from roster.cells import Cell, plain
from roster.vocabulary import COMPOUND_SURNAMES

_HAN_WORDS = re.compile(r"[\u3400-\u9fff·]+(?: [\u3400-\u9fff·]+)+")
# A comma divides Chinese names only: "Smith, John" is one person.
_LISTED = re.compile(r"[\u3400-\u9fff)] ?[,;] ?[\u3400-\u9fff]|\w\)? ?[、/&+|] ?[^\W\d_]")


def person(cell: Cell) -> str:
    """A name: `plain`, and the blank that pads two-character names ("李  明") taken out."""
    text = plain(cell)
    return text.replace(" ", "") if _HAN_WORDS.fullmatch(text) and not several(text) else text


def several(name: str) -> bool:
    """Whether a name (as `plain` gives it) is more than one person: "李示例、王示例", "李示例 王示例".

    A surname of two characters that stands apart ("欧阳 示例") is no person.
    """
    if _HAN_WORDS.fullmatch(name):
        first, *rest = name.split(" ")
        return first not in COMPOUND_SURNAMES and all(len(part) > 1 for part in (first, *rest))
    return _LISTED.search(name) is not None

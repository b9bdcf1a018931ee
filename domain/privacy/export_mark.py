"""A mark that finds the source of an exported file, or of rows copied out of it (P23). Pure.

The mark is a number of 32 bits, written with a check of 8 bits in characters that nobody sees. It lives
through copying and pasting, through other formats in Unicode, and in single rows. It does not live through
retyping, printing, a screenshot, or a program that removes such characters; then the visible lines and the
trail are left.
"""

import re
import zlib
from collections.abc import Iterator

BITS = 32
_SIGNS = "\u200b\u200c\u200d\u2060"
"""Without width; reading a roster drops them (roster/cells.py), so that an exported file can be imported."""
_LENGTH = (BITS + 8) // 2
_RUN = re.compile(f"[{_SIGNS}]{{{_LENGTH},}}")


def woven(text: str, mark: int) -> str:
    """The text as people see it, with the mark at its end."""
    number = mark << 8 | _check(mark)
    places = range(BITS + 6, -2, -2)
    return text + "".join(_SIGNS[number >> place & 3] for place in places)


def marks_in(text: str) -> Iterator[int]:
    """Every mark in the text, in order; what is no mark of ours is passed over."""
    for run in _RUN.finditer(text):
        signs, at = run.group(), 0
        while at + _LENGTH <= len(signs):
            number = 0
            for sign in signs[at : at + _LENGTH]:
                number = number << 2 | _SIGNS.index(sign)
            if _check(number >> 8) == number & 0xFF:
                yield number >> 8
                at += _LENGTH
            else:
                at += 1


def _check(mark: int) -> int:
    return zlib.crc32(mark.to_bytes(BITS // 8, "big")) & 0xFF

"""Lines of a terminal, broken as Chinese is: between any two characters, but not before a closing mark."""

import re

from rich.cells import cell_len

_CLOSING = "，。、；：？！）》”’…—"
_UNIT = re.compile(rf"[^\s\u2e80-\uffdc“‘]+[{_CLOSING}]*|\s+|[“‘（《]?.[{_CLOSING}]*")
"""What stays together: a word or number, or one character, with the marks that close it."""


def broken(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells; a longer word has a line of its own."""
    lines, line = [], ""
    for unit in _UNIT.findall(text):
        if line and cell_len(line + unit.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        if line or unit.strip():
            line += unit
    return [*lines, line.rstrip()] if line.strip() else lines

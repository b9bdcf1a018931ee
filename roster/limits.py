"""How large a roster may be, from `limits.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, everything else counted."""

    file: int
    unpacked: int
    """Of all parts of a workbook together."""
    expansion: int
    """Most bytes unpacked for one byte packed."""
    expansion_from: int
    """Unpacked size from which `expansion` counts."""
    parts: int
    """Most entries of a workbook's archive."""
    cells: int
    """Rows times columns of one sheet."""
    merged: int
    """Merged ranges of one sheet."""
    columns: int
    """Most cells in a line of a CSV file."""
    rows: int
    """Of a text file; a workbook is bound by its cells."""
    cell_lines: int
    """Most lines of one quoted cell of a CSV file."""


def _read(path: Path) -> Limits:
    given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    book = given["workbook"]
    return Limits(
        file=given["file"]["mib"] * _MEBIBYTE,
        unpacked=book["unpacked_mib"] * _MEBIBYTE,
        expansion=book["expansion"],
        expansion_from=book["expansion_from_mib"] * _MEBIBYTE,
        parts=book["parts"],
        cells=book["cells"],
        merged=book["merged"],
        columns=given["text"]["columns"],
        rows=given["text"]["rows"],
        cell_lines=given["text"]["cell_lines"],
    )


LIMITS = _read(Path(__file__).parent / "limits.toml")

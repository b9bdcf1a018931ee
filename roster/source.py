"""Opens a roster file by what it contains; its name does not matter."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from roster.cells import Cell
from roster.limits import LIMITS
from roster.rows import RosterUnreadable

Row = tuple[int, Sequence[Cell]]
"""A row's number as the spreadsheet counts, from 1, and its cells from column A."""

DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, KeyError)
"""What `zipfile` raises for archives that are damaged, locked, or packed in a way it does not know."""

_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def part_name(name: str) -> str:
    """A part of a workbook by its name in the archive: some programs write backslashes, or another case."""
    return name.replace("\\", "/").lower()


@dataclass(frozen=True)
class Table:
    """One sheet, or a whole CSV file (`name` is then ""). `rows` may be called again to start over."""

    name: str
    rows: Callable[[], Iterator[Row]]
    width: int
    """Columns in use, counted from A."""
    hidden: bool = False


def kind_of(path: Path) -> Literal["xlsx", "csv"]:
    """What the file is. Raises RosterUnreadable for what is neither, is empty, or is over the limit."""
    size = path.stat().st_size
    if size == 0:
        raise RosterUnreadable("empty")
    if size > LIMITS.file:
        raise RosterUnreadable("too-large", limit=LIMITS.file // 2**20)
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith(_COMPOUND_FILE):
            encrypted = _ENCRYPTED in start + file.read()
            raise RosterUnreadable("encrypted" if encrypted else "old-excel")
    if start.startswith(_ZIP):
        return "xlsx"
    text = start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in start
    if not text or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"%PDF", b"{")):
        raise RosterUnreadable("not-a-spreadsheet")
    return "csv"

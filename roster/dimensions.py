"""A sheet's own note of its extent, which some programs write wrongly ("A0:AZ3"); Excel does not mind."""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roster.rows import RosterUnreadable
from roster.source import DAMAGED_ZIP, part_name

_HEAD = 1 << 16
"""Bytes at a sheet's beginning in which its extent stands, before the rows."""
_CHUNK = 1 << 20
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_NOTE = re.compile(rb"""<(?:\w+:)?dimension\s[^<>]*?ref=["']([^"']*)["'][^<>]*/>""")
_EXTENT = re.compile(rb"[A-Z]{1,3}[1-9]\d{0,6}(?::[A-Z]{1,3}[1-9]\d{0,6})?")


@contextmanager
def readable(path: Path) -> Iterator[Path]:
    """The workbook, or a copy without notes that its reader would stumble over, for as long as it is read.

    Raises RosterUnreadable.
    """
    wrong = _wrong(path)
    if not wrong:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="huifang-workbook-") as folder:
        copy = Path(folder) / "workbook.xlsx"
        _copy(path, copy, wrong)
        yield copy


def _wrong(path: Path) -> set[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {item.filename for item in archive.infolist() if _is_wrong(archive, item)}
    except DAMAGED_ZIP:
        raise RosterUnreadable("damaged") from None


def _is_wrong(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> bool:
    if not _SHEETS.fullmatch(part_name(item.filename)):
        return False
    with archive.open(item) as part:
        found = _NOTE.search(part.read(_HEAD).partition(b"<sheetData")[0])
    return found is not None and _EXTENT.fullmatch(found[1]) is None


def _copy(source: Path, target: Path, wrong: set[str]) -> None:
    try:
        _copied(source, target, wrong)
    except DAMAGED_ZIP:
        raise RosterUnreadable("damaged") from None


def _copied(source: Path, target: Path, wrong: set[str]) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            with old.open(item) as read, new.open(part_written(item), "w") as write:
                if item.filename in wrong:
                    write.write(_NOTE.sub(b"", read.read(_HEAD), count=1))
                shutil.copyfileobj(read, write, _CHUNK)


def part_written(item: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The same part of a new archive."""
    copy = zipfile.ZipInfo(item.filename, item.date_time)
    copy.compress_type = zipfile.ZIP_DEFLATED
    copy.external_attr = item.external_attr
    return copy

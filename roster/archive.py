"""What a workbook's archive really holds, looked at before anything unpacks it.

What an archive says of itself is not believed: each part is unpacked once, a piece at a time, and counted.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO
from xml.parsers import expat

from roster.cells import column_number
from roster.limits import LIMITS
from roster.rows import RosterUnreadable
from roster.source import DAMAGED_ZIP, part_name

_CHUNK = 4 * 1024 * 1024
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_XML = (".xml", ".rels")
_OTHER_FILES = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|embeddings/.+|.+\.(?:zip|7z|rar|xls[a-z]?|doc[a-z]?))$", re.I
)
_LOCAL_HEADER = b"PK\x03\x04"
_ENCRYPTED_FLAG = 1

# How every spreadsheet program writes a cell; whatever else may be one is left to a real parser.
_CELL = re.compile(
    rb'<c r="(?:([A-Z]{1,3}\d{1,7})"(?: [a-z]+="\w*")* ?>|[A-Z]{1,3}\d{1,7}"(?: [a-z]+="\w*")* ?/>)'
)
_LETTERS, _DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"0123456789"
_NO_CELL = re.compile(rb"<c[^\s/>]")
_WITH_PREFIX = re.compile(rb":(?:c|mergeCell)[\s/>]")


def check_archive(path: Path) -> None:
    """Raises RosterUnreadable for what is no workbook, is damaged, or would take too much memory."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
            parts = archive.infolist()
            _check_names({part_name(part.filename) for part in parts}, len(parts))
            _check_sizes(parts, path.stat().st_size)
            for part in parts:
                _check_part(raw, part)
    except (*DAMAGED_ZIP, OSError, expat.ExpatError):
        raise RosterUnreadable("damaged") from None


def _check_names(names: set[str], count: int) -> None:
    if "xl/workbook.xml" not in names:
        other = names & {"xl/workbook.bin", "content.xml"}
        raise RosterUnreadable("other-spreadsheet" if other else "not-a-spreadsheet")
    if count > LIMITS.parts:
        raise RosterUnreadable("too-large-inside")
    if len(names) < count or any(".." in PurePosixPath(name).parts for name in names):
        raise RosterUnreadable("damaged")
    if any(_OTHER_FILES.search(name) for name in names):
        raise RosterUnreadable("files-inside")


def _check_sizes(parts: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > LIMITS.unpacked:
        raise RosterUnreadable("too-large-inside")
    if unpacked > LIMITS.expansion_from and unpacked > packed * LIMITS.expansion:
        raise RosterUnreadable("too-large-inside")
    if sum(part.compress_size for part in parts) > packed:
        # Parts that share their bytes: a bomb of a few kibibytes can claim any number of them.
        raise RosterUnreadable("damaged")


def _check_part(raw: IO[bytes], part: zipfile.ZipInfo) -> None:
    if _SHEET_PART.fullmatch(part_name(part.filename)):
        _check_extent(*(_written_extent(raw, part) or _parsed_extent(raw, part)))
        return
    for number, chunk in enumerate(_unpacked(raw, part)):
        if part_name(part.filename).endswith(_XML):
            _check_xml(chunk, first=number == 0)


def _unpacked(raw: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's content, never more than it was said to be. Raises RosterUnreadable."""
    if part.flag_bits & _ENCRYPTED_FLAG:
        raise RosterUnreadable("encrypted")
    raw.seek(part.header_offset)
    header = raw.read(30)
    if not header.startswith(_LOCAL_HEADER):
        raise RosterUnreadable("damaged")
    raw.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if part.compress_type == zipfile.ZIP_STORED:
        pieces = _stored(raw, part.compress_size)
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        pieces = _inflated(raw, part.compress_size)
    else:
        raise RosterUnreadable("damaged")
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > part.file_size:
            raise RosterUnreadable("damaged")
        yield piece
    if size != part.file_size:
        raise RosterUnreadable("damaged")


def _stored(raw: IO[bytes], left: int) -> Iterator[bytes]:
    while left and (piece := raw.read(min(left, _CHUNK))):
        left -= len(piece)
        yield piece


def _inflated(raw: IO[bytes], left: int) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    packed = b""
    while not inflate.eof and (packed or left):
        if not packed:
            packed = raw.read(min(left, _CHUNK))
            if not packed:
                return
            left -= len(packed)
        yield inflate.decompress(packed, _CHUNK)
        packed = inflate.unconsumed_tail
    while not inflate.eof and (piece := inflate.decompress(b"", _CHUNK)):
        yield piece


def _tagged(raw: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's XML in pieces that end between two tags."""
    rest, first = b"", True
    for chunk in _unpacked(raw, part):
        text = rest + chunk
        _check_xml(text, first=first)
        first = False
        cut = text.rfind(b"<")
        # A tag as long as a piece is no spreadsheet's.
        if cut <= 0 < len(rest) and len(text) > 2 * _CHUNK:
            raise RosterUnreadable("damaged")
        yield text[: max(cut, 0)]
        rest = text[max(cut, 0) :]
    yield rest


def _check_xml(text: bytes, *, first: bool) -> None:
    """Spreadsheets have no document type, whose entities could expand without end, and are UTF-8."""
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or (first and b"\0" in text[:4]):
        raise RosterUnreadable("damaged")


def _written_extent(raw: IO[bytes], part: zipfile.ZipInfo) -> tuple[int, int, int] | None:
    """Last row and column with something in it, and merged ranges; None when it is not written as usual."""
    last_row = last_column = merged = 0
    for text in _tagged(raw, part):
        cells = _CELL.findall(text)
        if _has_other_cells(text, len(cells)) or _WITH_PREFIX.search(text):
            return None
        # Empty cells, which only have a border or a colour, say nothing here.
        if filled := list(filter(None, cells)):
            last_row = max(last_row, *{int(cell.lstrip(_LETTERS)) for cell in filled}, 0)
            columns = {cell.rstrip(_DIGITS) for cell in filled}
            last_column = max(last_column, *(column_number(each.decode()) for each in columns), 0)
        merged += text.count(b"<mergeCell ")
    return last_row, last_column, merged


def _has_other_cells(text: bytes, usual: int) -> bool:
    """Whether there are more cells than those written as usual."""
    found = text.count(b"<c")
    return found > usual and found - len(_NO_CELL.findall(text)) > usual


def _parsed_extent(raw: IO[bytes], part: zipfile.ZipInfo) -> tuple[int, int, int]:
    """As the reader sees it: where a row or a cell does not say where it is, it follows the one before."""
    last_row = last_column = row = column = merged = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal last_row, last_column, row, column, merged
        kind = name.rpartition(":")[2]
        if kind == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif kind == "c":
            reference = attributes.get("r", "")
            letters = reference.rstrip("0123456789")
            column = column_number(letters.upper()) if letters else column + 1
            row = int(reference[len(letters) :] or row) if letters else row
            last_row, last_column = max(last_row, row), max(last_column, column)
        elif kind == "mergeCell":
            merged += 1

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    for text in _tagged(raw, part):
        parser.Parse(text, False)
    parser.Parse(b"", True)
    return last_row, last_column, merged


def _check_extent(rows: int, columns: int, merged: int) -> None:
    if rows * columns > LIMITS.cells or merged > LIMITS.merged:
        raise RosterUnreadable("too-large-inside")

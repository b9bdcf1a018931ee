"""Reads CSV in the encodings and with the separators that Chinese offices produce."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from charset_normalizer import from_bytes

from roster.layout import Layout, find_layout
from roster.limits import LIMITS
from roster.quotes import records
from roster.rows import RosterUnreadable
from roster.source import Row, Table

_SEPARATORS = (",", ";", "\t", "|")
_CHUNK = 1 << 20
_SAMPLE = 1 << 18


@dataclass(frozen=True)
class Dialect:
    """How a CSV file is written. `errors` is "replace" when some of its bytes fit no encoding."""

    encoding: str
    separator: str
    errors: str = "strict"


def delimited_table(path: Path) -> Table:
    """The file as a table. Raises RosterUnreadable."""
    dialect = dialect_of(path)
    width = max((len(cells) for _, cells in read_delimited(path, dialect)), default=0)
    return Table("", partial(read_delimited, path, dialect), width)


def read_delimited(path: Path, dialect: Dialect) -> Iterator[Row]:
    """Rows as a spreadsheet numbers them: a quoted line break does not begin a new one.

    Raises RosterUnreadable where a line is longer than any roster's.
    """
    line = 0
    with path.open(encoding=dialect.encoding, errors=dialect.errors, newline="") as file:
        try:
            for line, cells in enumerate(records(file, dialect.separator), 1):
                if line > LIMITS.rows:
                    raise RosterUnreadable("too-many-rows", limit=LIMITS.rows)
                if len(cells) > LIMITS.columns:
                    raise RosterUnreadable("too-many-columns", limit=LIMITS.columns)
                yield line, cells
        except csv.Error:
            raise RosterUnreadable("cell-too-long", row=line + 1, limit=csv.field_size_limit()) from None


def dialect_of(path: Path) -> Dialect:
    """The encoding and separator under which the file has a heading row; the likeliest when it never has."""
    fallback: Dialect | None = None
    best: tuple[int, Dialect] | None = None
    for encoding, errors in _encodings(path):
        for separator in _SEPARATORS:
            dialect = Dialect(encoding, separator, errors)
            fallback = fallback or dialect
            layout = _try(path, dialect)
            if layout and not layout.missing:
                return dialect
            if layout and (best is None or len(layout.columns) > best[0]):
                best = len(layout.columns), dialect
    if best:
        return best[1]
    if fallback is None:
        raise RosterUnreadable("not-a-spreadsheet")
    return fallback


def _try(path: Path, dialect: Dialect) -> Layout | None:
    try:
        return find_layout(read_delimited(path, dialect))
    except RosterUnreadable:
        return None


def _encodings(path: Path) -> Iterator[tuple[str, str]]:
    """Likeliest first: by its mark, UTF-8, GB18030, what the sample looks like; then with bytes lost."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield "utf-16", "replace"
        return
    for encoding in ("utf-8-sig", "gb18030"):
        if _decodes(path, encoding):
            yield encoding, "strict"
    if (guess := from_bytes(sample).best()) and _decodes(path, guess.encoding):
        yield guess.encoding, "strict"
    yield "utf-8-sig", "replace"
    yield "gb18030", "replace"


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, LookupError):
        return False
    return True

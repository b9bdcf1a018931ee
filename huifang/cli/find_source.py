"""`huifang trail find-source`: the export that a file, or a copy of its rows, came from (P23)."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from domain.privacy.export_mark import marks_in
from huifang.cli import options
from huifang.cli.database_settings import database_settings
from huifang.cli.failures import FAILED, USAGE, Failure, told
from huifang.cli.on_database import on_database
from huifang.cli.running import run
from huifang.cli.wording import out, say
from store.database import Connection, queries
from store.rows.trail.exports import ExportByMarkRow

_LARGEST = 128 * 1024 * 1024
"""Bytes of a file, unpacked: more than any export."""
_ID = re.compile(r"(?<![A-Za-z0-9])E[0-9]{8,12}(?![0-9])")
_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")


def find_source(
    file: Annotated[Path, typer.Argument(help=say("help-trail-file"))],
    data_dir: options.DataDir = options.DATA_DIR,
) -> None:
    """Exit code 1 when there is neither a mark nor an export's number in it."""
    with told():
        if not file.is_file():
            raise Failure("no-such-file", USAGE, file=file)
        marks, ids = traces_in(file)
        if not marks and not ids:
            raise Failure("trail-source-none", FAILED)
        _tell(run(on_database(database_settings(data_dir), lambda db: _exports(db, marks, ids))), marks)


def traces_in(file: Path) -> tuple[set[int], set[str]]:
    """The marks in a file, and the numbers of exports. Raises `Failure` when it is too large."""
    marks, ids = set[int](), set[str]()
    for text in _texts(file):
        marks.update(marks_in(text))
        ids.update(_ID.findall(text))
    return marks, ids


async def _exports(db: Connection, marks: set[int], ids: set[str]) -> list[ExportByMarkRow]:
    found = queries.export_by_mark(db, marks=[str(mark) for mark in marks], ids=list(ids))
    return [row async for row in found]


def _tell(rows: list[ExportByMarkRow], marks: set[int]) -> None:
    for row in rows:
        details = row["details"]
        out.print(
            say(
                "trail-source",
                export=details["export"],
                at=f"{row['at'].astimezone():%Y-%m-%d %H:%M:%S}",
                who=" ".join(part for part in (row["staff_id"], row["account"]) if part),
                role=row["role"] or "—",
                purpose=row["purpose"] or "—",
                rows=details["rows"],
                address=row["address"] or "—",
                number=row["no"],
            ),
            markup=False,
        )
    known = {row["details"]["mark"] for row in rows}
    for mark in sorted(marks - known):
        out.print(say("trail-source-unknown", mark=f"{mark:08x}"), markup=False)
    if not rows and not marks:
        raise Failure("trail-source-none", FAILED)


def _texts(file: Path) -> Iterator[str]:
    """What is in it, whichever kind of file it is; a workbook is a ZIP of texts."""
    if not zipfile.is_zipfile(file):
        if file.stat().st_size > _LARGEST:
            raise _too_large()
        yield from _decoded(file.read_bytes())
        return
    left = _LARGEST
    with zipfile.ZipFile(file) as archive:
        if sum(part.file_size for part in archive.infolist()) > _LARGEST:
            raise _too_large()
        for part in archive.infolist():
            with archive.open(part) as content:
                # What the archive says of its sizes need not be so.
                found = content.read(left + 1)
            left -= len(found)
            if left < 0:
                raise _too_large()
            yield from _decoded(found)


def _decoded(content: bytes) -> Iterator[str]:
    for encoding in _ENCODINGS:
        yield content.decode(encoding, errors="ignore")


def _too_large() -> Failure:
    return Failure("trail-source-large", USAGE, limit=_LARGEST // (1024 * 1024))

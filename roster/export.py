"""Files of customers' data to be handed out: who, when, why on the first lines, a mark in the rows (P23)."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.privacy.export_mark import woven
from roster.cells import harmless_cell

Format = Literal["xlsx", "csv"]
_WIDTH = 16
_ILLEGAL = re.compile(r"[\000-\010\013\014\016-\037]")
"""What a workbook cannot hold."""


@dataclass(frozen=True)
class Export:
    """What is handed out; `lines` say by whom, when and what for, `marked` are the columns with the mark."""

    id: str
    mark: int
    lines: Sequence[str]
    titles: Sequence[str]
    rows: Sequence[Sequence[str]]
    marked: frozenset[int]


def write_export(export: Export, kind: Format) -> bytes:
    """The file; no cell of it can be run as a formula."""
    table = [[line] for line in export.lines]
    table += [list(export.titles), *(_row(row, export) for row in export.rows)]
    harmless = [[_cell(cell) for cell in row] for row in table]
    return _xlsx(harmless, export) if kind == "xlsx" else _csv(harmless)


def _row(row: Sequence[str], export: Export) -> list[str]:
    return [woven(cell, export.mark) if n in export.marked else cell for n, cell in enumerate(row)]


def _cell(text: str) -> str:
    return harmless_cell(re.sub(r"[\r\n\t]+", " ", _ILLEGAL.sub("", text)))


def _xlsx(table: Sequence[Sequence[str]], export: Export) -> bytes:
    # Here and not above: no start waits for what an export now and then needs.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    properties = book.properties
    properties.identifier = properties.keywords = properties.title = export.id
    properties.creator = properties.lastModifiedBy = export.lines[0]
    properties.description = "\n".join(export.lines)
    sheet = book.create_sheet(export.id)
    for column in range(1, len(export.titles) + 1):
        sheet.column_dimensions[chr(ord("A") + column - 1)].width = _WIDTH
    for row in table:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(table: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    return out.getvalue().encode("utf-8-sig")

"""Writes the report of an .xlsx roster by splicing cells into the sheet's XML.

openpyxl would load the whole workbook (a gigabyte for 100,000 rows) and lose what it does not know, such as
pictures. Here every byte that is not ours is copied as it stands, a piece at a time. Formulas alone do not
come back: a cell keeps what its formula showed, or has the formula as text where it showed nothing.
"""

import posixpath
import re
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from roster.addition import Addition
from roster.cells import column_number, harmless_cell
from roster.dimensions import part_written
from roster.rows import RosterUnreadable
from roster.source import DAMAGED_ZIP, part_name

_CHUNK = 1 << 20
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_WIDTHS = (12, 90)
"""Of our two columns, in characters: enough for a verdict, and for a problem with what to do."""
_SHEETS = "xl/worksheets/"
_CHAIN = "xl/calcchain.xml"
_CHAIN_NOTES = ("xl/_rels/workbook.xml.rels", "[content_types].xml")
_CHAIN_NOTE = re.compile(
    rb"""<(?:\w+:)?(?:Relationship|Override)\s[^<>]*calcChain\.xml["'][^<>]*/>""", re.IGNORECASE
)
"""The order in which formulas are reckoned. Without formulas Excel takes it for damage."""
_SPANS = re.compile(rb"""\sspans=("[^"]*"|'[^']*')""")


def write_xlsx(source: Path, additions: Mapping[str, Addition], target: Path) -> None:
    """Copy the workbook with each sheet's addition. Raises RosterUnreadable when its XML is damaged."""
    try:
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            parts = _parts(old)
            wanted = {parts[sheet]: addition for sheet, addition in additions.items()}
            sheets = set(parts.values())
            for item in old.infolist():
                name = part_name(item.filename)
                if name == _CHAIN:
                    continue
                with old.open(item) as read, new.open(part_written(item), "w") as write:
                    if name in sheets or (name.startswith(_SHEETS) and name.endswith(".xml")):
                        _Splice(wanted.get(name, _NOTHING), write).run(read)
                    elif name in _CHAIN_NOTES:
                        write.write(_CHAIN_NOTE.sub(b"", read.read()))
                    else:
                        shutil.copyfileobj(read, write, _CHUNK)
    except (*DAMAGED_ZIP, expat.ExpatError, ElementTree.ParseError):
        raise RosterUnreadable("damaged") from None


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The file inside the archive that holds each sheet."""
    named = {part_name(name): name for name in archive.namelist()}
    relations = ElementTree.fromstring(archive.read(named["xl/_rels/workbook.xml.rels"]))  # noqa: S314 (expat limits expansion)
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in relations.iter(f"{_RELATIONS}Relationship")
    }
    book = ElementTree.fromstring(archive.read(named["xl/workbook.xml"]))  # noqa: S314
    found = {}
    for element in book.iter():
        if element.tag.rpartition("}")[2] == "sheet":
            link = next((value for key, value in element.items() if key.endswith("}id")), None)
            path = targets.get(link, "")
            whole = posixpath.normpath(posixpath.join("/xl", path.replace("\\", "/")))
            found[element.get("name", "")] = part_name(whole.lstrip("/"))
    return found


def _refuse(*_: object) -> None:
    # Spreadsheets have no document type; entities could be made to expand without end.
    raise RosterUnreadable("damaged")


_NOTHING = Addition(0, {})
"""For the sheets that hold no roster."""


class _Splice:
    """Copies one sheet without its formulas, putting two text cells into the rows that have an addition.

    They look like the row's last cell before them, and their columns are made wide enough. Empty cells that
    stand in our two columns (a border, a colour) are left out: a row may not have the same cell twice.
    """

    def __init__(self, addition: Addition, out: IO[bytes]) -> None:
        self._addition = addition
        self._columns = (addition.column + 1, addition.column + 2)
        self._out = out
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = _refuse
        self._held = b""
        self._held_from = 0
        self._copied = 0
        self._prefix = ""
        self._row = self._column = 0
        self._pending: tuple[str, str] | None = None
        self._dropping = self._dropped = False
        self._style = ""
        self._widths_end = 0
        self._open: dict[str, str] | None = None
        self._opened = 0
        self._formula: list[str] | None = None
        self._shown: list[str] = []
        self._inside = ""

    def run(self, source: IO[bytes]) -> None:
        """Read to the end."""
        while chunk := source.read(_CHUNK):
            self._held += chunk
            self._parser.Parse(chunk, False)
            self._let_go()
        self._parser.Parse(b"", True)
        self._copy_to(self._held_from + len(self._held))

    def _let_go(self) -> None:
        # What the parser has passed needs no longer be held, except where a cell may still be left out.
        if self._open is None and not (self._dropping or self._dropped):
            self._copy_to(self._parser.CurrentByteIndex)
        keep = self._copied - self._held_from
        self._held, self._held_from = self._held[keep:], self._copied

    def _copy_to(self, index: int) -> None:
        if index > self._copied:
            self._out.write(self._held[self._copied - self._held_from : index - self._held_from])
            self._copied = index

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._resume()
        kind = name.rpartition(":")[2]
        if kind == "col":
            self._widths_end = max(self._widths_end, int(attributes.get("max", 0)))
        elif kind == "sheetData" and self._addition.texts:
            self._widen(name[: -len("sheetData")])
        elif kind == "row":
            self._prefix = name[: -len("row")]
            self._row = int(attributes.get("r", self._row + 1))
            self._column, self._style = 0, ""
            self._pending = self._addition.texts.get(self._row)
            if self._pending is not None and "spans" in attributes:
                self._drop_spans()
        elif kind == "c":
            if self._row in self._addition.texts:
                self._cell(attributes.get("r", ""), attributes.get("s", ""))
            self._open, self._opened = attributes, self._parser.CurrentByteIndex
            self._formula, self._shown = None, []
            self._prefix = name[: -len("c")]
        elif kind == "f" and self._open is not None:
            self._inside, self._formula = kind, []
        elif kind in ("v", "t") and self._formula is not None:
            self._inside = kind

    def _characters(self, data: str) -> None:
        if self._inside == "f" and self._formula is not None:
            self._formula.append(data)
        elif self._inside:
            self._shown.append(data)

    def _end(self, name: str) -> None:
        self._resume()
        self._inside = ""
        kind = name.rpartition(":")[2]
        if kind == "cols" and self._addition.texts and self._widths_end < self._columns[0]:
            self._copy_to(self._parser.CurrentByteIndex)
            self._out.write(self._wide(name[: -len("cols")]))
        if kind == "c":
            if self._dropping:
                self._dropping, self._dropped = False, True
            elif self._open is not None and self._formula is not None:
                self._disarm(self._open, "".join(self._formula))
            self._open = self._formula = None
        elif kind == "row":
            self._insert()

    def _disarm(self, attributes: Mapping[str, str], formula: str) -> None:
        """Put a cell without its formula in the place of the one that just ends."""
        self._copy_to(self._opened)
        kind, shown = attributes.get("t", "n"), "".join(self._shown)
        if not shown and formula:
            kind, shown = "str", f"={formula}"
        place, style = attributes.get("r", ""), attributes.get("s", "")
        if kind in ("str", "inlineStr"):
            self._out.write(self._written(place, harmless_cell(shown), style))
        else:
            value = f"<{self._prefix}v>{escape(shown)}</{self._prefix}v>" if shown else ""
            head = self._head(place, style, kind)
            self._out.write(f"{head}{value}</{self._prefix}c>".encode("ascii", "xmlcharrefreplace"))
        self._dropped = True

    def _resume(self) -> None:
        """Go on copying behind a cell that was left out."""
        if self._dropped:
            self._copied = self._parser.CurrentByteIndex
            self._dropped = False

    def _drop_spans(self) -> None:
        """The row's own note of its first and last column; optional, and no longer true."""
        self._copy_to(self._parser.CurrentByteIndex)
        start = self._copied - self._held_from
        end = self._held.index(b">", start) + 1
        self._out.write(_SPANS.sub(b"", self._held[start:end]))
        self._copied += end - start

    def _widen(self, prefix: str) -> None:
        # Where the sheet has widths, ours were added behind them; a column may not have two.
        if not self._widths_end:
            self._copy_to(self._parser.CurrentByteIndex)
            self._out.write(f"<{prefix}cols>".encode() + self._wide(prefix) + f"</{prefix}cols>".encode())

    def _wide(self, prefix: str) -> bytes:
        return "".join(
            f'<{prefix}col min="{column}" max="{column}" width="{width}" customWidth="1"/>'
            for column, width in zip(self._columns, _WIDTHS, strict=True)
        ).encode()

    def _cell(self, reference: str, style: str) -> None:
        letters = reference.rstrip("0123456789")
        self._column = column_number(letters) if letters else self._column + 1
        if self._column in self._columns:
            self._copy_to(self._parser.CurrentByteIndex)
            self._dropping = True
        elif self._column > self._columns[1]:
            self._insert()
        else:
            self._style = style

    def _insert(self) -> None:
        if self._pending is None:
            return
        # Here and not above: no start waits for it.
        from openpyxl.utils import get_column_letter

        self._copy_to(self._parser.CurrentByteIndex)
        for column, text in zip(self._columns, self._pending, strict=True):
            if text:
                self._out.write(self._written(f"{get_column_letter(column)}{self._row}", text, self._style))
        self._pending = None

    def _written(self, reference: str, text: str, style: str) -> bytes:
        p = self._prefix
        head = self._head(reference, style, "inlineStr")
        body = f'{head}<{p}is><{p}t xml:space="preserve">{escape(text)}</{p}t></{p}is></{p}c>'
        return body.encode("ascii", "xmlcharrefreplace")

    def _head(self, reference: str, style: str, kind: str) -> str:
        place = f" r={quoteattr(reference)}" if reference else ""
        look = f' s="{style}"' if style.isdecimal() else ""
        return f"<{self._prefix}c{place}{look} t={quoteattr(kind)}>"

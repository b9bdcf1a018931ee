"""Writes the report of a CSV roster."""

import csv
from pathlib import Path

from roster.addition import Addition
from roster.cells import harmless_cell
from roster.delimited import dialect_of, read_delimited


def write_csv(source: Path, addition: Addition | None, target: Path) -> None:
    """Copy the rows with the two columns added, the separator kept, in UTF-8 with a byte order mark."""
    dialect = dialect_of(source)
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=dialect.separator)
        for line, cells in read_delimited(source, dialect):
            row = [harmless_cell(str(cell)) for cell in cells]
            if addition and line in addition.texts:
                row[addition.column :] = [""] * (addition.column - len(row))
                row += [harmless_cell(text) for text in addition.texts[line]]
            writer.writerow(row)

"""The schema as it stands, from what pg_dump says, table by table."""

import re
from collections.abc import Iterator

_SECTION = re.compile(r"^--\n-- Name: (?P<name>.*?); Type: (?P<type>[A-Z ]+); Schema: .*\n--\n", re.MULTILINE)
_LEFT_OUT = {"FUNCTION", "PROCEDURE", "COMMENT"}
"""Functions stand in `store/functions/`; comments are marks of `huifang_policy`."""
_OF_TABLE = re.compile(
    r"(?:CREATE TABLE|ALTER TABLE(?: ONLY)?|ON TABLE|CREATE (?:UNIQUE )?INDEX \w+ ON|CREATE POLICY \w+ ON"
    r"|CREATE TRIGGER .*? ON) (?:ONLY )?(\w+)",
    re.DOTALL,
)
_USUAL_SEQUENCE = "\n    START WITH 1\n    INCREMENT BY 1\n    NO MINVALUE\n    NO MAXVALUE\n    CACHE 1"
_HEAD = """\
-- The schema as it stands once every migration has run, for reading: each table with all that belongs to it.
-- Functions and what policies ask stand in `functions/`; why a column is as it is, in the migration that made
-- it. Written by `python -m store.made`; tests/store/test_made.py holds it to the migrations.
"""


def schema(dumped: str) -> str:
    """What stands in `store/schema.sql`, of a dump of the schema alone."""
    general: list[str] = []
    tables: dict[str, list[str]] = {}
    for sql in _sections(dumped):
        found = _OF_TABLE.search(sql)
        if found is None:
            general.append(sql)
        else:
            tables.setdefault(found[1], []).append(sql)
    parts = ["\n".join(sorted(general)), *("\n".join(tables[name]) for name in sorted(tables))]
    return _HEAD + "\n" + "\n\n".join(parts) + "\n"


def _sections(dumped: str) -> Iterator[str]:
    pieces = _SECTION.split(dumped)
    for _, type_, body in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        if type_ not in _LEFT_OUT:
            yield _plain(body)


def _plain(body: str) -> str:
    """Without what depends on the server that was asked."""
    lines = [
        line
        for line in body.splitlines()
        if line.strip() and not line.startswith(("--", "SET ", "\\restrict", "\\unrestrict"))
    ]
    text = "\n".join(lines).replace("public.", "").replace("\n    ADD ", " ADD ")
    text = re.sub(r"\(\n +(SEQUENCE NAME \w+)\n\)", r"(\1)", text.replace(_USUAL_SEQUENCE, ""))
    return re.sub(r" FOR ROLE \w+", "", text)

"""What the database says of its tables and functions, and `columns.toml` of what it cannot know."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from store.made.comments import Undescribed

Column = tuple[int, int]
"""A table's oid and the number of the column."""
_SAID = Path(__file__).parents[1] / "columns.toml"
_MAY_FIND_NOTHING = {
    "array_length",
    "array_position",
    "jsonb_array_element",
    "jsonb_array_element_text",
    "jsonb_extract_path",
    "jsonb_extract_path_text",
    "jsonb_object_field",
    "jsonb_object_field_text",
    "substring",
}
"""Built-in functions that give null for something too."""
_NOT_NULL = "SELECT attrelid::int, attnum::int FROM pg_attribute WHERE attnotnull AND attnum > 0"
_FUNCTIONS = """
SELECT oid::text, proname, proisstrict AND pronamespace = 'pg_catalog'::regnamespace AS strict FROM pg_proc
"""
_COLUMNS = """
SELECT c.oid::int, a.attnum::int, c.relname, a.attname,
       a.atttypid IN ('bytea'::regtype, 'bytea[]'::regtype) AS bytes
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
"""


@dataclass(frozen=True)
class Catalogue:
    """Of one database."""

    not_null: frozenset[Column]
    strict: frozenset[str]
    """Oids of functions that give null for null alone, as far as that is known."""
    names: Mapping[str, str]
    """Of functions, by oid."""
    holds: Mapping[Column, str]
    """What `columns.toml` says of a column."""


async def read_catalogue(db: asyncpg.Connection) -> Catalogue:
    """Raises `Undescribed` where `columns.toml` and the schema differ."""
    functions = await db.fetch(_FUNCTIONS)
    return Catalogue(
        frozenset((row[0], row[1]) for row in await db.fetch(_NOT_NULL)),
        frozenset(
            row["oid"] for row in functions if row["strict"] and row["proname"] not in _MAY_FIND_NOTHING
        ),
        {row["oid"]: row["proname"] for row in functions},
        await _holds(db),
    )


async def _holds(db: asyncpg.Connection) -> dict[Column, str]:
    said = tomllib.loads(_SAID.read_text(encoding="utf-8"))
    listed = {(table, column): held for table, columns in said.items() for column, held in columns.items()}
    rows = {(row["relname"], row["attname"]): row for row in await db.fetch(_COLUMNS)}
    wrong = listed.keys() - rows.keys() | {name for name, row in rows.items() if row["bytes"]} - listed.keys()
    if wrong:
        raise Undescribed(f"columns.toml and the schema differ: {sorted(wrong)}")
    return {(rows[name]["oid"], rows[name]["attnum"]): held for name, held in listed.items()}

"""Typed rows and the schema file are what the migrations and the queries make of them (decision 0026)."""

import asyncio
import difflib
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from store.made.comments import Undescribed
from store.made.described import Query, describe
from store.made.files import made, there
from tests.town.databases import migrated_database


async def test_rows_and_schema_stand_as_they_would_be_made_today(database_url: str) -> None:
    async with migrated_database(database_url) as url:
        wanted = await made(url)
    found = await asyncio.to_thread(there)
    changed = [
        line for path in sorted(wanted.keys() | found.keys()) for line in _changes(path, found, wanted)
    ]
    assert not changed, "`python -m store.made` would write:\n" + "\n".join(changed)


def _changes(path: str, found: dict[str, str], wanted: dict[str, str]) -> Iterator[str]:
    before, after = found.get(path, ""), wanted.get(path, "")
    return difflib.unified_diff(before.splitlines(), after.splitlines(), path, path, lineterm="", n=0)


@pytest.fixture
def a_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The one file of queries there is."""
    monkeypatch.setattr("store.query_files.ROOT", tmp_path)
    return tmp_path / "some.sql"


async def _described(database_url: str, file: Path, sql: str) -> Query:
    await asyncio.to_thread(file.write_text, f"-- name: asked\n{sql}\n", encoding="utf-8")
    async with migrated_database(database_url) as url:
        db = await asyncpg.connect(url)
        try:
            return (await describe(db))[0]
        finally:
            await db.close()


async def test_a_query_without_a_sentence_is_refused(database_url: str, a_query: Path) -> None:
    with pytest.raises(Undescribed, match=r"some\.asked: no sentence"):
        await _described(database_url, a_query, "-- row: Building\nSELECT * FROM buildings;")


async def test_a_query_of_a_column_that_is_gone_is_refused(database_url: str, a_query: Path) -> None:
    with pytest.raises(Undescribed, match=r"some\.asked: column \"colour\" does not exist"):
        await _described(database_url, a_query, "-- What it gives.\nSELECT colour FROM buildings;")


@pytest.mark.parametrize(
    ("sql", "columns"),
    [
        ("SELECT id, handover_date FROM buildings", ["str", "date | None"]),
        ("SELECT b.name FROM tickets t LEFT JOIN buildings b ON b.id = t.building_id", ["str | None"]),
        ("SELECT b.name FROM tickets t JOIN buildings b ON b.id = t.building_id", ["str"]),
        (
            "WITH x AS (SELECT b.name FROM tickets t LEFT JOIN buildings b ON b.id = t.building_id) TABLE x",
            ["str | None"],
        ),
        ("SELECT name FROM buildings UNION ALL SELECT next_step FROM tickets", ["str | None"]),
        (
            "SELECT coalesce(next_step, stage), coalesce(next_step, promise) FROM tickets",
            ["str", "str | None"],
        ),
        (
            "SELECT data->>'x', data, words FROM communications",
            ["str | None", "Json", "dict[str, Any] | None"],
        ),
        ("SELECT name, other_phones, report FROM customers, roster_imports", ["str", "list[str]", "bytes"]),
        ("SELECT count(*), max(version) FROM buildings", ["int", "int | None"]),
        ("SELECT (SELECT name FROM buildings LIMIT 1), EXISTS (SELECT 1 FROM staff)", ["str | None", "bool"]),
        ("SELECT stage = 'closed', due_at < now() FROM tickets", ["bool", "bool | None"]),
        ("UPDATE buildings SET name = 'x' RETURNING name, policy, now()", ["str", "Json", "datetime"]),
    ],
)
async def test_what_may_be_null_is_read_from_the_query(
    database_url: str, a_query: Path, sql: str, columns: list[str]
) -> None:
    query = await _described(database_url, a_query, f"-- What it gives.\n{sql};")
    assert [column.annotation for column in query.columns] == columns


@pytest.mark.parametrize(
    ("sql", "parameters"),
    [
        ("SELECT id FROM buildings WHERE id = :a", ["str"]),
        ("SELECT id FROM buildings WHERE :a::text IS NULL OR id = :a", ["str | None"]),
        ("UPDATE tickets SET stage = :a, next_step = :b", ["str", "str | None"]),
        ("INSERT INTO contracts (customer_id, number, signed_on, amount, recorded_by)"
         " SELECT id, :a, now(), :b, '' FROM customers", ["Sealable", "Decimal | None"]),
        ("UPDATE tickets SET acts = :a WHERE id = ANY (:b::text[])", ["Sequence[str]", "Sequence[str]"]),
        ("UPDATE buildings SET policy = :a, name = coalesce(:b, name)", ["Json", "str | None"]),
    ],
)  # fmt: skip
async def test_what_is_taken_is_read_from_the_query(
    database_url: str, a_query: Path, sql: str, parameters: list[str]
) -> None:
    query = await _described(database_url, a_query, f"-- What it gives.\n{sql};")
    assert [parameter.annotation for parameter in query.parameters] == parameters


async def test_notes_in_a_comment_count(database_url: str, a_query: Path) -> None:
    said = "-- What it gives.\n-- null: :a\n-- not null: building\n-- row: Named\n-- always"
    sql = "SELECT b.name AS building FROM tickets t LEFT JOIN buildings b ON b.id = :a;"
    query = await _described(database_url, a_query, f"{said}\n{sql}")
    assert (query.comment.sentence, query.comment.row, query.always) == ("What it gives.", "Named", True)
    assert [field.annotation for field in (*query.parameters, *query.columns)] == ["str | None", "str"]


async def test_a_note_on_something_that_is_not_there_is_refused(database_url: str, a_query: Path) -> None:
    with pytest.raises(Undescribed, match="has no nothing"):
        await _described(
            database_url, a_query, "-- What it gives.\n-- not null: nothing\nSELECT id FROM staff;"
        )

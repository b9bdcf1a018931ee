"""Seals what a database of an earlier release holds in clear, for migration 0014 (P23).

Sealed values wait in a temporary table, and the migration writes every table anew with them: changed in
place, the old values would stay in the pages of the table until they happen to be used again.
"""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import asyncpg

from store.database import Connection
from vault.sealed import Kind
from vault.values import Hidden, HiddenBytes, Values

_BATCH = 2000
_TEMPORARY = """
CREATE TEMP TABLE sealing (place text, key text, no integer, value bytea, PRIMARY KEY (place, key, no));
CREATE FUNCTION pg_temp.sealed(place text, key text) RETURNS bytea LANGUAGE sql STABLE AS
$$ SELECT value FROM pg_temp.sealing s WHERE s.place = $1 AND s.key = $2 $$;
CREATE FUNCTION pg_temp.sealed_list(place text, key text) RETURNS bytea[] LANGUAGE sql STABLE AS
$$ SELECT coalesce(array_agg(value ORDER BY no), '{}') FROM pg_temp.sealing s
   WHERE s.place = $1 AND s.key = $2 $$;
CREATE FUNCTION pg_temp.moved(kind text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT CASE
  WHEN kind IN ('note', 'reply', 'reply_opt_out') THEN ARRAY['text']
  WHEN kind = 'reply_handled' THEN ARRAY['note']
  WHEN kind IN ('unsigned', 'owned', 'cancel_requested') THEN ARRAY['reason']
  WHEN kind = 'number_changed' THEN ARRAY['from', 'to']
  WHEN kind = 'attachment' THEN ARRAY['title']
  WHEN kind LIKE 'call\\_%' THEN ARRAY['who']
  ELSE '{}' END $$;
CREATE FUNCTION pg_temp.signer(kind text, actor text) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE WHEN kind IN ('note', 'reply_handled') THEN 'staff' ELSE actor END $$;
"""
_WORDS = """
SELECT id::text AS key, words::text FROM (
  SELECT id, coalesce((SELECT jsonb_object_agg(name, value) FROM jsonb_each(data) AS e (name, value)
                       WHERE name = ANY (pg_temp.moved(kind)) AND value <> 'null'), '{}')
             || CASE WHEN actor = pg_temp.signer(kind, actor) THEN '{}'
                     ELSE jsonb_build_object('author', actor) END AS words
  FROM communications WHERE pg_temp.moved(kind) <> '{}') AS said
WHERE words <> '{}'
"""
_Convert = Callable[[Any], Any]
_TEXT: _Convert = str
_COLUMNS: tuple[tuple[str, str, Mapping[str, _Convert]], ...] = (
    ("opt_outs", "phone", {"phone": _TEXT}),
    ("messages", "id::text", {"phone": _TEXT, "text": Hidden}),
    (
        "calls",
        "id::text",
        {
            "staff_name": _TEXT,
            "phone": _TEXT,
            "customer_phone": _TEXT,
            "text": Hidden,
            "recording_url": Hidden,
        },
    ),
    ("staff", "id", {"name": _TEXT, "phone": _TEXT}),
    ("ticket_texts", "id", {"body": json.loads}),
    ("provider_events", "provider || '/' || event_id", {"event": json.loads}),
    ("idempotency_keys", "endpoint || ' ' || key", {"request_hash": _TEXT, "body": Hidden}),
    ("roster_imports", "id", {"file_name": Hidden, "report_name": Hidden}),
)
"""By table: what tells its rows apart, and how columns are sealed. Customers and flats have their own."""


async def seal_what_is_there(db: Connection, values: Values) -> None:
    """Fill the temporary table on the connection `db`, in its transaction."""
    await db.execute(_TEMPORARY)
    sealing = _Sealing(db, values)
    await sealing.customers()
    await sealing.flats()
    for table, key, columns in _COLUMNS:
        names = ", ".join(f"{name}::text" for name in columns)
        async for row in sealing.rows(f"SELECT {key} AS key, {names} FROM {table}"):  # noqa: S608 -- our own names
            for name, convert in columns.items():
                if row[name] is not None:
                    await sealing.keep(f"{table}.{name}", row["key"], convert(row[name]))
    async for row in sealing.rows(_WORDS):
        await sealing.keep("communications.words", row["key"], json.loads(row["words"]))
    async for row in sealing.rows("SELECT id AS key, report FROM roster_imports"):
        await sealing.keep("roster_imports.report", row["key"], HiddenBytes(row["report"]))
    await sealing.flush()
    await db.execute("ANALYZE sealing")


async def forget_what_was_there(db: Connection) -> None:
    """Drop the temporary table, once the migration has used it."""
    await db.execute(
        "DROP FUNCTION pg_temp.sealed(text, text), pg_temp.sealed_list(text, text), pg_temp.moved(text),"
        " pg_temp.signer(text, text); DROP TABLE pg_temp.sealing"
    )


class _Sealing:
    """Copies sealed values to the temporary table, many at a time."""

    def __init__(self, db: Connection, values: Values) -> None:
        self._db, self._values = db, values
        self._waiting: list[tuple[str, str, int, bytes]] = []

    async def rows(self, sql: str) -> AsyncIterator[asyncpg.Record]:
        """A few at a time: a company's archive need not fit into memory."""
        async for row in self._db.cursor(sql, prefetch=_BATCH):
            yield row

    async def keep(self, place: str, key: str, value: Any, no: int = 0) -> None:
        self._waiting.append((place, key, no, self._values.seal(value)))
        if len(self._waiting) >= _BATCH:
            await self.flush()

    async def flush(self) -> None:
        await self._db.copy_records_to_table("sealing", records=self._waiting)
        self._waiting.clear()

    async def customers(self) -> None:
        known: set[bytes] = set()
        async for row in self.rows("SELECT id, name, phone, other_phones FROM customers ORDER BY id"):
            name = self._unlike(row["name"], [row["name"], row["phone"]], row["id"], known)
            await self.keep("customers.name", row["id"], name)
            await self.keep("customers.phone", row["id"], row["phone"])
            for no, phone in enumerate(row["other_phones"]):
                await self.keep("customers.other_phones", row["id"], phone, no)

    async def flats(self) -> None:
        known: set[bytes] = set()
        async for row in self.rows("SELECT * FROM ownerships ORDER BY id"):
            where = [row["building_id"], row["block"], row["unit"], row["room"], row["customer_id"]]
            await self.keep("ownerships.block", row["id"], row["block"])
            await self.keep("ownerships.unit", row["id"], row["unit"])
            await self.keep("ownerships.room", row["id"], self._unlike(row["room"], where, row["id"], known))
            for name in ("note", "roster_phone"):
                if row[name]:
                    await self.keep(f"ownerships.{name}", row["id"], row[name])

    def _unlike(self, text: str, told_by: list[str], row_id: str, known: set[bytes]) -> str | bytes:
        """Two that differ in blanks or case alone were two before: the second keeps an index of its own.

        It can be read like the others, and is found by its id.
        """
        keyring = self._values.keyring
        told = b"".join(map(keyring.index, told_by))
        if told not in known:
            known.add(told)
            return text
        return keyring.seal(Kind.FINDABLE, text.encode(), keyring.index(f"{text}/{row_id}"))

"""Seals what opens in its own row alone, in a database whose release sealed it as anything else (0030)."""

import asyncpg

from store.locked_columns import LOCKED
from vault.locked import Locked
from vault.sealed import Kind, is_sealed, kind_of
from vault.values import Values

_BATCH = 500


async def lock_what_is_there(db: asyncpg.Connection, values: Values) -> None:
    """On a connection without the codec, in the transaction of the migration."""
    for table, columns in LOCKED.items():
        for column, bound in columns.items():
            names = ", ".join(bound.row)
            rows = f"SELECT ctid, {column} AS value, {names} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608
            anew = []
            async for row in db.cursor(rows, prefetch=_BATCH):
                if is_sealed(row["value"]) and kind_of(row["value"]) is not Kind.LOCKED:
                    locked = Locked(values.open(row["value"]), bound.of(dict(row)))
                    anew.append((row["ctid"], values.seal(locked)))
            await db.executemany(f"UPDATE {table} SET {column} = $2 WHERE ctid = $1", anew)  # noqa: S608

"""Seals anew, under the newest data key, what is still under an older one, while everything goes on (P23).

Which columns are sealed the database itself says: bytea throughout, and each value by its first bytes, so
that a table added later is not forgotten. It may be stopped at any moment and run again; it keeps no record.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg

from store.database import Connection, queries
from store.locked_columns import LOCKED
from vault.keyring import Keyring
from vault.sealed import Kind, kind_of, mark, mark_of

_PAGES = 16
"""Of a table, in one transaction: rows are locked for some hundredths of a second."""
_PAUSE = 0.2
"""Seconds before rows are tried again that somebody else had locked."""
APPENDED_TO = frozenset({"sign_in_events"})
"""Tables whose rows cannot be changed: what they hold stays under its key until the row's time is over."""

_IS_OLD = "substring({0} FOR 4) || substring({0} FROM 6 FOR 4) = ANY($1::bytea[])"
"""As `vault.sealed.mark` does it."""

Progress = Callable[[str, int, int], None]
"""Is told the table, how many of its pages are done, and how many there are."""


@dataclass(frozen=True)
class Resealed:
    """How many values were sealed anew, and how many stay under an older key (see `APPENDED_TO`)."""

    values: int
    left: int


async def reseal(database_url: str, keyring: Keyring, progress: Progress | None = None) -> Resealed:
    """All of the database. Run it when the key has come into force: before, there is nothing to do.

    Raises `UnknownKey` and `Tampered` for a value that does not open; what was done before stays done.
    """
    # Without the codec: sealed values travel as they are kept.
    db = await asyncpg.connect(database_url)
    try:
        values = left = 0
        for table, columns in (await sealed_columns(db)).items():
            of = _Table(db, keyring, table, columns)
            if table in APPENDED_TO:
                left += await of.waiting()
            else:
                values += await of.reseal(progress)
        return Resealed(values, left)
    finally:
        await db.close()


async def sealed_columns(db: Connection) -> Mapping[str, Mapping[str, bool]]:
    """By table, every column that may hold sealed values, and whether it holds several of them."""
    found: dict[str, dict[str, bool]] = {}
    async for row in queries.bytea_columns(db):
        found.setdefault(row["table_name"], {})[row["column_name"]] = row["several"]
    return found


class _Table:
    """Names come from the catalogue, quoted by the server."""

    def __init__(self, db: Connection, keyring: Keyring, table: str, columns: Mapping[str, bool]) -> None:
        self._db, self._keyring, self._name, self._columns = db, keyring, table, columns
        self._locked = LOCKED.get(table, {})
        self._told_by = {each for bound in self._locked.values() for each in bound.row}
        self._old = [mark_of(no) for no in sorted(keyring.older)]
        self._wanted = " OR ".join(
            f"EXISTS (SELECT 1 FROM unnest({name}) AS v WHERE {_IS_OLD.format('v')})"  # noqa: S608
            if several
            else _IS_OLD.format(name)
            for name, several in columns.items()
        )

    async def waiting(self) -> int:
        """How many rows hold a value under an older key."""
        counted = f"SELECT count(*) FROM {self._name} WHERE {self._wanted}"  # noqa: S608
        return int(await self._db.fetchval(counted, self._old))

    async def reseal(self, progress: Progress | None) -> int:
        """Until nothing is left: rows that changed meanwhile may have moved to a page that was done."""
        done = 0
        while self._old and await self.waiting():
            before = done
            size = f"SELECT pg_relation_size('{self._name}') / current_setting('block_size')::integer"
            pages = int(await self._db.fetchval(size))
            for page in range(0, pages, _PAGES):
                done += await self._pages(page)
                if progress:
                    progress(self._name, min(page + _PAGES, pages), pages)
            if done == before:
                await asyncio.sleep(_PAUSE)
        return done

    async def _pages(self, first: int) -> int:
        names = ", ".join((*self._columns, *self._told_by))
        # Whatever somebody else has locked is left for the next time: nobody waits for both of us.
        rows = (
            f"SELECT ctid, {names} FROM {self._name}"  # noqa: S608
            f" WHERE ctid >= $2::tid AND ctid < $3::tid AND ({self._wanted})"
            " FOR NO KEY UPDATE SKIP LOCKED"
        )
        kept = ", ".join(f"{name} = ${place}" for place, name in enumerate(self._columns, 2))
        async with self._db.transaction():
            found = await self._db.fetch(rows, self._old, (first, 0), (first + _PAGES, 0))
            sealed = [self._sealed_anew(row) for row in found]
            await self._db.executemany(
                f"UPDATE {self._name} SET {kept} WHERE ctid = $1",  # noqa: S608
                [(row["ctid"], *values) for row, (values, _) in zip(found, sealed, strict=True)],
            )
        return sum(count for _, count in sealed)

    def _sealed_anew(self, row: asyncpg.Record) -> tuple[list[Any], int]:
        """The row's values in the order of the columns, and how many of them are new."""
        count = 0

        def anew(value: bytes | None, bound_to: bytes) -> bytes | None:
            nonlocal count
            if value is None or mark(value) not in self._old:
                return value
            count += 1
            return self._keyring.seal_anew(value, bound_to if kind_of(value) is Kind.LOCKED else b"")

        values = []
        for name in self._columns:
            value, bound = row[name.strip('"')], self._locked.get(name.strip('"'))
            at = bound.of(dict(row)) if bound else b""
            values.append([anew(each, at) for each in value] if isinstance(value, list) else anew(value, at))
        return values, count

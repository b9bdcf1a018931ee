"""The connection pool and the queries that stand in `queries/`."""

import json
from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

import asyncpg

from store.connections import Connection, Database, Json, Pool, Sealable
from store.pool import AnsweringPool, Fitting, WatchedConnection, kept_alive
from store.query_files import load
from store.silence import BOUNDS, Bounds
from vault.keyring import Keyring
from vault.values import Values

if TYPE_CHECKING:
    from store.rows import Queries

__all__ = [
    "Connection",
    "Database",
    "Json",
    "Pool",
    "Sealable",
    "connect",
    "let_last",
    "prepare",
    "present",
    "queries",
]

_Row = TypeVar("_Row")
LONGEST = timedelta(minutes=10)
"""For one statement where nobody waits for an answer; what needs longer says so (`let_last`)."""
_MOST_QUERIES, _UNUSED = 50_000, timedelta(minutes=5)
"""After which a connection of the pool is replaced, as the driver recommends."""

queries: "Queries" = load()
"""Every named query of `queries/`, as a coroutine function."""


def present(row: _Row | None) -> _Row:
    """A row that whoever asks knows to be there. Raises LookupError where it is not."""
    if row is None:
        raise LookupError("a row that had to be there is not")
    return row


_keyrings: "WeakKeyDictionary[asyncpg.Connection[Any], Keyring]" = WeakKeyDictionary()


def keyring_of(connection: Connection) -> Keyring:
    """The keys with which values travel on it. Raises LookupError where they travel as they are kept."""
    try:
        return _keyrings[_own(connection)]
    except KeyError:
        raise LookupError("this connection was not prepared") from None


def _own(connection: Any) -> "asyncpg.Connection[Any]":
    """A pool lends a wrapping, each time another one."""
    own: asyncpg.Connection[Any] = getattr(connection, "_con", connection)
    return own


class _Prepare:
    """Values on the wire: jsonb as Python values, sealed ones opened (P23)."""

    def __init__(self, keyring: Keyring, role: str | None = None, bounds: Bounds = BOUNDS) -> None:
        self._values, self._role, self._bounds = Values(keyring), role, bounds

    async def __call__(self, connection: Connection) -> None:
        """Done once for every connection of a pool."""
        _keyrings[_own(connection)] = self._values.keyring
        try:
            await self._prepared(connection)
        except BaseException:
            connection.terminate()  # the pool would say goodbye, and wait for the answer
            raise

    async def _prepared(self, connection: Connection) -> None:
        await kept_alive(connection, self._bounds)
        if self._role is not None:
            await connection.execute("SELECT set_config('role', $1, false)", self._role)
        await connection.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")
        await connection.set_type_codec(
            "bytea",
            encoder=self._values.seal,
            decoder=self._values.open,
            schema="pg_catalog",
            format="binary",
        )


async def prepare(connection: Connection, keyring: Keyring) -> None:
    """Values travel on a connection of the caller's as on those of a pool."""
    await _Prepare(keyring)(connection)


async def _as_it_is(_: Connection) -> None:
    """Locks, temporary tables and settings of ours end with their transaction: nothing is left to reset.

    Saves the round trip that the driver makes whenever a connection goes back to its pool.
    """


async def connect(
    database_url: str,
    keyring: Keyring,
    *,
    size: int = 10,
    statement: timedelta = LONGEST,
    planning: Mapping[str, str] = MappingProxyType({}),
    role: str | None = None,
    before_use: Callable[[Any], Coroutine[Any, Any, None]] | None = None,
    connection_class: type[WatchedConnection] = WatchedConnection,
    bounds: Bounds = BOUNDS,
) -> Pool:
    """A pool on `database_url`; jsonb and sealed columns travel as Python values. The caller closes it.

    `keyring` is the database's, from `store.keys.open_keyring`. One that takes longer than `statement` is
    ended by the server: asyncpg.QueryCanceledError. Connections take `role`, where it is not the one that
    signs in, and pass through `before_use` whenever they are taken from the pool. `planning`: settings
    of PostgreSQL's planner. None that has fallen silent is waited for longer than `bounds` say.
    """
    pool = AnsweringPool(
        database_url,
        bounds=bounds,
        min_size=1,
        max_size=size,
        max_queries=_MOST_QUERIES,
        max_inactive_connection_lifetime=_UNUSED.total_seconds(),
        init=_Prepare(keyring, role, bounds),
        setup=Fitting(bounds, before_use),
        reset=_as_it_is,
        loop=None,
        connection_class=connection_class,
        record_class=asyncpg.Record,
        timeout=bounds.connecting.total_seconds(),
        command_timeout=bounds.longest.total_seconds(),
        server_settings={"statement_timeout": _milliseconds(statement), **planning},
    )
    made: Pool = await pool
    return made


async def let_last(connection: Connection, longest: timedelta) -> None:
    """Statements of the transaction that `connection` is in may take as long as this."""
    await connection.execute("SELECT set_config('statement_timeout', $1, true)", _milliseconds(longest))


def _milliseconds(duration: timedelta) -> str:
    return str(max(1, round(duration / timedelta(milliseconds=1))))

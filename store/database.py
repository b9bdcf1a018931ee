"""The connection pool and the queries that stand in `queries/*.sql`."""

import json
from pathlib import Path
from typing import Any

import aiosql
import asyncpg

queries: Any = aiosql.from_path(Path(__file__).parent / "queries", "asyncpg", mandatory_parameters=False)
"""Every named query of `queries/*.sql`, as a coroutine function."""


async def _prepare(connection: Any) -> None:
    await connection.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")


async def _as_it_is(_: Any) -> None:
    """Locks, temporary tables and settings of ours end with their transaction: nothing is left to reset.

    Saves the round trip that the driver makes whenever a connection goes back to its pool.
    """


async def connect(database_url: str, *, size: int = 10) -> "asyncpg.Pool[asyncpg.Record]":
    """A pool on `database_url`; jsonb columns travel as Python values. The caller closes it."""
    return await asyncpg.create_pool(database_url, min_size=1, max_size=size, init=_prepare, reset=_as_it_is)

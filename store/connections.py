"""What queries are asked on, and values whose shape SQL does not know, by name."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg

from vault.locked import Locked, StillLocked

__all__ = ["Connection", "Database", "Json", "Pool", "Sealable", "StillLocked"]

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Pool: TypeAlias = asyncpg.Pool[asyncpg.Record]
    Connection: TypeAlias = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]
    """One's own, or one that a pool lent."""
    Database: TypeAlias = Pool | Connection
    """A query that is asked of a pool takes a connection for itself."""
else:
    # Generic in the stubs alone.
    Pool, Connection, Database = asyncpg.Pool, asyncpg.Connection, Any

Json: TypeAlias = Any
"""A jsonb column as Python has it. `Any` on purpose: whoever wrote it knows its shape, SQL does not."""
Sealable: TypeAlias = str | bytes | Mapping[str, Any] | Sequence[Any] | Locked
"""What `vault.values.Values.seal` takes, for a column that is sealed."""

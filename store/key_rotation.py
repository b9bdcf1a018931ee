"""New data keys, and all of them under another master key, while everything runs (P23, docs/keys.md)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from store.database import Connection, queries
from store.keys import add_key
from vault.master_keys import MasterKeys


@dataclass(frozen=True)
class KeptKey:
    """A key as the database keeps it: wrapped by the master key of that name."""

    no: int
    purpose: str
    master: str
    created_at: datetime
    active_from: datetime
    in_force: bool
    """Whether it seals, or has; a later one may have taken over."""


async def kept_keys(db: Connection) -> list[KeptKey]:
    """All of them, the oldest first."""
    return [KeptKey(**row) async for row in queries.list_keys(db)]


async def add_data_key(db: Connection, masters: MasterKeys, settling: timedelta) -> KeptKey:
    """A new data key, in force once `settling` has passed."""
    no = await add_key(db, masters, "data", settling)
    return next(key for key in await kept_keys(db) if key.no == no)


async def rewrap(db: Connection, masters: MasterKeys) -> int:
    """Wrap every key by the newest master key; how many were not yet. Raises `MasterKeyUnusable`.

    All or none, so that a wrong setting changes nothing.
    """
    async with db.transaction():
        await queries.lock_keys(db)
        old = [row async for row in queries.data_keys(db) if row["master"] != masters.newest]
        for row in old:
            bound_to = row["purpose"].encode()
            key = masters.unwrap(row["master"], row["wrapped"], bound_to)
            master, wrapped = masters.wrap(key, bound_to)
            await queries.rewrap_key(db, no=row["no"], master=master, wrapped=wrapped)
    return len(old)

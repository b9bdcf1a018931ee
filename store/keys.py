"""The keys of a database: made when it has none, unwrapped with the master keys (P23)."""

from datetime import timedelta
from typing import Literal

import asyncpg

from store.binding import binds_from, moment
from store.database import Connection, queries
from vault.keyring import DataKey, Keyring, make_key
from vault.master_keys import MasterKeys

Purpose = Literal["data", "index"]


async def open_keyring(database_url: str, masters: MasterKeys) -> Keyring:
    """The keys of this database. Raises `MasterKeyUnusable`, and asyncpg's errors where it is not there."""
    db = await asyncpg.connect(database_url)
    try:
        async with db.transaction():
            return await keyring_on(db, masters)
    finally:
        await db.close()


async def keyring_on(db: Connection, masters: MasterKeys) -> Keyring:
    """As `open_keyring`, on a connection and in a transaction of the caller's."""
    await queries.lock_keys(db)
    if not [row async for row in queries.data_keys(db)]:
        await add_key(db, masters, "index")
        await add_key(db, masters, "data")
    keyring = Keyring(*await _unwrapped(db, masters))
    keyring.binds_from = await binds_from(db, keyring)
    return keyring


async def reload(db: Connection, masters: MasterKeys, keyring: Keyring) -> None:
    """Load what was added since. Raises `MasterKeyUnusable`."""
    keys, _ = await _unwrapped(db, masters)
    keyring.load(keys, await binds_from(db, keyring))


async def add_key(
    db: Connection, masters: MasterKeys, purpose: Purpose, after: timedelta | None = None
) -> int:
    """A new key, in force `after` a while (None: since ever); its number."""
    name, wrapped = masters.wrap(make_key(), purpose.encode())
    row = await queries.add_data_key(db, purpose=purpose, master=name, wrapped=wrapped, after=after)
    return int(row["no"])


async def _unwrapped(db: Connection, masters: MasterKeys) -> tuple[list[DataKey], bytes]:
    rows = [row async for row in queries.data_keys(db)]
    opened = [(row, masters.unwrap(row["master"], row["wrapped"], row["purpose"].encode())) for row in rows]
    keys = [
        DataKey(row["no"], key, moment(row["active_from"])) for row, key in opened if row["purpose"] == "data"
    ]
    return keys, next(key for row, key in opened if row["purpose"] == "index")

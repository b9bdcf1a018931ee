"""Work that a command does on the database, with its values open."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from huifang.settings.keys import FreshKeys
from huifang.settings.settings import Settings
from store.database import connect

T = TypeVar("T")


async def on_database(settings: Settings, work: Callable[[Any], Awaitable[T]]) -> T:
    """What `work` answers, on a connection of the settings' database."""
    keys = await FreshKeys.open(settings)
    pool = await connect(str(settings.database_url), keys.keyring, size=1)
    try:
        async with pool.acquire() as db:
            return await work(db)
    finally:
        await pool.close()

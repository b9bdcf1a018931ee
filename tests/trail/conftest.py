"""The API of the API's own tests, and a database of its own where the trail is tampered with."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from store.database import connect
from store.keys import open_keyring
from tests.town.databases import migrated_database
from tests.town.keys import MASTERS


@pytest.fixture(scope="module")
async def vault_url(database_url: str) -> AsyncIterator[str]:
    """A database where nobody else writes."""
    async with migrated_database(database_url) as url:
        yield url


@pytest.fixture(scope="module")
async def vault_pool(vault_url: str) -> AsyncIterator[Any]:
    pool = await connect(vault_url, await open_keyring(vault_url, MASTERS))
    yield pool
    await pool.close()


@pytest.fixture
async def db(vault_pool: Any) -> AsyncIterator[Any]:
    """The database's owner, with the guard against changes taken away; afterwards everything is as before."""
    async with vault_pool.acquire() as db:
        await db.execute("ALTER TABLE trail DISABLE TRIGGER trail_is_appended_to")
        transaction = db.transaction()
        await transaction.start()
        yield db
        await transaction.rollback()
        await db.execute("ALTER TABLE trail ENABLE TRIGGER trail_is_appended_to")

"""Brings a database to the newest schema: tables with Alembic, then functions and row policies."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg

from store.functions import install
from vault.master_keys import MasterKeys

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SCRIPTS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 4_871_223
"""Advisory lock: two deployments that start at once must not migrate at once."""


def versions() -> tuple[str, frozenset[str]]:
    """The newest version of the schema, and all that this release knows."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(_SCRIPTS))
    return str(scripts.get_current_head()), frozenset(each.revision for each in scripts.walk_revisions())


def _upgrade(connection: "Connection", masters: MasterKeys, to: str) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import text

    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    config.attributes["masters"] = masters
    command.upgrade(config, to)
    if to in ("head", versions()[0]):
        driver: Any = connection.connection.dbapi_connection
        driver.run_async(install)


async def _run(url: str, masters: MasterKeys, to: str) -> None:
    # Here and not above: what never migrates does not pay for SQLAlchemy.
    from sqlalchemy.ext.asyncio import create_async_engine
    from sqlalchemy.pool import NullPool

    # The driver reads the address itself, as it does for the pool: SQLAlchemy knows fewer of its options.
    engine = create_async_engine(
        "postgresql+asyncpg://", poolclass=NullPool, async_creator=lambda: asyncpg.connect(url)
    )
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade, masters, to)
    finally:
        await engine.dispose()


def migrate(database_url: str, masters: MasterKeys, to: str = "head") -> None:
    """Apply what is missing, up to a version or to the newest, in one transaction. Again, it changes nothing.

    At the newest, SQL functions and row policies are made as `store/functions/` has them.

    `masters` open the database's keys, or wrap its first ones: what it holds in clear is sealed. Raises
    ValueError for no address of a database, `MasterKeyUnusable`, and the driver's and SQLAlchemy's errors.
    """
    if not database_url.startswith(("postgres://", "postgresql://")):
        raise ValueError("DATABASE_URL must begin with postgresql://")
    asyncio.run(_run(database_url, masters, to))

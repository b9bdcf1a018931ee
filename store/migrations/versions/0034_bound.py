"""What is sealed is bound to where it belongs, from an hour after on; what lets somebody in, at once."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from alembic import context, op

from store.binding import begin_binding
from store.keys import keyring_on
from store.locking import lock_what_is_there
from vault.values import Values

revision = "0034"
down_revision = "0030"

_OLD_RELEASE = timedelta(hours=1)
"""In a database with tickets processes of the release before may run, which open nothing that is bound."""


def upgrade() -> None:
    """The numbered SQL file, then the moment, then what opens in its own row alone."""
    sql = (Path(__file__).parents[1] / "0034_bound.sql").read_text(encoding="utf-8")
    masters = context.config.attributes["masters"]

    async def bind(connection: Any) -> None:
        await connection.execute(sql)
        keyring = await keyring_on(connection, masters)
        used = await connection.fetchval("SELECT EXISTS (SELECT FROM tickets)")
        await begin_binding(connection, keyring, _OLD_RELEASE if used else None)
        await lock_what_is_there(connection, Values(keyring))

    driver: Any = op.get_bind().connection.dbapi_connection
    driver.run_async(bind)

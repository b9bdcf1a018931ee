"""Personal data becomes sealed, and what stands there already with it."""

from pathlib import Path
from typing import Any

from alembic import context, op

from store.first_sealing import forget_what_was_there, seal_what_is_there
from store.keys import keyring_on
from vault.values import Values

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Seal every value, then let the numbered SQL file put them in place."""
    sql = (Path(__file__).parents[1] / "0014_sealed.sql").read_text(encoding="utf-8")
    masters = context.config.attributes["masters"]

    async def seal(connection: Any) -> None:
        await seal_what_is_there(connection, Values(await keyring_on(connection, masters)))
        await connection.execute(sql)
        await forget_what_was_there(connection)

    driver: Any = op.get_bind().connection.dbapi_connection
    driver.run_async(seal)

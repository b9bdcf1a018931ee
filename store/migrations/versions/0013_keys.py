"""The data keys, wrapped; the blind index of a sealed value."""

from pathlib import Path
from typing import Any

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Run the numbered SQL file in one go, on the driver: it holds many statements."""
    sql = (Path(__file__).parents[1] / "0013_keys.sql").read_text(encoding="utf-8")
    driver: Any = op.get_bind().connection.dbapi_connection
    driver.run_async(lambda connection: connection.execute(sql))

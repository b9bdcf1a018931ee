"""Promises, acts, texts and links of tickets; records of follow-up calls; service texts to staff."""

from pathlib import Path
from typing import Any

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Run the numbered SQL file in one go, on the driver: it holds many statements."""
    sql = (Path(__file__).parents[1] / "0009_playbooks.sql").read_text(encoding="utf-8")
    driver: Any = op.get_bind().connection.dbapi_connection
    driver.run_async(lambda connection: connection.execute(sql))

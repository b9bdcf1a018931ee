"""Signing links of complaints; what departments hear of tickets that ended."""

from pathlib import Path
from typing import Any

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Run the numbered SQL file in one go, on the driver: it holds many statements."""
    sql = (Path(__file__).parents[1] / "0010_acceptances.sql").read_text(encoding="utf-8")
    driver: Any = op.get_bind().connection.dbapi_connection
    driver.run_async(lambda connection: connection.execute(sql))

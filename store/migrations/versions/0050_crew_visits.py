"""Crews are assessed per visit."""

from pathlib import Path
from typing import Any

from alembic import op

revision = "0050"
down_revision = "0043"


def upgrade() -> None:
    """Run the numbered SQL file in one go, on the driver: it holds many statements."""
    sql = (Path(__file__).parents[1] / "0050_crew_visits.sql").read_text(encoding="utf-8")
    driver: Any = op.get_bind().connection.dbapi_connection
    driver.run_async(lambda connection: connection.execute(sql))

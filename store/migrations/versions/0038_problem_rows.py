"""Import reports hold problem rows alone."""

from pathlib import Path
from typing import Any

from alembic import op

revision = "0038"
down_revision = "0035"


def upgrade() -> None:
    """Run the numbered SQL file in one go, on the driver: it holds many statements."""
    sql = (Path(__file__).parents[1] / "0038_problem_rows.sql").read_text(encoding="utf-8")
    driver: Any = op.get_bind().connection.dbapi_connection
    driver.run_async(lambda connection: connection.execute(sql))

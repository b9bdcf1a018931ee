"""SQL functions and row policies as they stand now; `store.migrate` makes them anew after the migrations."""

from pathlib import Path
from typing import Any

from store.functions.kinds import kinds_sql

_HERE = Path(__file__).parent
ORDER = (
    "dropped",
    "values",
    "appended_to",
    "customers",
    "duplicates",
    "likeness",
    "merging",
    "privacy",
    "lending",
    "standing",
    "asker",
    "concern",
    "number_history",
    "opening",
    "sight",
    "said",
    "policies",
)
"""Every file here: one that uses another comes after it."""


async def install(connection: Any) -> None:
    """On a connection at the newest schema, in the caller's transaction. Again, it changes nothing."""
    await connection.execute(_all())


def _all() -> str:
    written = ((_HERE / f"{name}.sql").read_text(encoding="utf-8") for name in ORDER)
    return "\n".join((kinds_sql(), *written))

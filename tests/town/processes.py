"""Processes of the product, started as a company starts them, by command and environment."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.town.keys import MASTER_KEYS
from tests.town.patience import LONG, patiently
from tests.town.ports import free_port

ROOT = Path(__file__).parents[2]
WORKER = ("worker.py",)
API = ("-m", "huifang.cli", "api")
MIGRATE = ("-m", "huifang.cli", "migrate")
SANDBOX = ("-m", "sandbox")
_PATIENCE = 60


def environment(**settings: str) -> dict[str, str]:
    """This one's without any settings of its own, and with these."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HUIFANG_", "TEMPORAL_", "SANDBOX_")) and name != "DATABASE_URL"
    }
    given = {"HUIFANG_LOG_JSON": "true", "NO_PROXY": "*", "HUIFANG_MASTER_KEYS": MASTER_KEYS}
    return kept | given | settings


class Running:
    """One process, its log lines as they come, and its HTTP address."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self.process, self.url = process, url
        self.lines: list[dict[str, Any]] = []
        self.plain: list[str] = []
        self._grown = asyncio.Condition()
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stderr is not None
        async for line in self.process.stderr:
            async with self._grown:
                try:
                    self.lines.append(json.loads(line))
                except ValueError:
                    self.plain.append(line.decode())
                self._grown.notify_all()
        async with self._grown:
            self._grown.notify_all()

    async def says(self, event: str, **fields: Any) -> dict[str, Any]:
        """The first log line with this event and these fields."""

        def found() -> list[dict[str, Any]]:
            wanted = {"event": event, **fields}
            return [line for line in self.lines if wanted.items() <= line.items()]

        async with patiently(), self._grown:
            await self._grown.wait_for(lambda: found() or self.process.returncode is not None)
        assert found(), (
            f"ended with {self.process.returncode} before it said {event}: {self.lines} {self.plain}"
        )
        return found()[0]

    async def answers(self, path: str, status: int = 200) -> httpx.Response:
        """The first answer with this status."""
        async with patiently(), httpx.AsyncClient(trust_env=False, timeout=LONG) as http:
            while True:
                try:
                    answer = await http.get(self.url + path)
                    if answer.status_code == status:
                        return answer
                except httpx.TransportError:
                    assert self.process.returncode is None, f"{self.lines} {self.plain}"
                await asyncio.sleep(0.1)

    async def stop(self) -> int:
        """Its exit code after SIGTERM."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        async with patiently():
            code = await self.process.wait()
        await self._reader
        return code


@asynccontextmanager
async def started(command: tuple[str, ...], port: int, **settings: str) -> AsyncIterator[Running]:
    """A process for as long as the block lasts; `port` is where its HTTP endpoints are."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        cwd=ROOT,
        env=environment(**settings),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    running = Running(process, f"http://127.0.0.1:{port}")
    try:
        yield running
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await running._reader


def worker(settings: dict[str, str]) -> Any:
    """A worker with health endpoints on a free port."""
    port = free_port()
    return started(WORKER, port, **settings, HUIFANG_HEALTH_PORT=str(port))


async def finished(command: tuple[str, ...], **settings: str) -> tuple[int, str]:
    """Exit code and standard error of a process that ends by itself."""
    async with started(command, 0, **settings) as running:
        async with patiently():
            await running.process.wait()
        await running._reader
        return running.process.returncode or 0, "".join(running.plain)

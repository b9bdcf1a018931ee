"""The processes of the product, and those that stand beside them, started for a benchmark."""

import asyncio
import json
import os
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from bench.ground import Ground
from huifang.local.ports import Ports

_ROOT = Path(__file__).parents[1]
_SECONDS = 60.0


@dataclass(frozen=True)
class Used:
    """`cpu` in seconds, of all threads, user and system; `memory` in bytes, resident."""

    cpu: float
    memory: int


@dataclass(frozen=True)
class Served:
    """A worker process of `bench.serving`."""

    process: asyncio.subprocess.Process

    async def used(self) -> Used:
        """What it has used since it began."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("no pipes")
        self.process.stdin.write(b"?\n")
        await self.process.stdin.drain()
        async with asyncio.timeout(_SECONDS):
            answer = await self.process.stdout.readline()
        if not answer:
            raise RuntimeError("the worker ended")
        return Used(**json.loads(answer))


@asynccontextmanager
async def served(ground: Ground, kind: str, *queues: str) -> AsyncIterator[Served]:
    """A worker of `kind` on `queues`, ready, for as long as the block lasts."""
    command = ("-m", "bench.serving", kind, *queues)
    async with _process(ground, command, queues[0], piped=True) as process:
        worker = Served(process)
        await worker.used()
        yield worker


@asynccontextmanager
async def product_api(ground: Ground, queue: str, port: int | None = None) -> AsyncIterator[str]:
    """The address of the product's API process, once it answers; on any free port where none is given."""
    port = port or Ports.free().api
    command = ("-m", "huifang.cli", "api", "--port", str(port))
    async with _process(ground, command, queue):
        address = f"http://127.0.0.1:{port}"
        await answering_at(f"{address}/readyz")
        yield address


@asynccontextmanager
async def api_on(database_url: str, master_keys: str, temporal: str) -> AsyncIterator[str]:
    """The address of the product's API process on another database than the ground's."""
    port = Ports.free().api
    settings = {
        "DATABASE_URL": database_url,
        "HUIFANG_MASTER_KEYS": master_keys,
        "HUIFANG_TEMPORAL_ADDRESS": temporal,
        "HUIFANG_API_TOKEN": secrets.token_urlsafe(24),
        "HUIFANG_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HUIFANG_LOG_JSON": "true",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "huifang.cli", "api", "--port", str(port)),
        cwd=_ROOT,
        env=os.environ | settings,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        await answering_at(f"{address}/healthz")
        yield address
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@asynccontextmanager
async def bare_http(ground: Ground, queue: str, kind: str) -> AsyncIterator[str]:
    """The address of a process of `bench.bare_http`, once it answers."""
    port = Ports.free().api
    async with _process(ground, ("-m", "bench.bare_http", kind, str(port)), queue):
        address = f"http://127.0.0.1:{port}"
        await answering_at(f"{address}/healthz")
        yield address


@asynccontextmanager
async def product_worker(ground: Ground, queue: str) -> AsyncIterator[psutil.Process]:
    """The product's worker process, once it is ready."""
    port = Ports.free().api
    url, more = f"http://127.0.0.1:{port}", {"HUIFANG_HEALTH_PORT": str(port)}
    async with answering_process(ground, ("worker.py",), queue, url, more) as process:
        yield process


@asynccontextmanager
async def answering_process(
    ground: Ground, command: tuple[str, ...], queue: str, url: str, more: dict[str, str] | None = None
) -> AsyncIterator[psutil.Process]:
    """A process of the product, once it is ready at `url`; `more` are further settings."""
    async with _process(ground, command, queue, more) as process:
        await answering_at(f"{url}/readyz")
        yield psutil.Process(process.pid)


async def answering_at(url: str) -> None:
    """Until a GET is answered with a success."""
    async with asyncio.timeout(_SECONDS), httpx.AsyncClient(trust_env=False) as http:
        while True:
            try:
                if (await http.get(url)).is_success:
                    return
            except httpx.HTTPError:  # not listening yet
                pass
            await asyncio.sleep(0.1)


@asynccontextmanager
async def _process(
    ground: Ground,
    command: tuple[str, ...],
    queue: str,
    more: dict[str, str] | None = None,
    *,
    piped: bool = False,
) -> AsyncIterator[asyncio.subprocess.Process]:
    pipe = asyncio.subprocess.PIPE if piped else None
    with (ground.folder / "processes.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *command,
            cwd=_ROOT,
            env=os.environ | ground.environment(queue) | (more or {}),
            stdin=pipe,
            stdout=pipe or log,
            stderr=log,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()

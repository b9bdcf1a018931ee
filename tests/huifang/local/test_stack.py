"""The embedded stack on real servers."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import asyncpg
import psutil
import pytest

from huifang.local.embedded.lock import StackAlreadyRunning
from huifang.local.embedded.ports import PortTaken
from huifang.local.embedded.postgres import EmbeddedPostgres
from huifang.local.embedded.stack import EmbeddedStack
from tests.town.ports import free_port

HOLDER = """
import asyncio, sys
from pathlib import Path
from huifang.local.embedded.stack import EmbeddedStack
async def main():
    async with EmbeddedStack(Path(sys.argv[1]), temporal_port=int(sys.argv[2]), ui_port=int(sys.argv[3])):
        print("up", flush=True)
        await asyncio.sleep(600)
asyncio.run(main())
"""


def stack(data: Path, temporal: int = 0, ui: int = 0) -> EmbeddedStack:
    return EmbeddedStack(data, temporal_port=temporal or free_port(), ui_port=ui or free_port())


async def test_a_second_start_continues_with_the_same_data(home: Path) -> None:
    async with stack(home) as first:
        db = await asyncpg.connect(first.database_url)
        await db.execute("create table kept (n int); insert into kept values (7)")
        await db.close()
        with pytest.raises(StackAlreadyRunning):
            await stack(home).__aenter__()
    async with stack(home) as second:
        db = await asyncpg.connect(second.database_url)
        assert await db.fetchval("select n from kept") == 7
        await db.close()


async def test_a_taken_port_is_named(home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = int(other.getsockname()[1])
        with pytest.raises(PortTaken, match=f"{port}.*--ui-port"):
            await stack(home, ui=port).__aenter__()


async def test_a_killed_holder_is_recovered_and_nothing_of_it_stays(home: Path) -> None:
    ports = free_port(), free_port()
    command = [sys.executable, "-c", HOLDER, str(home), *map(str, ports)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: ASYNC220
    assert holder.stdout and holder.stdout.readline() == b"up\n"
    servers = psutil.Process(holder.pid).children(recursive=True)
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    holder.stdout.close()
    assert {"postgres", "temporal"} <= {server.name() for server in servers if server.is_running()}
    others = set(psutil.Process().children(recursive=True))  # servers that other tests share
    async with stack(home, *ports) as recovered:
        db = await asyncpg.connect(recovered.database_url)
        assert await db.fetchval("select 1") == 1
        await db.close()
        assert [server for server in servers if server.is_running()] == []
        own = set(psutil.Process().children(recursive=True)) - others
    assert [child for child in own if child.is_running()] == []


@pytest.mark.parametrize("name", ["with space, 逗号 and 'quote'", "d" * 120])
async def test_any_path_will_do(home: Path, name: str) -> None:
    data = home / name
    data.mkdir()
    for _ in range(2):
        server = EmbeddedPostgres(data)
        url = await server.start()
        db = await asyncpg.connect(url)
        assert await db.fetchval("select 1") == 1
        await db.close()
        await server.stop()

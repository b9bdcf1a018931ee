"""An empty data directory for a demo."""

import asyncio
import shutil
from pathlib import Path

from huifang.local.embedded.lock import DataDirLock
from huifang.local.embedded.postgres import EmbeddedPostgres
from huifang.local.embedded.temporal import EmbeddedTemporal
from huifang.local.private import make_private
from huifang.local.sandbox_server import SandboxServer

_MARK = "demo"
"""This file says that a demo made the directory, so that the next may empty it."""


class NotADemos(RuntimeError):
    """The directory holds something that no demo made, which is not for a demo to remove."""

    def __init__(self, data_dir: Path) -> None:
        super().__init__(f"{data_dir} is not empty, and not a demo's")
        self.data_dir = data_dir


def begin_afresh(data_dir: Path) -> None:
    """Remove an earlier demo's data and what it left running.

    Raises `NotADemos` for a directory with anything else in it, and `StackAlreadyRunning` while
    that demo lives.
    """
    make_private(data_dir)
    mark = data_dir / _MARK
    if not mark.exists() and any(data_dir.iterdir()):
        raise NotADemos(data_dir)
    mark.touch()
    lock = DataDirLock(data_dir)
    lock.acquire()
    try:
        asyncio.run(_stop_left_over(data_dir))
        for entry in data_dir.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry.name not in (_MARK, "stack.lock"):
                entry.unlink()
    finally:
        lock.release()


async def _stop_left_over(data_dir: Path) -> None:
    for server in (
        SandboxServer(data_dir, port=0, webhook_url="", delay=0),
        EmbeddedTemporal(data_dir, port=0, ui_port=0, namespace="", training=True),
        EmbeddedPostgres(data_dir),
    ):
        await server.recover()

"""Runs a command's coroutine: signals end it in order, and its log goes to a file."""

import asyncio
import logging
import signal
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import structlog

from huifang.local.private import make_private

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Its result; SIGTERM and SIGINT cancel it, so that servers are stopped, and raise KeyboardInterrupt."""

    async def supervised() -> T:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            # A second signal must not cut the orderly stop short.
            loop.add_signal_handler(number, lambda: task.cancelling() or task.cancel())
        return await task

    try:
        return asyncio.run(supervised())
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


def log_to(file: Path) -> None:
    """Keep the terminal for people: structured logs and library warnings go to `file`."""
    make_private(file.parent)
    file.touch(0o600)
    logging.basicConfig(filename=file, level=logging.INFO, force=True, encoding="utf-8")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(file.open("a", encoding="utf-8")),
    )

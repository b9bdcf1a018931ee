"""An HTTP server within a process whose signals belong to others."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext

import uvicorn


class CannotListen(RuntimeError):
    """The address is taken, or not this machine's."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"cannot listen on {host}:{port}")
        self.host, self.port = host, port


@asynccontextmanager
async def listening(server: uvicorn.Server, host: str, port: int) -> AsyncIterator[None]:
    """Serve for as long as the block lasts; signals stay the caller's. Raises `CannotListen`."""
    try:
        listener = _listener(host, port)
    except OSError as error:
        raise CannotListen(host, port) from error
    # Else it would take the process's signals over, which belong to the whole process.
    server.capture_signals = nullcontext  # type: ignore[method-assign,assignment]
    task = asyncio.create_task(server.serve([listener]), name=f"http-{port}")
    while not server.started and not task.done():  # noqa: ASYNC110 -- uvicorn offers nothing to wait for
        await asyncio.sleep(0.02)
    try:
        yield
    finally:
        server.should_exit = True
        await task
        listener.close()


def _listener(host: str, port: int) -> socket.socket:
    """A socket that says it is TCP's: only of such ones asyncio sends what is written at once (TCP_NODELAY).

    `create_server` leaves the protocol at 0: every answer on a kept-alive connection would wait 40 ms
    for the caller's delayed acknowledgement.
    """
    made = socket.create_server((host, port), reuse_port=False)
    return socket.socket(made.family, made.type, socket.IPPROTO_TCP, fileno=made.detach())

"""A line between two parties, through which everything passes, and on which everything can go wrong.

What a network does to a connection: it is cut, falls silent without a word to either end, stalls.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Literal
from urllib.parse import parse_qs, urlsplit, urlunsplit

Way = Literal["there", "back"]
Watch = Callable[[Way, bytes], bool]
"""Sees each piece before it goes on; True cuts its connection instead."""
_PIECE = 1 << 16


class Line:
    """Listens on a port of its own and passes what it hears on to one address."""

    def __init__(self, unix: str | None, host: str, port: int) -> None:
        self._unix, self._host, self._port = unix, host, port
        self._going = asyncio.Event()
        self._going.set()
        self._open: set[_Passage] = set()
        self.watch: Watch | None = None
        self.port = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def connections(self) -> int:
        """How many there are now, silent ones among them."""
        return len(self._open)

    def lead_to(self, address: str) -> None:
        """Somewhere else from now on: new connections, and the old ones are cut."""
        self._unix = None
        self._host, _, port = address.rpartition(":")
        self._port = int(port)
        self.cut()

    def cut(self) -> None:
        """Every connection breaks, as when a machine between the two restarts."""
        for passage in [*self._open]:
            passage.break_off()

    def fall_silent(self) -> None:
        """Whatever is connected now stays so and is never answered again; new connections are fine."""
        for passage in self._open:
            passage.silent = True

    def stall(self) -> None:
        """Nothing passes until `go_on`; what was on its way comes then."""
        self._going.clear()

    def go_on(self) -> None:
        """After `stall`."""
        self._going.set()

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        passage = _Passage(self)
        self._open.add(passage)
        try:
            await self._going.wait()
            far = (
                asyncio.open_unix_connection(self._unix)
                if self._unix is not None
                else asyncio.open_connection(self._host, self._port)
            )
            try:
                far_reader, far_writer = await far
            except OSError:
                writer.transport.abort()
                return
            passage.ends = (writer, far_writer)
            await passage.run(reader, far_reader)
        except asyncio.CancelledError:
            passage.break_off()
        finally:
            self._open.discard(passage)
            writer.transport.abort()

    async def passes(self, way: Way, piece: bytes) -> bool:
        """Whether the piece goes on; waits while the line stalls."""
        await self._going.wait()
        return self.watch is None or not self.watch(way, piece)


class _Passage:
    """One connection through the line."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.silent = False
        self.ends: tuple[asyncio.StreamWriter, ...] = ()

    def break_off(self) -> None:
        for end in self.ends:
            end.transport.abort()

    async def run(self, near: asyncio.StreamReader, far: asyncio.StreamReader) -> None:
        near_writer, far_writer = self.ends
        both = (self._pass("there", near, far_writer), self._pass("back", far, near_writer))
        await asyncio.gather(*both)
        self.break_off()

    async def _pass(self, way: Way, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError, RuntimeError):
            while piece := await source.read(_PIECE):
                if not await self._line.passes(way, piece):
                    self.break_off()
                    return
                if not self.silent:
                    sink.write(piece)
                    await sink.drain()
            if not self.silent and sink.can_write_eof():
                sink.write_eof()


@asynccontextmanager
async def line_to(host: str, port: int, unix: str | None = None) -> AsyncIterator[Line]:
    """A line to an address, for as long as the block lasts."""
    line = Line(unix, host, port)
    server = await asyncio.start_server(line._met, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        line.go_on()
        server.close()
        line.cut()


@asynccontextmanager
async def line_to_database(database_url: str) -> AsyncIterator[tuple[Line, str]]:
    """A line to the server of `database_url`, and the URL that leads through it."""
    parts = urlsplit(database_url)
    folder = parse_qs(parts.query).get("host", [None])[0]
    unix = f"{folder}/.s.PGSQL.{parts.port or 5432}" if folder and folder.startswith("/") else None
    async with line_to(parts.hostname or "127.0.0.1", parts.port or 5432, unix) as line:
        signed_in = (parts.netloc.rpartition("@")[0] + "@") if "@" in parts.netloc else ""
        yield line, urlunsplit(parts._replace(netloc=f"{signed_in}{line.address}", query=""))


@asynccontextmanager
async def line_to_server(address: str) -> AsyncIterator[Line]:
    """A line to `host:port`."""
    host, _, port = address.rpartition(":")
    async with line_to(host, int(port)) as line:
        yield line

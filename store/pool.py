"""A pool whose connections answer or are replaced, and on which every wait has an end (P33).

The driver's own pool waits for ever in three places when a connection falls silent: for the answer, for the
end of a statement that was given up, and for a goodbye. Here a silent connection is dropped without one.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import Any

import asyncpg

from store.silence import BOUNDS, Bounds, Pulse, patience_left, patience_spent

_SETTINGS = "SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) AS each (name, value)"
_AT_WORK = "SELECT state = 'active' FROM pg_stat_activity WHERE pid = $1"
_FAILED = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What becomes of a connection that is gone, or of what was asked on it."""
_PROBES = 3
"""Signs of life that may stay unanswered."""


class Stale(asyncpg.InterfaceError):
    """The connection did not say that it is still there; another one is taken."""


class WatchedConnection(asyncpg.Connection):
    """A connection that notes when it answered, and is asked nothing more once it did not."""

    pulse: Pulse | None = None
    pool: "AnsweringPool | None" = None
    answered_at: float = 0.0
    _silent = False

    async def execute(self, query: str, *args: Any, **options: Any) -> str:
        """As the driver does."""
        if args:  # which comes to `_execute`
            return await super().execute(query, *args, **options)
        async with self._watched():
            return await super().execute(query, **options)

    async def executemany(self, command: str, args: Any, **options: Any) -> None:
        """As the driver does."""
        async with self._watched():
            await super().executemany(command, args, **options)

    async def copy_records_to_table(self, table_name: str, **options: Any) -> str:
        """As the driver does."""
        async with self._watched():
            return await super().copy_records_to_table(table_name, **options)

    async def _execute(self, query: str, *args: Any, **options: Any) -> Any:
        """What the driver's `fetch`, `fetchrow` and `fetchval` come to."""
        async with self._watched():
            return await super()._execute(query, *args, **options)  # type: ignore[misc]

    @asynccontextmanager
    async def _watched(self) -> AsyncIterator[None]:
        if self._silent:
            raise asyncpg.ConnectionDoesNotExistError("the connection has fallen silent")
        patience = patience_left(BOUNDS.statement)
        try:
            async with asyncio.timeout(patience) as bound:
                with self._asked_elsewhere(bound, patience):
                    yield
        except TimeoutError:
            self._silent = True
            patience_spent()
            if self.pulse is not None:
                self.pulse.fell_silent()
            raise
        except asyncio.CancelledError:
            # Somebody else's patience: what becomes of the statement is not waited for.
            self._silent = True
            raise
        except asyncpg.PostgresError:
            # An answer, though not the one that was hoped for; but for the one that the driver makes itself.
            self._heard() if not self.is_closed() else self._missed()
            raise
        except Exception:
            self._missed()
            raise
        self._heard()

    @contextmanager
    def _asked_elsewhere(self, bound: asyncio.Timeout, patience: float) -> Iterator[None]:
        """Before patience ends, ask on another connection: at work is slow, which the server ends itself."""
        loop = asyncio.get_running_loop()
        lead = min(BOUNDS.asking.total_seconds(), patience / 2)
        asking: list[asyncio.Task[None]] = []

        async def ask() -> None:
            while self.pool is not None and await self.pool.at_work(self.get_server_pid()):
                bound.reschedule(loop.time() + patience)
                await asyncio.sleep(patience - lead)

        due = loop.call_later(patience - lead, lambda: asking.append(loop.create_task(ask())))
        try:
            yield
        finally:
            due.cancel()
            for each in asking:
                each.cancel()

    def _heard(self) -> None:
        self.answered_at = time.monotonic()
        if self.pulse is not None:
            self.pulse.answered()

    def _missed(self) -> None:
        if self.pulse is not None and self.is_closed():
            self.pulse.missed()

    async def still_there(self, bounds: Bounds) -> bool:
        """Whether it may be used: it answered a moment ago, or does now."""
        doubted = self.pulse.doubted_at if self.pulse is not None else float("-inf")
        if self._silent or self.answered_at < doubted:
            return False
        if time.monotonic() - self.answered_at < bounds.trusted.total_seconds():
            return True
        try:
            async with asyncio.timeout(bounds.asking.total_seconds()):
                await self.fetchval("SELECT 1")
        except _FAILED:
            if self.pulse is not None and not self.is_closed():
                self.pulse.fell_silent()
            return False
        return True


class AnsweringPool(asyncpg.Pool):
    """Its connections are `WatchedConnection`s."""

    def __init__(self, *args: Any, bounds: Bounds, **options: Any) -> None:
        """As the driver's, with `bounds`."""
        super().__init__(*args, **options)
        self.pulse, self._bounds = Pulse(), bounds
        self._one_asks = asyncio.Lock()

    async def _get_new_connection(self) -> WatchedConnection:
        made: WatchedConnection = await super()._get_new_connection()  # type: ignore[misc]
        made.pulse, made.pool, made.answered_at = self.pulse, self, time.monotonic()
        return made

    async def at_work(self, backend: int) -> bool:
        """Whether the server says that it is at work for a connection of ours; the asker bounds the wait."""
        async with self._one_asks:
            try:
                asking = await asyncpg.connect(*self._connect_args, **self._connect_kwargs)  # type: ignore[attr-defined]
            except _FAILED:
                return False
            try:
                return bool(await asking.fetchval(_AT_WORK, backend))
            except _FAILED:
                return False
            finally:
                asking.terminate()

    async def _acquire(self, timeout: float | None) -> Any:  # noqa: ASYNC109 -- the driver's signature
        usual = self._bounds.acquiring if timeout is None else timedelta(seconds=timeout)
        try:
            async with asyncio.timeout(min(usual.total_seconds(), patience_left(usual))):
                return await self._fit()
        except TimeoutError:
            patience_spent()
            self.pulse.missed()
            raise
        except (OSError, asyncpg.PostgresError):
            self.pulse.missed()
            raise

    async def _fit(self) -> Any:
        """The next connection that is still there."""
        while True:
            try:
                # Without the driver's own bound: it would wait for what it gave up.
                return await super()._acquire(None)  # type: ignore[misc]
            except Stale:
                continue

    async def release(self, connection: Any, *, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """As the driver's, within `Bounds.afterwards`; a connection in doubt is dropped."""
        bound = self._bounds.afterwards.total_seconds() if timeout is None else timeout
        try:
            await super().release(connection, timeout=bound)
        except _FAILED:
            # Dropped by now. What was done on it has been answered, or its error is on its way.
            self.pulse.missed()

    async def close(self) -> None:
        """As the driver's, within `Bounds.closing`: a silent connection says no goodbye."""
        try:
            async with asyncio.timeout(self._bounds.closing.total_seconds()):
                await super().close()
        except TimeoutError:
            self.terminate()


class Fitting:
    """What is done with a connection before it is used: see that it is there, then what `before_use` does."""

    def __init__(self, bounds: Bounds, before_use: Callable[[Any], Coroutine[Any, Any, None]] | None) -> None:
        self._bounds, self._before_use = bounds, before_use

    async def __call__(self, lent: Any) -> None:
        """Raises `Stale`; whatever it raises, the connection is dropped without a goodbye that could hang."""
        connection: WatchedConnection = lent._con
        try:
            if not await connection.still_there(self._bounds):
                raise Stale("the connection has fallen silent")
            if self._before_use is not None:
                await self._before_use(connection)
        except BaseException:
            connection.terminate()
            raise


async def kept_alive(connection: Any, bounds: Bounds) -> None:
    """Both machines notice that the other is gone, and the server lets go of what its client forgot."""
    transport = getattr(connection, "_transport", None)
    lively = transport.get_extra_info("socket") if transport is not None else None
    if lively is not None and lively.family in (socket.AF_INET, socket.AF_INET6):
        for level, name, value in _socket_options(bounds):
            if (number := getattr(socket, name, None)) is not None:  # not every system has each
                lively.setsockopt(level, number, value)
    asked = {
        "tcp_keepalives_idle": f"{bounds.kept_alive.total_seconds():.0f}",
        "tcp_keepalives_interval": f"{bounds.kept_alive.total_seconds() / _PROBES:.0f}",
        "tcp_keepalives_count": str(_PROBES),
        "tcp_user_timeout": f"{bounds.unheard.total_seconds() * 1000:.0f}",
        "idle_in_transaction_session_timeout": f"{bounds.idle_in_transaction.total_seconds() * 1000:.0f}",
        "client_connection_check_interval": f"{bounds.kept_alive.total_seconds() * 1000:.0f}",
    }
    try:
        await connection.fetch(_SETTINGS, list(asked), list(asked.values()))
    except asyncpg.InvalidParameterValueError:
        # The last one is not to be had on every system.
        del asked["client_connection_check_interval"]
        await connection.fetch(_SETTINGS, list(asked), list(asked.values()))


def _socket_options(bounds: Bounds) -> tuple[tuple[int, str, int], ...]:
    idle, unheard = int(bounds.kept_alive.total_seconds()), int(bounds.unheard.total_seconds() * 1000)
    return (
        (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
        (socket.IPPROTO_TCP, "TCP_KEEPIDLE", idle),
        (socket.IPPROTO_TCP, "TCP_KEEPALIVE", idle),  # the same on macOS
        (socket.IPPROTO_TCP, "TCP_KEEPINTVL", max(1, idle // _PROBES)),
        (socket.IPPROTO_TCP, "TCP_KEEPCNT", _PROBES),
        (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", unheard),
    )


def silent_for(pool: Any) -> timedelta:
    """How long the PostgreSQL behind a pool has answered nobody who asked."""
    return pool.pulse.silent_for if isinstance(pool, AnsweringPool) else timedelta(0)

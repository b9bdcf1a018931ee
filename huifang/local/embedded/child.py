"""A server as a child process, stopped by its owner or, when that was killed, by the next one."""

import asyncio
import os
import signal
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from huifang.local.embedded.lock import stop_left_over
from huifang.local.private import OWNER_ALONE, appending


class ServerEnded(RuntimeError):
    """A server ended by itself, or was ended by another; why stands in `log`."""

    def __init__(self, server: str, log: Path) -> None:
        super().__init__(f"{server} has ended; see {log}")
        self.server, self.log = server, log


class Child:
    """Runs in a session of its own: Ctrl-C in the terminal reaches the owner, who stops it in order.

    Its process id stands in `pid_file`, its output is appended to `log`.
    """

    def __init__(
        self, pid_file: Path, log: Path, mark: str, end_with: signal.Signals = signal.SIGTERM
    ) -> None:
        """`mark`: a part of its command line that no other process has; `end_with` ends it in order."""
        self._pid_file, self.log, self._mark, self._end_with = pid_file, log, mark, end_with
        self._process: asyncio.subprocess.Process | None = None

    @property
    def ended(self) -> bool:
        """Whether it is not running."""
        return self._process is None or self._process.returncode is not None

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return None if self._process is None or self.ended else self._process.pid

    async def recover(self) -> None:
        """Stop the one that a killed owner left running."""
        await asyncio.to_thread(stop_left_over, self._pid_file, self._mark, self._end_with)

    async def start(self, *command: str, secrets: dict[str, str] | None = None, **options: Any) -> None:
        """Start; `secrets` go by environment, because everyone on the machine can read a command line."""
        with appending(self.log) as output:
            self._process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env=os.environ | (secrets or {}),
                umask=OWNER_ALONE,
                **options,
            )
        self._pid_file.write_text(str(self._process.pid))

    async def wait(self) -> None:
        """Until it ends; at once when it is not running."""
        if self._process is not None:
            await self._process.wait()

    async def stop(self, seconds: float = 10.0) -> None:
        """Ask it to end, kill it after `seconds`."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.send_signal(self._end_with)
        try:
            await asyncio.wait_for(process.wait(), seconds)
        except TimeoutError:
            process.kill()
            await process.wait()
        self._pid_file.unlink(missing_ok=True)


async def first_to_end(servers: Mapping[str, Child]) -> ServerEnded:
    """Wait until one of these, by the names people know them under, does not run any more."""
    waiting = {asyncio.create_task(child.wait()): name for name, child in servers.items()}
    try:
        ended, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
    name = next(name for task, name in waiting.items() if task in ended)
    return ServerEnded(name, servers[name].log)

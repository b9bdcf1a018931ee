"""One stack per data directory; what a killed one left running is stopped."""

import os
import signal
from pathlib import Path

import psutil
from filelock import FileLock, Timeout


class StackAlreadyRunning(RuntimeError):
    """A living process (`pid`, None when it has not said yet) holds the data directory."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(f"a stack already runs on this data directory (process {pid})")
        self.pid = pid


class DataDirLock:
    """Holds `data_dir` for this process; the kernel lets go when the process dies."""

    def __init__(self, data_dir: Path) -> None:
        self._lock = FileLock(data_dir / "stack.lock", timeout=0)
        self._pid_file = data_dir / "stack.pid"

    def acquire(self) -> None:
        """Take the directory, or raise `StackAlreadyRunning`."""
        try:
            self._lock.acquire()
        except Timeout as error:
            raise StackAlreadyRunning(read_pid(self._pid_file)) from error
        self._pid_file.write_text(str(os.getpid()))

    def release(self) -> None:
        """Give the directory back; harmless when not held."""
        if self._lock.is_locked:
            self._pid_file.unlink(missing_ok=True)
            self._lock.release()


def read_pid(file: Path) -> int | None:
    """The process id on the first line of `file`, None when there is none."""
    try:
        return int(file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def stop_left_over(
    pid_file: Path, mark: str, end_with: signal.Signals = signal.SIGTERM, seconds: float = 10.0
) -> bool:
    """Stop the process recorded in `pid_file` if its command line holds `mark`; True when it was stopped.

    The mark must be particular to the data directory, so a reused process id is never hit.
    Killed `seconds` after the signal `end_with`.
    """
    pid = read_pid(pid_file)
    if pid is None:
        return False
    try:
        process = psutil.Process(pid)
        if not any(mark in part for part in process.cmdline()):
            return False
        process.send_signal(end_with)
        try:
            process.wait(seconds)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(seconds)
    except psutil.NoSuchProcess:
        return False
    return True

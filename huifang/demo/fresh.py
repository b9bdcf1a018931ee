"""An empty data directory for a demo."""

import shutil
from pathlib import Path

from huifang.embedded.lock import DataDirLock, stop_left_over


def begin_afresh(data_dir: Path) -> None:
    """Remove an earlier demo's data and what it left running.

    Raises `StackAlreadyRunning` while that demo lives.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    lock = DataDirLock(data_dir)
    lock.acquire()
    try:
        home = data_dir.resolve()
        stop_left_over(home / "sandbox.pid", str(home / "sandbox.db"))
        stop_left_over(home / "temporal.pid", str(home / "temporal.db"))
        stop_left_over(home / "postgres" / "postmaster.pid", str(home / "postgres"))
        for entry in data_dir.iterdir():
            if entry.name == "postgres":
                shutil.rmtree(entry)
            elif entry.name != "stack.lock":
                entry.unlink()
    finally:
        lock.release()

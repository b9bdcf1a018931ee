"""The data directory and what is in it are for whoever started it, and nobody else on the machine (P23)."""

import os
from pathlib import Path
from typing import BinaryIO

OWNER_ALONE = 0o077
"""What is taken from everybody else: the umask of processes that write there."""
_DIRECTORY = 0o700


def make_private(directory: Path) -> None:
    """Make it where it is not there; take from others what they could read, also of files of before.

    Who runs PostgreSQL in root's place is let through afterwards, and reads nothing (`unprivileged.py`).
    """
    directory.mkdir(mode=_DIRECTORY, parents=True, exist_ok=True)
    directory.chmod(_DIRECTORY)
    for entry in directory.iterdir():
        if entry.is_file() and not entry.is_symlink() and entry.stat().st_uid == os.geteuid():
            entry.chmod(entry.stat().st_mode & 0o700)


def appending(file: Path) -> BinaryIO:
    """The file, to be written at its end; a new one is its owner's alone."""
    return open(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")

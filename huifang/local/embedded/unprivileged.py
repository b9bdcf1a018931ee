"""PostgreSQL refuses to run as root: as whom it runs instead, and how that user gets to its files."""

import os
import pwd
import stat
from pathlib import Path
from typing import Any

_NOBODY = "nobody"


def unprivileged(data: Path) -> dict[str, Any]:
    """Arguments for a subprocess that works in `data`: empty unless this process is root's.

    As root, the owner of `data` where it exists and is another's, else `nobody`.
    """
    if os.geteuid() != 0:
        return {}
    owner = data.stat().st_uid if data.exists() else 0
    user = pwd.getpwuid(owner) if owner else pwd.getpwnam(_NOBODY)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def hand_over(directory: Path, as_whom: dict[str, Any]) -> None:
    """Give `directory` itself to that user."""
    if as_whom:
        os.chown(directory, as_whom["user"], as_whom["group"])


def open_passage(to: Path, as_whom: dict[str, Any]) -> None:
    """Let that user pass through every directory above `to`; nothing becomes readable by it."""
    if as_whom:
        for directory in to.parents:
            mode = directory.stat().st_mode
            if not mode & stat.S_IXOTH:
                directory.chmod(mode | stat.S_IXOTH)


def open_programs(program: Path, as_whom: dict[str, Any]) -> None:
    """Let that user run `program`, `<prefix>/bin/<name>`, and read what was installed with it."""
    if not as_whom:
        return
    open_passage(program, as_whom)
    if program.stat().st_mode & stat.S_IXOTH:
        return
    # Installed under a strict umask.
    for path in program.parents[1].rglob("*"):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))

"""How far the access trail went when it was last verified: a file beside the database, not in it (P23)."""

from datetime import UTC, datetime
from pathlib import Path

from huifang.cli.failures import USAGE, Failure
from store.trail import Head


def last_anchor(file: Path) -> Head | None:
    """The newest in the file; None where it has none yet. Raises `Failure` for a file not of ours."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return None
    except OSError:
        raise Failure("trail-anchors-unreadable", USAGE, file=str(file)) from None
    kept = [line.partition(" ")[0] for line in lines if line.strip()]
    try:
        return Head.parse(kept[-1]) if kept else None
    except ValueError:
        raise Failure("trail-anchors-unreadable", USAGE, file=str(file)) from None


def keep_anchor(file: Path, head: Head) -> None:
    """One line more, with the moment; readable by its owner alone. Raises `Failure`."""
    try:
        file.touch(0o600)
        with file.open("a", encoding="utf-8") as anchors:
            anchors.write(f"{head} {datetime.now(UTC).isoformat(timespec='seconds')}\n")
    except OSError:
        raise Failure("trail-anchors-unreadable", USAGE, file=str(file)) from None

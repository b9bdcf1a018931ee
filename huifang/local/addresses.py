"""Where a running stack can be reached, written down for the other commands."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

_FILE = "addresses.json"


@dataclass(frozen=True)
class Addresses:
    """Of the stack on one data directory."""

    api: str
    temporal: str
    ui: str
    sandbox: str
    database_url: str
    namespace: str = "default"
    task_queue: str = "tickets"

    def write(self, data_dir: Path) -> None:
        """Leave them in `data_dir` until `forget`."""
        (data_dir / _FILE).write_text(json.dumps(asdict(self), indent=2), "utf-8")


def addresses(data_dir: Path) -> Addresses | None:
    """Of the stack that runs on `data_dir`, or was killed there; None when none was left."""
    try:
        return Addresses(**json.loads((data_dir / _FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def forget(data_dir: Path) -> None:
    """Remove what `Addresses.write` left."""
    (data_dir / _FILE).unlink(missing_ok=True)

"""Tokens of a stack on this machine: made once, kept beside its data."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Credentials:
    """`api_token` opens the API; the other two are between Huifang and its sandbox provider."""

    api_token: str
    sandbox_token: str
    sandbox_secret: str


def credentials(data_dir: Path) -> Credentials:
    """Those kept in `data_dir`; made, readable by this user only, when there are none."""
    file = data_dir / "credentials.json"
    try:
        return Credentials(**json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        made = Credentials(*(secrets.token_urlsafe(24) for _ in range(3)))
    _keep(file, json.dumps(asdict(made), indent=2))
    _keep(header_file(data_dir), f"Authorization: Bearer {made.api_token}\n")
    return made


def header_file(data_dir: Path) -> Path:
    """The API's token as the header of a request, for `curl -H @<file>`: a command line is no secret."""
    return data_dir / "authorization.txt"


def _keep(file: Path, content: str) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(content)

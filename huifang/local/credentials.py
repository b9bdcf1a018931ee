"""Tokens of a stack on this machine: made once, kept beside its data."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from vault.master_keys import make_master_key


@dataclass(frozen=True)
class Credentials:
    """`api_token` opens the API; `sandbox_…` are between Huifang and its sandbox provider.

    `master_keys` open the database's keys: whoever loses them has lost the archive.
    """

    api_token: str
    sandbox_token: str
    sandbox_secret: str
    master_keys: str


def credentials(data_dir: Path) -> Credentials:
    """Those kept in `data_dir`; made, readable by this user only, when there are none."""
    file = data_dir / "credentials.json"
    try:
        kept = dict(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        kept = {}
    # What an earlier release did not make yet is added; what is kept stays.
    made = Credentials(**{each.name: kept.get(each.name) or _make(each.name) for each in fields(Credentials)})
    if asdict(made) == kept:
        return made
    _keep(file, json.dumps(asdict(made), indent=2))
    _keep(header_file(data_dir), f"Authorization: Bearer {made.api_token}\n")
    return made


def _make(name: str) -> str:
    return make_master_key("local") if name == "master_keys" else secrets.token_urlsafe(24)


def header_file(data_dir: Path) -> Path:
    """The API's token as the header of a request, for `curl -H @<file>`: a command line is no secret."""
    return data_dir / "authorization.txt"


def _keep(file: Path, content: str) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(content)

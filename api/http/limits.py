"""What the API takes from one caller, from `limits.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Bucket:
    """So many requests at once, and so many more per second."""

    at_once: float
    per_second: float


@dataclass(frozen=True)
class Limits:
    """Of one process; sizes in bytes."""

    head: int
    """Request line and header fields together."""
    head_whole: timedelta
    """How long they may take to come."""
    headers: int
    address: int
    """Path and query."""
    body_pause: timedelta
    body_whole: timedelta
    json_depth: int
    json_values: int
    """Values, names and list items of one body."""
    form_files: int
    form_fields: int
    file_name: int
    """In characters."""
    webhook_window: timedelta
    """How old a signed callback may be, or how far ahead of our clock."""
    statement: timedelta
    """How long one statement of the database may take."""
    farewell: timedelta
    """How long requests under way have when the process ends."""
    callers: Bucket
    strangers: Bucket
    refusals: Bucket
    remembered: int
    """Buckets kept in memory, the latest used."""


def _read(path: Path) -> Limits:
    given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    request, json, form, pace = given["request"], given["json"], given["form"], given["pace"]
    return Limits(
        head=request["head"],
        head_whole=timedelta(seconds=request["head_whole"]),
        headers=request["headers"],
        address=request["address"],
        body_pause=timedelta(seconds=request["body_pause"]),
        body_whole=timedelta(seconds=request["body_whole"]),
        json_depth=json["depth"],
        json_values=json["values"],
        form_files=form["files"],
        form_fields=form["fields"],
        file_name=form["file_name"],
        webhook_window=timedelta(seconds=given["webhooks"]["window"]),
        statement=timedelta(seconds=given["database"]["statement"]),
        farewell=timedelta(seconds=given["server"]["farewell"]),
        callers=Bucket(**pace["callers"]),
        strangers=Bucket(**pace["strangers"]),
        refusals=Bucket(**pace["refusals"]),
        remembered=pace["remembered"],
    )


BUILT_IN = _read(Path(__file__).parent / "limits.toml")


@dataclass(frozen=True)
class Doors:
    """How requests come in: the limits, and whose word about a caller's address counts."""

    limits: Limits = BUILT_IN
    trusted_proxies: tuple[str, ...] = ("127.0.0.1",)
    """Addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed."""

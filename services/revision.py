"""Changing what has a version: only what is given, and only what the caller has seen."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.refused import Refused


def revised(
    row: Mapping[str, Any], changes: Mapping[str, Any], columns: Iterable[str], seen: int | None
) -> dict[str, Any] | None:
    """All `columns` that could change, with what `changes` does change; None when it changes nothing.

    `seen` is the version the caller has seen; None when any will do. Refuses `changed-meanwhile`.
    """
    if seen is not None and seen != row["version"]:
        raise Refused("changed-meanwhile")
    old = {column: row[column] for column in columns}
    new = {**old, **changes}
    return None if new == old else new

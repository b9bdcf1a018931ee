"""Changing what has a version: only what is given, and only what the caller has seen."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Header, Response
from pydantic import BaseModel

from api.http.problems import Problem

IfMatch = Annotated[
    str | None,
    Header(
        pattern=r'^(\*|(W/)?"[0-9]{1,9}")$',
        description="The ETag last seen: refuses the change when there has been another since.",
        examples=['"1"'],
    ),
]


def seen_version(if_match: str | None) -> int | None:
    """The version the caller has seen; None when any will do."""
    return None if if_match in (None, "*") else int(str(if_match).strip('W/"'))


def revised(row: Mapping[str, Any], patch: BaseModel, if_match: str | None) -> dict[str, Any] | None:
    """All columns that `patch` could change, with what it does change; None when it changes nothing.

    Raises Problem `changed-meanwhile` when `row` is not the version the caller has seen.
    """
    seen = seen_version(if_match)
    if seen is not None and seen != row["version"]:
        raise Problem("changed-meanwhile")
    old = {field: row[field] for field in type(patch).model_fields}
    new = {**old, **patch.model_dump(exclude_unset=True)}
    return None if new == old else new


def tag(response: Response, row: Mapping[str, Any]) -> None:
    """The row's version as the answer's ETag."""
    response.headers["ETag"] = f'"{row["version"]}"'

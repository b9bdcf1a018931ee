"""Changing what has a version: only what is given, and only what the caller has seen."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Header, Response
from pydantic import BaseModel

from services import revision

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


def changes_of(patch: BaseModel) -> dict[str, Any]:
    """What the caller wants changed: fields left out are not in it."""
    return patch.model_dump(exclude_unset=True)


def revised(row: Mapping[str, Any], patch: BaseModel, if_match: str | None) -> dict[str, Any] | None:
    """As `services.revision.revised`, of all fields that the patch has."""
    fields = type(patch).model_fields
    return revision.revised(row, changes_of(patch), fields, seen_version(if_match))


def tag(response: Response, row: Mapping[str, Any]) -> None:
    """The row's version as the answer's ETag."""
    response.headers["ETag"] = f'"{row["version"]}"'

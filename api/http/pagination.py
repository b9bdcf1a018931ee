"""Cursor pagination: a page says where the next one begins, so rows added meanwhile shift nothing."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field
from starlette.requests import Request

from api.http.fields import LARGEST_ID
from api.http.problems import Problem
from api.http.validation import field_error

Item = TypeVar("Item")
Row = TypeVar("Row")

Limit = Annotated[int, Query(ge=1, le=200, description="Most entries on a page.")]
Cursor = Annotated[
    str | None,
    Query(max_length=300, description="From the previous page's `next`; nothing to be made up."),
]


class Page(BaseModel, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next: str | None = Field(
        None, description="Address of the next page; null on the last.", examples=["/buildings?cursor=WyJi"]
    )


def read_cursor(request: Request, listing: str, cursor: str | None, first: Sequence[Any]) -> list[Any]:
    """The position a cursor of `listing` stands for; `first` (same types) when there is none.

    Raises Problem `invalid` when the cursor was not given out by this list.
    """
    if cursor is None:
        return list(first)
    try:
        name, *position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        fits = name == listing and [type(part) for part in position] == [type(part) for part in first]
        # Half a surrogate pair is a text that cannot be written down.
        "".join(part for part in position if isinstance(part, str)).encode()
    except (ValueError, TypeError, binascii.Error, RecursionError):
        fits = False
    if not fits or any(isinstance(part, str) and "\x00" in part for part in position):
        raise Problem("invalid", [field_error(request.scope, "query", "cursor", "cursor")])
    # Beyond the ids that can be, the driver knows no numbers.
    return [min(max(part, 0), LARGEST_ID) if isinstance(part, int) else part for part in position]


def moment_of(request: Request, given: str) -> datetime:
    """A moment that is part of a position. Raises Problem `invalid` where it is none."""
    try:
        return datetime.fromisoformat(given).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Problem("invalid", [field_error(request.scope, "query", "cursor", "cursor")]) from None


def _id_of(row: Any) -> list[Any]:
    """What most lists are ordered by; `Any`: a list whose rows have no id gives a position of its own."""
    return [row["id"]]


def page_of(
    request: Request,
    listing: str,
    rows: Sequence[Row],
    limit: int,
    view: Callable[[Row], Item],
    *,
    position: Callable[[Row], Sequence[Any]] = _id_of,
    path: str | None = None,
) -> Page[Item]:
    """The first `limit` of the rows as a page; one row more says that another page follows.

    `position` of a row is what the next page begins after; `path` as in `next_link`.
    """
    following = None
    if len(rows) > limit:
        following = next_link(request, listing, position(rows[limit - 1]), path)
    return Page(items=[view(row) for row in rows[:limit]], next=following)


def next_link(request: Request, listing: str, position: Sequence[Any], path: str | None = None) -> str:
    """The address of the page that begins after `position`; it carries ids only, nobody's data.

    `path`: where the list has its own address and this answer only shows how it begins.
    """
    raw = json.dumps([listing, *position], separators=(",", ":")).encode()
    cursor = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    if path is not None:
        return f"{path}?cursor={cursor}"
    url = request.url.include_query_params(cursor=cursor)
    return f"{url.path}?{url.query}"

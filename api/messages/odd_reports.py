"""What providers sent and nobody could read: it may be an opt-out, so a person looks at it (P33)."""

import re
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    Cursor,
    Limit,
    Note,
    Page,
    Route,
    as_system,
    moment_of,
    note_seen,
    page_of,
    problems,
    read_cursor,
    recorded_by,
)
from services.messages.odd_reports import BEGIN, handle_odd
from store.database import queries
from store.rows.messages.provider_events import OddEventRow

router = APIRouter(tags=["replies"], route_class=Route)

_EXAMPLE: dict[str, Any] = {
    "id": "5f0c" * 16, "provider": "aliyun", "what": "replies", "received_at": "2026-12-16T10:21:00+08:00",
    "item": '{"content": null, "phone_number": "199****0003"}', "handled_at": None, "handled_by": None,
    "note": None,
}  # fmt: skip
_NUMBER = re.compile(r"(?<!\d)(\d{3})\d{4,}(\d{4})(?!\d)")
"""Anything that may be somebody's telephone number."""

ReportId = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="The report's id.")]


class OddReport(BaseModel):
    """An item of a provider's callback that is not what the provider's documents say."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: str
    provider: str
    what: str = Field(description="What it came among: `replies`, `receipts`, `calls`.")
    item: str = Field(description="As it came; telephone numbers are masked.")
    received_at: datetime
    handled_at: datetime | None
    handled_by: str | None
    note: str | None


class Handled(BaseModel):
    """Somebody has seen to it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"note": "客户要求退订，已登记"}]}
    )

    note: Note | None = Field(None, description="What came of it.")


@router.get(
    "/odd-reports",
    operation_id="listOddReports",
    summary="What providers sent and nobody could read",
    responses=problems(),
)
async def listing(
    request: Request,
    handled: Annotated[bool | None, Query(description="`false`: only what waits for somebody.")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[OddReport]:
    """One page, oldest first. It is never looked at by itself: it may be an opt-out."""
    at, after = read_cursor(request, "odd-reports", cursor, [BEGIN.isoformat(), ""])
    # Of nobody in particular, until somebody has read it.
    async with as_system(request) as db:
        found = queries.odd_events(
            db, id=None, handled=handled, after_at=moment_of(request, at), after_id=after, most=limit + 1
        )
        rows = [row async for row in found]
    await note_seen(request, None, "replies", count=len(rows[:limit]))
    return page_of(
        request,
        "odd-reports",
        rows,
        limit,
        _view,
        position=lambda row: [row["received_at"].isoformat(), f"odd:{row['id']}"],
    )


@router.post(
    "/odd-reports/{report_id:id}:handled",
    operation_id="oddReportHandled",
    summary="Say that such a report was seen to",
    responses=problems("no-such-report", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def handled(request: Request, report_id: ReportId, done: Handled) -> OddReport:
    """Where somebody has said so before, that stays."""
    async with as_system(request) as db:
        row = await handle_odd(db, report_id, by=recorded_by(request), note=done.note)
    await note_seen(request, None, "replies", count=1)
    return _view(row)


def _view(row: OddEventRow) -> OddReport:
    event: dict[str, Any] = row["event"]
    return OddReport(
        id=row["id"],
        provider=row["provider"],
        what=event["what"],
        item=_NUMBER.sub(r"\1****\2", event["item"]),
        received_at=row["received_at"],
        handled_at=row["handled_at"],
        handled_by=event.get("by"),
        note=event.get("note"),
    )

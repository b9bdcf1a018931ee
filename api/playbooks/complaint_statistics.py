"""Complaints counted (P8, P21): from the records, nothing is entered by hand."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    Day,
    Problem,
    Route,
    as_system,
    config_of,
    field_error,
    locale_of,
    problems,
    same_names,
    wording,
)
from api.views.categories import category_name
from store.database import queries
from store.rows.playbooks.complaints import ComplaintNumbersRow

router = APIRouter(tags=["complaints"], route_class=Route)

USUAL = timedelta(days=30)
"""How far back it is counted when the caller does not say."""
_ALL, _DEPARTMENT, _CATEGORY, _OUTCOME = 7, 3, 5, 6
"""What a row of the query counts, as the bits of what it leaves together."""

From = Annotated[
    Day | None, Query(alias="from", description="First day, of taking in; 30 days before the last.")
]
To = Annotated[Day | None, Query(alias="to", description="Last day; today, when left out.")]


_NUMBERS: dict[str, Any] = {
    "complaints": 12, "well_founded": 8, "not_founded": 3, "open": 1, "reopened": 2, "in_time": 10,
}  # fmt: skip
_EXAMPLE: dict[str, Any] = {
    "first": "2026-11-17", "last": "2026-12-16", "total": _NUMBERS,
    "by_department": [{**_NUMBERS, "department_id": "D000001", "department": "工程部"}],
    "by_category": [{**_NUMBERS, "category": "workmanship.leak", "name": "渗漏"}],
    "by_outcome": [{**_NUMBERS, "outcome": "settled", "name": "已处理，业主认可"}],
}  # fmt: skip


class Numbers(BaseModel):
    """How many complaints, and what became of them."""

    complaints: int = 0
    well_founded: int = Field(0, description="Judged well-founded, as it was judged last.")
    not_founded: int = 0
    open: int = 0
    reopened: int = Field(0, description="Opened again at least once.")
    in_time: int = Field(0, description="No promise was met late, and none is overdue now.")


class OfDepartment(Numbers):
    """Of the department that the complaint is with."""

    department_id: str | None
    department: str | None


class OfCategory(Numbers):
    """Of a category; null: not classified yet."""

    category: str | None
    name: str


class OfOutcome(Numbers):
    """Of an outcome; null: still open."""

    outcome: str | None
    name: str


class Statistics(BaseModel):
    """Complaints taken in on the days from `first` to `last`, in the company's time zone."""

    model_config = ConfigDict(populate_by_name=True, json_schema_extra={"examples": [_EXAMPLE]})

    first: date
    last: date
    total: Numbers
    by_department: list[OfDepartment]
    by_category: list[OfCategory]
    by_outcome: list[OfOutcome]


@router.get(
    "/complaints/statistics",
    operation_id="complaintStatistics",
    summary="Complaints, counted",
    responses=problems(),
)
async def statistics(request: Request, first: From = None, last: To = None) -> Statistics:
    """By department, category and outcome; a duplicate counts with the ticket it was linked to."""
    zone = ZoneInfo(config_of(request).default_policy.hours.timezone)
    last = last or datetime.now(zone).date()
    first = first or max(last - USUAL, date(2000, 1, 1))
    if first > last:
        raise Problem("invalid", [field_error(request.scope, "query", "from", "from-after-to")])
    async with as_system(request) as db:
        found = queries.complaint_numbers(
            db, since=_begin(first, zone), until=_begin(last + timedelta(days=1), zone)
        )
        rows = [row async for row in found]
    locale = locale_of(request.scope)
    of = {
        bits: [row for row in rows if row["grouping"] == bits]
        for bits in (_ALL, _DEPARTMENT, _CATEGORY, _OUTCOME)
    }
    return Statistics(
        first=first,
        last=last,
        total=Numbers(**_numbers(of[_ALL][0])),
        by_department=[
            OfDepartment(department_id=row["department_id"], department=row["department"], **_numbers(row))
            for row in of[_DEPARTMENT]
        ],
        by_category=[
            OfCategory(category=row["category"], name=category_name(locale, row["category"]), **_numbers(row))
            for row in of[_CATEGORY]
        ],
        by_outcome=[
            OfOutcome(
                outcome=row["close_reason"], name=_outcome(locale, row["close_reason"]), **_numbers(row)
            )
            for row in of[_OUTCOME]
        ],
    )


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _numbers(row: ComplaintNumbersRow) -> dict[str, int]:
    return same_names(Numbers, row)


def _outcome(locale: str, reason: str | None) -> str:
    return wording(locale, "standing", "open") if reason is None else wording(locale, "reason", reason)

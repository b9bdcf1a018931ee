"""What departments hear of repairs and complaints that ended (P19)."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    Cursor,
    DepartmentFilter,
    DepartmentRef,
    Limit,
    Note,
    Page,
    Problem,
    Route,
    StaffRef,
    TicketFilter,
    TicketId,
    acting_staff,
    connection,
    locale_of,
    made,
    page_of,
    problems,
    read_cursor,
    remember,
    same_names,
    wording,
)
from api.views.categories import category_name
from domain.playbooks.declaration import Trait
from domain.playbooks.registry import kinds
from services.refused import unfit
from store.database import Connection, queries
from store.rows.tickets.feedback import FeedbackRow

router = APIRouter(tags=["tickets"], route_class=Route)

_KINDS = kinds(Trait.FED_BACK)
_EXAMPLE: dict[str, Any] = {
    "by": "S00000001",
    "department": "D000001",
    "remark": "连接件老化，建议更换供应商",
}


_SHOWN: dict[str, Any] = {
    "id": 1, "ticket_id": "repair-R2026-000123", "kind": "Repair", "department_id": "D000001",
    "reason": "solved", "reason_name": "已解决", "category": None, "category_name": None, "reopened": 0,
    "author": "system", "at": "2026-12-18T16:00:00+08:00",
}  # fmt: skip


class Feedback(BaseModel):
    """One department heard of one ticket."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHOWN]})

    id: int
    ticket_id: str
    kind: str
    department_id: str
    reason: str = Field(description="How the ticket ended.")
    reason_name: str = Field(description="The same in the caller's language.")
    category: str | None
    category_name: str | None
    reopened: int
    author: str = Field(description="`system`, or who told the department.")
    at: datetime


class NewFeedback(BaseModel):
    """A department that has to hear of it as well, and why."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    by: StaffRef | None = None
    department: DepartmentRef
    remark: Note


def _shown(row: FeedbackRow, locale: str) -> Feedback:
    return Feedback(
        reason_name=wording(locale, "reason", row["reason"]),
        category_name=category_name(locale, row["category"]) if row["category"] else None,
        **same_names(Feedback, row, but=("reason_name", "category_name")),
    )


@router.get("/feedback", operation_id="listFeedback", summary="What departments heard", responses=problems())
async def listing(
    request: Request,
    department: DepartmentFilter = None,
    ticket: TicketFilter = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[Feedback]:
    """One page, in the order in which it was told."""
    (after,) = read_cursor(request, "feedback", cursor, [0])
    async with connection(request) as db:
        found = queries.feedback_page(
            db, department_id=department, ticket_id=ticket, after=after, most=limit + 1
        )
        rows = [row async for row in found]
    locale = locale_of(request.scope)
    return page_of(request, "feedback", rows, limit, lambda row: _shown(row, locale))


@router.post(
    "/tickets/{ticket_id:id}/feedback",
    status_code=201,
    operation_id="addFeedback",
    summary="Tell another department of a ticket that ended",
    responses=problems(
        "no-such-ticket", "no-such-person", "no-such-department", "not-closed", *BODY, *REPEATED
    ),
    dependencies=[KEYED],
)
async def add(request: Request, ticket_id: TicketId, given: NewFeedback) -> Feedback:
    """For what the records do not know by themselves, and for tickets that were ended by force."""
    async with connection(request) as db, db.transaction():
        earlier = made(request)
        number = (
            int(earlier) if earlier else await _added(db, ticket_id, given, acting_staff(request, given.by))
        )
        await remember(request, db, str(number))
        row = await queries.feedback_entry(db, id=number)
    return _shown(row, locale_of(request.scope))


async def _added(db: Connection, ticket_id: str, given: NewFeedback, by: str) -> int:
    ticket = await queries.get_ticket(db, id=ticket_id)
    if ticket is None or ticket["kind"] not in _KINDS:
        raise Problem("no-such-ticket")
    if await queries.get_staff(db, id=by) is None:
        raise Problem("no-such-person")
    department = await queries.get_department(db, id=given.department)
    if department is None:
        raise Problem("no-such-department")
    if not department["active"]:
        raise unfit("department", "department-out-of-use")
    if ticket["stage"] != "closed":
        raise Problem("not-closed")
    category = await queries.category_of(db, ticket_id=ticket_id)
    text_id = await queries.add_text(
        db, ticket_id=ticket_id, kind="feedback", body={"remark": given.remark}, author=by
    )
    added = await queries.add_feedback(
        db,
        ticket_id=ticket_id,
        department_id=given.department,
        category=category,
        author=by,
        text_id=text_id,
    )
    return int(added["id"])

"""Taking in a complaint (P8, P17, P18)."""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.access.permissions import acting_staff
from api.http.database import connection
from api.http.fields import Line, Note, OwnershipRef
from api.http.idempotency import KEYED, made, remember
from api.http.openapi import BODY, REPEATED, problems
from api.http.problems import Problem
from api.http.route import Route, config_of
from api.people.fields import DepartmentRef, StaffRef
from api.playbooks.act_bodies import TicketRef
from api.playbooks.intake import CustomerRef, Link, TakenIn, intake_of, taken_in
from domain.playbooks.complaint import Complaint
from services.playbooks.starts import keep_start
from store.database import Connection, queries

router = APIRouter(tags=["tickets"], route_class=Route)

_EXAMPLE: dict[str, Any] = {
    "customer_id": "C00000001",
    "department_id": "D000001",
    "urgent": False,
    "what": "师傅迟到两小时，地面没有清理",
    "when": "11月23日上午",
    "wanted": "重新清理并道歉",
    "taken_in_by": "S00000002",
}


class NewComplaint(BaseModel):
    """Who complains about what, and what is wanted (step 1 of P8)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    customer_id: CustomerRef
    department_id: DepartmentRef = Field(description="The department concerned; its head is phoned at once.")
    ownership_id: OwnershipRef | None = None
    about_staff: StaffRef | None = Field(None, description="Whom it is about.")
    about_ticket: TicketRef | None = Field(None, description="The ticket it is about.")
    urgent: bool = False
    what: Note = Field(description="What it is about, in the customer's words.")
    when: Line | None = Field(None, description="When it happened, in the customer's words.")
    wanted: Note = Field(description="What the customer wants.")
    photos: Annotated[list[Link], Field(max_length=20)] = Field(default_factory=list)
    taken_in_by: StaffRef | None = Field(
        None,
        description="Stays answerable until it is closed (P17): oneself, unless one may record for others.",
    )


@router.post(
    "/complaints",
    status_code=201,
    operation_id="takeInComplaint",
    summary="Take in a complaint",
    responses=problems(
        "no-such-customer",
        "no-such-ownership",
        "no-such-person",
        "no-such-department",
        "no-such-ticket",
        "customer-erased",
        *BODY,
        *REPEATED,
    ),
    dependencies=[KEYED],
)
async def take_in(request: Request, response: Response, report: NewComplaint) -> TakenIn:
    """The head of the department is phoned at once, and explains within 8 hours.

    It is on record from this answer on, even if Temporal cannot be reached: then it is started later.
    """
    async with connection(request) as db, db.transaction():
        ticket_id = made(request) or await _kept(request, db, report)
    response.headers["Location"] = f"/tickets/{ticket_id}"
    return await taken_in(request, ticket_id)


async def _kept(request: Request, db: Connection, report: NewComplaint) -> str:
    by = acting_staff(request, report.taken_in_by, "taken_in_by")
    intake = await intake_of(
        request,
        db,
        customer_id=report.customer_id,
        ownership_id=report.ownership_id,
        taken_in_by=by,
        urgent=report.urgent,
    )
    if await queries.get_department(db, id=report.department_id) is None:
        raise Problem("no-such-department")
    if report.about_staff is not None and await queries.get_staff(db, id=report.about_staff) is None:
        raise Problem("no-such-person")
    if report.about_ticket is not None and await queries.get_ticket(db, id=report.about_ticket) is None:
        raise Problem("no-such-ticket")
    ticket_id = f"complaint-{await queries.next_complaint_number(db)}"
    await remember(request, db, ticket_id)
    start = Complaint(
        intake,
        report.department_id,
        report.about_staff,
        report.about_ticket,
        config_of(request).complaint_policy,
    )
    await keep_start(db, ticket_id, start)
    words = report.model_dump(mode="json", include={"what", "when", "wanted", "photos"}, exclude_none=True)
    await queries.add_text(db, ticket_id=ticket_id, kind="report", body=words, author=by)
    if report.about_ticket is not None:
        await queries.link_tickets(db, ticket_id=ticket_id, other_id=report.about_ticket, kind="about")
    return ticket_id

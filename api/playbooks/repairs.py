"""Taking in a repair (P7, P17, P18)."""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.access.permissions import acting_staff
from api.http.database import connection
from api.http.fields import Line, Note, OwnershipRef
from api.http.idempotency import KEYED, made, remember
from api.http.openapi import BODY, REPEATED, problems
from api.http.route import Route, config_of
from api.people.fields import Code, StaffRef
from api.playbooks.intake import CustomerRef, Link, TakenIn, intake_of, taken_in
from domain.playbooks.repair import Repair
from services.playbooks.starts import keep_start
from store.database import Connection, queries

router = APIRouter(tags=["tickets"], route_class=Route)

_EXAMPLE: dict[str, Any] = {
    "customer_id": "C00000001",
    "ownership_id": "O00000001",
    "trade": "plumbing",
    "urgent": False,
    "what": "厨房水槽下方漏水",
    "where": "厨房",
    "photos": [],
    "taken_in_by": "S00000002",
}


class NewRepair(BaseModel):
    """What the customer reports."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    customer_id: CustomerRef
    ownership_id: OwnershipRef | None = Field(None, description="The flat, which says whose crew.")
    trade: Code = Field(description="The company's own code of the trade, such as `plumbing`.")
    urgent: bool = Field(False, description="Urgent goes first, and has its own bounds (P18).")
    what: Note = Field(description="What is wrong, in the customer's words.")
    where: Line | None = None
    photos: Annotated[list[Link], Field(max_length=20)] = Field(default_factory=list)
    taken_in_by: StaffRef | None = Field(
        None,
        description="Stays answerable until it is closed (P17): oneself, unless one may record for others.",
    )


@router.post(
    "/repairs",
    status_code=201,
    operation_id="takeInRepair",
    summary="Take in a repair",
    responses=problems(
        "no-such-customer", "no-such-ownership", "no-such-person", "customer-erased", *BODY, *REPEATED
    ),
    dependencies=[KEYED],
)
async def take_in(request: Request, response: Response, report: NewRepair) -> TakenIn:
    """The responsible crew is phoned at once; without one, a supervisor is, who assigns a crew.

    It is on record from this answer on, even if Temporal cannot be reached: then it is started later.
    """
    async with connection(request) as db, db.transaction():
        ticket_id = made(request) or await _kept(request, db, report)
    response.headers["Location"] = f"/tickets/{ticket_id}"
    return await taken_in(request, ticket_id)


async def _kept(request: Request, db: Connection, report: NewRepair) -> str:
    by = acting_staff(request, report.taken_in_by, "taken_in_by")
    intake = await intake_of(
        request,
        db,
        customer_id=report.customer_id,
        ownership_id=report.ownership_id,
        taken_in_by=by,
        urgent=report.urgent,
    )
    crew_id = await queries.responsible_crew(
        db, trade=report.trade, building_id=intake.building_id, ownership_id=report.ownership_id
    )
    crew = await queries.get_crew(db, id=crew_id) if crew_id else None
    ticket_id = f"repair-{await queries.next_repair_number(db)}"
    await remember(request, db, ticket_id)
    department_id = crew["department_id"] if crew else None
    start = Repair(intake, report.trade, crew_id, department_id, config_of(request).repair_policy)
    await keep_start(db, ticket_id, start)
    words = report.model_dump(mode="json", include={"what", "where", "photos"}, exclude_none=True)
    await queries.add_text(db, ticket_id=ticket_id, kind="report", body=words, author=by)
    return ticket_id

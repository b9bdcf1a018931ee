"""Taking in a repair (P7, P17, P18)."""

from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.requests import Request

from activities.playbook_starts import keep_start, start_kept
from api.database import connection
from api.docs import BODY, REPEATED, problems
from api.fields import Line, Note, OwnershipRef
from api.idempotency import KEYED, made, remember
from api.problems import Problem
from api.request_scope import locale_of
from api.route import Route, config_of
from api.staff_fields import Code, StaffRef
from api.temporal import reaching_temporal
from api.tickets import Ticket, ticket_view
from domain.intake import Intake
from domain.repair import Repair
from store.database import queries

log = structlog.get_logger("api")
router = APIRouter(tags=["tickets"], route_class=Route)

CustomerRef = Annotated[str, StringConstraints(pattern=r"^C[0-9]{8,12}$"), Field(examples=["C00000001"])]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]{1,500}$")]
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
    taken_in_by: StaffRef = Field(description="Stays answerable until it is closed (P17).")


@router.post(
    "/repairs",
    status_code=201,
    operation_id="takeInRepair",
    summary="Take in a repair",
    responses=problems("no-such-customer", "no-such-ownership", "no-such-person", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def take_in(request: Request, response: Response, report: NewRepair) -> Ticket:
    """The responsible crew is phoned at once; without one, a supervisor is, who assigns a crew.

    It is on record from this answer on, even if Temporal cannot be reached: then it is started later.
    """
    config = config_of(request)
    async with connection(request) as db, db.transaction():
        ticket_id = made(request) or await _kept(request, db, report)
    await _started(request, ticket_id)
    async with connection(request) as db:
        view = await queries.ticket_view(db, id=ticket_id)
    response.headers["Location"] = f"/tickets/{ticket_id}"
    return ticket_view(view, [], locale_of(request.scope), config)


async def _kept(request: Request, db: Any, report: NewRepair) -> str:
    customer = await queries.customer_for_intake(
        db, customer_id=report.customer_id, ownership_id=report.ownership_id
    )
    if customer is None:
        raise Problem("no-such-customer")
    if report.ownership_id is not None and customer["ownership_id"] is None:
        raise Problem("no-such-ownership")
    if await queries.get_staff(db, id=report.taken_in_by) is None:
        raise Problem("no-such-person")
    crew_id = await queries.responsible_crew(
        db, trade=report.trade, building_id=customer["building_id"], ownership_id=report.ownership_id
    )
    crew = await queries.get_crew(db, id=crew_id) if crew_id else None
    ticket_id = f"repair-{await queries.next_repair_number(db)}"
    await remember(request, db, ticket_id)
    intake = Intake(
        customer_id=report.customer_id,
        first_contact=report.taken_in_by,
        urgent=report.urgent,
        building_id=customer["building_id"],
        ownership_id=report.ownership_id,
        locale=config_of(request).locale,
    )
    start = Repair(intake, report.trade, crew_id, crew["department_id"] if crew else None)
    await keep_start(db, ticket_id, start, "called" if crew_id else "crew_wanted")
    words = report.model_dump(mode="json", include={"what", "where", "photos"}, exclude_none=True)
    await queries.add_text(db, ticket_id=ticket_id, kind="report", body=words, author=report.taken_in_by)
    return ticket_id


async def _started(request: Request, ticket_id: str) -> None:
    config = config_of(request)
    async with connection(request) as db:
        row = await queries.kept_start(db, ticket_id=ticket_id)
    try:
        async with reaching_temporal(config):
            await start_kept(config.pool, config.temporal, config.task_queue, row)
    except Exception as error:
        # It is on record: the reconciler starts it as soon as Temporal can be reached.
        log.warning("ticket_start_put_off", ticket=ticket_id, error=type(error).__qualname__)

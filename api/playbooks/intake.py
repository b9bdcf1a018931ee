"""Taking requests in: on record first, then a workflow (P17, P19)."""

from datetime import datetime
from typing import Annotated, Any

import structlog
from pydantic import BaseModel, Field, StringConstraints
from starlette.requests import Request

from api.http.database import connection
from api.http.problems import Problem
from api.http.request_scope import locale_of
from api.http.route import config_of
from api.http.temporal import reaching_temporal
from api.http.wording import wording
from api.tickets.tickets import Ticket, ticket_view
from domain.tickets.intake import AT_REST, Intake
from services.playbooks.starts import start_kept
from store.database import queries

log = structlog.get_logger("api")

CustomerRef = Annotated[str, StringConstraints(pattern=r"^C[0-9]{8,12}$"), Field(examples=["C00000001"])]
Link = Annotated[str, StringConstraints(pattern=r"^https?://[^\s]{1,500}$")]


class Similar(BaseModel):
    """An open ticket of the same customer and kind: perhaps the same matter."""

    id: str = Field(examples=["repair-R2026-000122"])
    stage: str
    standing: str = Field(description="Where it stands, in the caller's language.")
    opened_at: datetime


class TakenIn(Ticket):
    """A ticket as it was taken in."""

    similar: list[Similar] = Field(
        default_factory=list,
        description="Other open tickets of the customer; a duplicate is marked with `:mark-duplicate`.",
    )


async def intake_of(
    request: Request, db: Any, *, customer_id: str, ownership_id: str | None, taken_in_by: str, urgent: bool
) -> Intake:
    """What every request has; refused where a person or a flat is unknown.

    Of a person whose data was deleted nothing new is kept: Problem `customer-erased` (P23).
    """
    customer = await queries.customer_for_intake(db, customer_id=customer_id, ownership_id=ownership_id)
    if customer is None:
        raise Problem("no-such-customer")
    if customer["erased"]:
        raise Problem("customer-erased")
    if ownership_id is not None and customer["ownership_id"] is None:
        raise Problem("no-such-ownership")
    if await queries.get_staff(db, id=taken_in_by) is None:
        raise Problem("no-such-person")
    return Intake(
        order_of_commands=AT_REST,
        customer_id=customer["id"],
        first_contact=taken_in_by,
        urgent=urgent,
        building_id=customer["building_id"],
        ownership_id=ownership_id,
        locale=config_of(request).locale,
    )


async def taken_in(request: Request, ticket_id: str) -> TakenIn:
    """Start what has been put on record, and show it; where Temporal is away, the reconciler starts it."""
    config = config_of(request)
    async with connection(request) as db:
        row = await queries.kept_start(db, ticket_id=ticket_id)
    try:
        async with reaching_temporal(config):
            await start_kept(config.pool, config.temporal, config.task_queue, row)
    except Exception as error:
        log.warning("ticket_start_put_off", ticket=ticket_id, error=type(error).__qualname__)
    async with connection(request) as db:
        view = await queries.ticket_view(db, id=ticket_id)
        found = queries.similar_open(db, customer_id=view["customer_id"], kind=view["kind"], id=ticket_id)
        similar = [each async for each in found]
    locale = locale_of(request.scope)
    shown = [
        Similar(
            id=each["id"],
            stage=each["stage"],
            standing=wording(locale, "stage", each["stage"]),
            opened_at=each["opened_at"],
        )
        for each in similar
    ]
    return TakenIn(**dict(ticket_view(view, [], locale, config)), similar=shown)

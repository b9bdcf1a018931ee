"""Taking requests in: on record first, then a workflow (P17, P19)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import structlog

from domain.access.callers import CallerPolicy
from domain.playbooks.complaint_categories import Categories
from domain.playbooks.declaration import Playbook
from domain.playbooks.forms import TakenIn, fields_of
from domain.tickets.intake import NEWEST, Intake
from services.backend import Backend
from services.playbooks import repair
from services.playbooks.fitting import require_named, require_person
from services.playbooks.starts import keep_start, next_id, start_kept
from services.refused import Refused
from store.database import Connection, Database, queries
from store.rows.tickets.tickets import TicketRow

log = structlog.get_logger("services")

Begin = Callable[[Database, Any, Any], Awaitable[Any]]
_BEGINNINGS: Mapping[str, Begin] = {"Repair": repair.begin}
"""What a start needs from the archive, for kinds whose form does not say it all."""
Made = Callable[[Connection, str], Awaitable[None]]
"""Called with the new id, in the transaction that makes it."""


@dataclass(frozen=True)
class Request:
    """What somebody asks for, and how the company answers it."""

    playbook: Playbook
    form: TakenIn
    said: Mapping[str, Any]
    """Its words."""
    taken_in_by: str
    policy: Any
    locale: str
    callers: CallerPolicy
    """For how long somebody else's customer may be helped whose number was typed."""


async def intake_of(
    db: Database,
    *,
    customer_id: str,
    ownership_id: str | None,
    taken_in_by: str,
    urgent: bool,
    locale: str,
    callers: CallerPolicy,
) -> Intake:
    """What every request has; refused where a person or a flat is unknown, or the customer somebody else's.

    Of a person whose data was deleted nothing new is kept: Refused `customer-erased` (P23).
    """
    customer = await queries.customer_for_intake(
        db, customer_id=customer_id, ownership_id=ownership_id, within=callers.taken_in_within
    )
    if customer is None or customer["id"] is None:
        raise Refused("no-such-customer")
    if customer["erased"]:
        raise Refused("customer-erased")
    if ownership_id is not None and customer["ownership_id"] is None:
        raise Refused("no-such-ownership")
    await require_person(db, taken_in_by, "taken_in_by")
    return Intake(
        customer_id=customer["id"],
        first_contact=taken_in_by,
        urgent=urgent,
        building_id=customer["building_id"],
        ownership_id=ownership_id,
        locale=locale,
        order_of_commands=NEWEST,
    )


async def take_in(db: Connection, request: Request, categories: Categories, made: Made) -> str:
    """Put it on record with its words, in the caller's transaction; returns the ticket's id."""
    playbook, form = request.playbook, request.form
    intake = await intake_of(
        db,
        customer_id=form.customer_id,
        ownership_id=form.ownership_id,
        taken_in_by=request.taken_in_by,
        urgent=form.urgent,
        locale=request.locale,
        callers=request.callers,
    )
    await require_named(db, form, categories)
    ticket_id = await next_id(db, playbook)
    await made(db, ticket_id)
    start = begun(playbook, intake, form, request.policy)
    if (begin := _BEGINNINGS.get(playbook.name)) is not None:
        start = await begin(db, start, form)
    await keep_start(db, ticket_id, start)
    await queries.add_text(
        db, ticket_id=ticket_id, kind="report", body=dict(request.said), author=request.taken_in_by
    )
    await _link_what_it_is_about(db, ticket_id, form)
    return ticket_id


def begun(playbook: Playbook, intake: Intake, form: TakenIn, policy: Any) -> Any:
    """The start of a kind: its intake, its policy, and what the form says under the same names."""
    known = {each.name for each in fields(playbook.start)}
    said = {each.name for each in fields_of(type(form)) if not each.words}
    return playbook.start(
        intake=intake, policy=policy, **{name: getattr(form, name) for name in sorted(known & said)}
    )


async def _link_what_it_is_about(db: Database, ticket_id: str, form: TakenIn) -> None:
    for each in fields_of(type(form)):
        other = getattr(form, each.name)
        if each.holds == "ticket" and other is not None:
            await queries.link_tickets(db, ticket_id=ticket_id, other_id=other, kind="about")


async def start_taken_in(backend: Backend, ticket_id: str) -> None:
    """Start what has been put on record; where Temporal is away, the reconciler starts it later."""
    async with backend.connection() as db:
        row = await queries.kept_start(db, ticket_id=ticket_id)
        ticket = await queries.get_ticket(db, id=ticket_id)
    if row is None:
        raise LookupError(ticket_id)
    if ticket is not None and ticket["stage"] == "closed":
        return  # started before, though nobody heard of it, and over by now
    try:
        async with backend.reaching_temporal():
            await start_kept(backend.pool, backend.temporal, backend.task_queue, row)
    except Exception as error:
        log.warning("ticket_start_put_off", ticket=ticket_id, error=type(error).__qualname__)


def reopened(playbook: Playbook, start: Any, row: TicketRow) -> Any:
    """The start of a closed ticket that begins anew: as urgent, with the crew and department it had last."""
    intake = replace(
        start.intake, version=row["version"] + 1, reopened=row["reopened"] + 1, urgent=row["urgent"]
    )
    return replace(
        start, intake=intake, **{name: value for name, value in row.items() if name in playbook.carried_over}
    )

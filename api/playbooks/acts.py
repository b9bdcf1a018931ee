"""One address per human act: `POST /tickets/{id}:arrive` and its like (P7, P8, P10, P17)."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from temporalio.client import WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from api.access.permissions import acting_staff, require_part
from api.http.config import ApiConfig
from api.http.database import as_system, connection
from api.http.fields import TicketId
from api.http.idempotency import HEADER, KEYED
from api.http.openapi import BODY, REPEATED, problems
from api.http.problems import Problem
from api.http.request_scope import locale_of
from api.http.route import Route, config_of
from api.http.temporal import reaching_temporal
from api.playbooks.act_bodies import BODIES, Done
from api.playbooks.act_checks import require_calls_welcome, require_fitting
from api.tickets.tickets import Ticket, act_title, ticket_view
from domain.playbooks import complaint, privacy_request, repair
from domain.playbooks import follow_up_call as follow_up
from domain.playbooks.lending import OWN_LOAN
from domain.tickets.acts import OUT_OF_TURN, Act
from store.database import Connection, queries
from texts import text
from workflows.parts.ticket import PAUSED, WITH_PROMISE
from workflows.parts.ticket import Ticket as PlaybookTicket

router = APIRouter(tags=["tickets"], route_class=Route)

_PLAYBOOKS = (repair.TURNS, follow_up.TURNS, complaint.TURNS, privacy_request.TURNS)
ACTS = tuple(
    dict.fromkeys(
        [act for turns in _PLAYBOOKS for acts in turns.values() for act in acts]
        + [*WITH_PROMISE, *PAUSED, "confirm_receipt", *PlaybookTicket.always]
    )
)
"""Every act there is, of all playbooks."""
_REFUSALS = (
    "no-such-ticket",
    "no-such-person",
    "not-your-part",
    "ticket-closed",
    "not-its-turn",
    "incomplete",
)
_PEOPLE_KINDS = ("Repair", "Complaint", "FollowUpCall", "PrivacyRequest")


def _route(act: str, body: type[Done]) -> Callable[..., Awaitable[Ticket]]:
    async def acted(request: Request, ticket_id: TicketId, done: body) -> Ticket:  # type: ignore[valid-type]
        return await _act(request, ticket_id, act, done)

    return acted


for _name in ACTS:
    router.add_api_route(
        "/tickets/{ticket_id:id}:" + _name.replace("_", "-"),
        _route(_name, BODIES.get(_name, Done)),
        methods=["POST"],
        operation_id="act" + _name.title().replace("_", ""),
        summary=text("en", f"act-{_name}").capitalize(),
        description="Refused with 409 when it is not its turn; the answer says what can be done now.",
        responses=problems(
            "no-such-ticket",
            "no-such-person",
            "no-such-crew",
            "no-such-department",
            "not-your-part",
            "ticket-closed",
            "not-its-turn",
            "incomplete",
            "customer-refuses-calls",
            *BODY,
            *REPEATED,
        ),
        dependencies=[KEYED],
    )


async def _act(request: Request, ticket_id: str, act: str, done: Done) -> Ticket:
    config, said = config_of(request), done.said()
    async with connection(request) as db, db.transaction():
        row = await queries.get_ticket(db, id=ticket_id)
        if row is None or row["kind"] not in _PEOPLE_KINDS:
            raise Problem("no-such-ticket")
        by = acting_staff(request, done.by)
        person = await queries.get_staff(db, id=by)
        if person is None:
            raise Problem("no-such-person")
        require_part(request, row, act, person["role"])
        if row["stage"] == "closed":
            raise Problem("ticket-closed")
        await require_fitting(request, db, ticket_id, done)
        if act == "dial":
            await require_calls_welcome(db, ticket_id)
        data = await _known(db, done.data())
        # Written before the workflow hears of it: what people said is never lost half-way.
        text_id = (
            await queries.add_text(db, ticket_id=ticket_id, kind=act, body=said, author=by) if said else None
        )
    try:
        await tell_ticket(request, config, ticket_id, Act(act, by, data, text_id))
    except Problem:
        if text_id is not None:
            async with connection(request) as db:
                await queries.forget_text(db, id=text_id)
        raise
    # Whoever hands a ticket on may not see it any more, but hears what has become of it.
    async with as_system(request) as db:
        view = await queries.ticket_view(db, id=ticket_id)
    return ticket_view(view, [], locale_of(request.scope), config)


async def _known(db: Connection, data: dict[str, str]) -> dict[str, str]:
    """What the act names exists: people, crew, department."""
    if "to" in data and data["to"].startswith("S") and await queries.get_staff(db, id=data["to"]) is None:
        raise Problem("no-such-person")
    if "department" in data and await queries.get_department(db, id=data["department"]) is None:
        raise Problem("no-such-department")
    if "crew" in data:
        crew = await queries.get_crew(db, id=data["crew"])
        if crew is None:
            raise Problem("no-such-crew")
        data["department"] = crew["department_id"] or ""
    return data


async def tell_ticket(request: Request, config: ApiConfig, ticket_id: str, act: Act) -> None:
    """Tell the workflow, and return once the act is on record. Raises Problem when it is refused."""
    handle = config.temporal.get_workflow_handle(ticket_id)
    # The same request repeated under its key is the same update: it acts once.
    key = request.headers.get(HEADER) or uuid.uuid4().hex
    try:
        async with reaching_temporal(config):
            await handle.execute_update("act", act, id=f"{act.name}/{key}")
    except WorkflowUpdateRPCTimeoutOrCancelledError as error:
        # It may still happen: the text stays, and the same key finds the same update.
        raise TimeoutError("no worker answered in time") from error
    except WorkflowUpdateFailedError as error:
        raise _refusal(error, locale_of(request.scope)) from None
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            raise Problem("ticket-closed") from None
        raise


def _refusal(error: WorkflowUpdateFailedError, locale: str) -> Problem:
    cause: Any = error.cause
    if isinstance(cause, ApplicationError) and cause.type == OUT_OF_TURN:
        stage, possible = cause.details
        return Problem(
            "not-its-turn",
            stage=text(locale, f"stage-{stage}"),
            possible="、".join(act_title(locale, act) for act in possible) or "—",
        )
    if isinstance(cause, ApplicationError) and cause.type == OWN_LOAN:
        return Problem("own-loan")
    if isinstance(cause, ApplicationError) and cause.type == "Incomplete":
        return Problem("incomplete")
    raise error

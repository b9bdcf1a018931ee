"""One address per act of people: `POST /tickets/{id}:arrive` and its like, from the playbooks (P7, P8).

Where two playbooks mean different things by one name, the body is that of the ticket's own playbook.
"""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import APIRouter, Body
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.requests import Request

from api.access.act_permissions import acts_at_tickets, operation_id
from api.access.idempotency import HEADER
from api.playbooks.bodies import Body as FormBody
from api.playbooks.bodies import body_of
from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    Problem,
    Route,
    TicketId,
    acting_staff,
    as_system,
    config_of,
    connection,
    locale_of,
    may_for_others,
    note_not_ones_part,
    principal_of,
    problems,
    wording,
)
from api.views.tickets import Ticket, ticket_view
from domain.playbooks.forms import Done, Form
from domain.playbooks.registry import BY_NAME
from services.playbooks.acting import Actor, Doing, do
from services.refused import Refused
from store.database import present, queries

router = APIRouter(tags=["tickets"], route_class=Route)

REFUSALS = (
    "no-such-ticket",
    "no-such-person",
    "no-such-crew",
    "no-such-department",
    "not-your-part",
    "ticket-closed",
    "not-its-turn",
    "incomplete",
    "customer-refuses-calls",
)


def _forms() -> Mapping[str, Mapping[str, type[Done]]]:
    """The form of each act by kind."""
    found: dict[str, dict[str, type[Done]]] = {}
    for playbook, act in acts_at_tickets():
        found.setdefault(act.name, {})[playbook.name] = act.form
    return found


FORMS = _forms()
ACTS = tuple(FORMS)
"""Every act there is at `/tickets`, of all playbooks."""
_BODIES: Mapping[type[Form], type[FormBody]] = {
    form: body_of(form)
    for form in dict.fromkeys(form for by_kind in FORMS.values() for form in by_kind.values())
}


def _route(act: str) -> Callable[..., Awaitable[Ticket]]:
    bodies = tuple(dict.fromkeys(_BODIES[form] for form in FORMS[act].values()))
    if len(bodies) > 1:
        return _by_kind(act)
    body = bodies[0]

    async def acted(request: Request, ticket_id: TicketId, done: body) -> Ticket:  # type: ignore[valid-type]
        return await _act(request, ticket_id, act, done)

    return acted


def _by_kind(act: str) -> Callable[..., Awaitable[Ticket]]:
    async def acted(request: Request, ticket_id: TicketId, done: dict[str, Any] = Body()) -> Ticket:  # noqa: B008
        async with connection(request) as db:
            row = await queries.get_ticket(db, id=ticket_id)
        form = FORMS[act].get(row["kind"]) if row is not None else None
        if form is None:
            raise Problem("no-such-ticket")
        try:
            filled = _BODIES[form].model_validate_json(await request.body())
        except ValidationError as error:
            raise RequestValidationError(
                [{**each, "loc": ("body", *each["loc"])} for each in error.errors(include_url=False)]
            ) from None
        return await _act(request, ticket_id, act, filled)

    return acted


def _extra(act: str) -> dict[str, Any] | None:
    """Several bodies under one name, as the document says it."""
    names = list(dict.fromkeys(form.__name__ for form in FORMS[act].values()))
    if len(names) == 1:
        return None
    schema = {"oneOf": [_BODIES[form].model_json_schema() for form in dict.fromkeys(FORMS[act].values())]}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _title(act: str) -> str:
    """What the act is called, in one of the kinds that have it."""
    kind = next(iter(FORMS[act]))
    return wording("en", "act", act, BY_NAME[kind].texts)


for _name in ACTS:
    router.add_api_route(
        "/tickets/{ticket_id:id}:" + _name.replace("_", "-"),
        _route(_name),
        methods=["POST"],
        operation_id=operation_id(_name),
        summary=_title(_name).capitalize(),
        description="Refused with 409 when it is not its turn; the answer says what can be done now.",
        responses=problems(*REFUSALS, *BODY, *REPEATED),
        openapi_extra=_extra(_name),
        dependencies=[KEYED],
    )


async def _act(request: Request, ticket_id: str, act: str, done: Any) -> Ticket:
    config, principal = config_of(request), principal_of(request.scope)
    by = acting_staff(request, done.by)
    actor = Actor(by, may_for_others(request), principal.department_id if principal is not None else None)
    given = request.headers.get(HEADER)
    key = given or uuid.uuid4().hex
    doing = Doing(ticket_id, act, done.filled(), done.data(), done.said(), key, given is not None)
    try:
        await do(config.backend, doing, actor, config.categories)
    except Refused as refusal:
        if refusal.code == "not-your-part":
            note_not_ones_part(request)
        raise
    # Whoever hands a ticket on may not see it any more, but hears what has become of it.
    async with as_system(request) as db:
        view = present(await queries.ticket_view(db, id=ticket_id))
    return ticket_view(view, [], locale_of(request.scope), config)

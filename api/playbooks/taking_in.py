"""Taking in requests of every kind that has a form for it: `POST /repairs` and its like (P17, P18)."""

from collections.abc import Awaitable, Callable
from functools import partial

from fastapi import APIRouter, Response
from starlette.requests import Request

from api.access.act_permissions import taking_in_id
from api.playbooks.bodies import body_of
from api.playbooks.taken_in import TakenIn, show_taken_in
from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    Route,
    acting_staff,
    config_of,
    connection,
    made,
    problems,
    remember,
)
from domain.playbooks.declaration import Playbook
from domain.playbooks.forms import TakenIn as Asked
from domain.playbooks.forms import fields_of
from domain.playbooks.registry import PLAYBOOKS
from services.playbooks import taking_in

router = APIRouter(tags=["tickets"], route_class=Route)

_NAMED = {"department": "no-such-department", "ticket": "no-such-ticket", "crew": "no-such-crew"}
_LATER = (
    "\n\nIt is on record from this answer on, even if Temporal cannot be reached: then it is started later."
)


def _route(playbook: Playbook, form: type[Asked]) -> Callable[..., Awaitable[TakenIn]]:
    body = body_of(form)

    async def take_in(request: Request, response: Response, report: body) -> TakenIn:  # type: ignore[valid-type]
        config = config_of(request)
        async with connection(request) as db, db.transaction():
            ticket_id = made(request)
            if ticket_id is None:
                asked = taking_in.Request(
                    playbook,
                    report.filled(),  # type: ignore[attr-defined]
                    report.said(),  # type: ignore[attr-defined]
                    acting_staff(request, report.taken_in_by, "taken_in_by"),  # type: ignore[attr-defined]
                    config.policies.of(playbook.policy),
                    config.locale,
                    config.callers,
                )
                keep = partial(remember, request)
                ticket_id = await taking_in.take_in(db, asked, config.categories, keep)
        response.headers["Location"] = f"/tickets/{ticket_id}"
        return await show_taken_in(request, ticket_id)

    return take_in


def _refusals(form: type[Asked]) -> list[str]:
    """What a form names may not be there."""
    holds = {each.holds for each in fields_of(form)}
    return [code for kind, code in _NAMED.items() if kind in holds]


for _playbook in PLAYBOOKS:
    if _playbook.taken is not None:
        router.add_api_route(
            _playbook.at,
            _route(_playbook, _playbook.taken),
            methods=["POST"],
            status_code=201,
            operation_id=taking_in_id(_playbook),
            summary=f"Take in {_playbook.title}",
            description=_playbook.says + _LATER,
            responses=problems(
                "no-such-customer",
                "no-such-ownership",
                "no-such-person",
                *_refusals(_playbook.taken),
                "customer-erased",
                *BODY,
                *REPEATED,
            ),
            dependencies=[KEYED],
        )

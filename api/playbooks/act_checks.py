"""What an act says must be possible: refused before anybody hears of the act (P7, P8)."""

from starlette.requests import Request

from api.http.problems import Problem
from api.http.route import config_of
from api.http.validation import field_error
from api.playbooks.act_bodies import Approval, Classified, DecideRequest, Done, Duplicate, Investigation
from store.database import Connection, queries


async def require_fitting(request: Request, db: Connection, ticket_id: str, done: Done) -> None:
    """Raises Problem `invalid`, `no-such-person` or `no-such-ticket` where the act cannot be meant."""
    if isinstance(done, Classified):
        if config_of(request).categories.leaf(done.category) is None:
            raise _invalid(request, "category", "category")
        await _require_person(db, done.owner)
    elif isinstance(done, Investigation) and done.responsible is not None:
        await _require_person(db, done.responsible)
    elif isinstance(done, Approval):
        await _require_proposed(request, db, ticket_id, done)
    elif isinstance(done, DecideRequest):
        _require_ground(request, done)
    elif isinstance(done, Duplicate):
        await _require_other(request, db, ticket_id, done)


async def _require_person(db: Connection, staff_id: str) -> None:
    if await queries.get_staff(db, id=staff_id) is None:
        raise Problem("no-such-person")


async def _require_proposed(request: Request, db: Connection, ticket_id: str, done: Approval) -> None:
    """Where nothing has been proposed it is not the manager's turn either, which the ticket says."""
    body = await queries.proposed_remedies(db, ticket_id=ticket_id)
    proposed = len(body["options"]) if body is not None else None
    if proposed is not None and done.option > proposed:
        raise _invalid(request, "option", "maximum", limit=proposed)


async def require_calls_welcome(db: Connection, ticket_id: str) -> None:
    """Nobody is called who said no to follow-up calls; the call is closed with what is known (P23)."""
    if await queries.refuses_calls_of_ticket(db, ticket_id=ticket_id):
        raise Problem("customer-refuses-calls")


def _require_ground(request: Request, done: DecideRequest) -> None:
    """Whoever is refused, if only in part, is told why."""
    if done.decision != "granted" and done.ground is None:
        raise _invalid(request, "ground", "refusal-ground")


async def _require_other(request: Request, db: Connection, ticket_id: str, done: Duplicate) -> None:
    """A duplicate is linked, not lost: the other ticket is there, is another, and is open."""
    if done.of == ticket_id:
        raise _invalid(request, "of", "own-duplicate")
    other = await queries.get_ticket(db, id=done.of)
    if other is None:
        raise Problem("no-such-ticket")
    if other["stage"] == "closed":
        raise _invalid(request, "of", "duplicate-closed")


def _invalid(request: Request, field: str, kind: str, **values: object) -> Problem:
    return Problem("invalid", [field_error(request.scope, "body", f"#/{field}", kind, **values)])

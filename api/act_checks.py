"""What an act refers to must be there: refused before anybody hears of the act (P7, P8)."""

from typing import Any

from starlette.requests import Request

from api.act_bodies import Classified, Done, Duplicate
from api.problems import Problem
from api.route import config_of
from api.validation import field_error
from store.database import queries


async def require_fitting(request: Request, db: Any, ticket_id: str, done: Done) -> None:
    """Raises Problem `invalid` or `no-such-ticket` where the act names what it cannot mean."""
    if isinstance(done, Classified):
        _require_category(request, done)
    elif isinstance(done, Duplicate):
        await _require_other(request, db, ticket_id, done)


def _require_category(request: Request, done: Classified) -> None:
    if config_of(request).categories.leaf(done.category) is None:
        raise Problem("invalid", [field_error(request.scope, "body", "#/category", "category")])


async def _require_other(request: Request, db: Any, ticket_id: str, done: Duplicate) -> None:
    """A duplicate is linked, not lost: the other ticket is there, is another, and is open."""
    if done.of == ticket_id:
        raise Problem("invalid", [field_error(request.scope, "body", "#/of", "own-duplicate")])
    other = await queries.get_ticket(db, id=done.of)
    if other is None:
        raise Problem("no-such-ticket")
    if other["stage"] == "closed":
        raise Problem("invalid", [field_error(request.scope, "body", "#/of", "duplicate-closed")])

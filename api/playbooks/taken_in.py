"""A request that was taken in, as callers see it: with what it is perhaps the same as (P17, P19)."""

from datetime import datetime

from pydantic import BaseModel, Field
from starlette.requests import Request

from api.routing import Problem, as_system, config_of, connection, locale_of, wording
from api.views.tickets import Ticket, ticket_view
from services.playbooks.taking_in import start_taken_in
from store.database import queries


class Similar(BaseModel):
    """An open ticket of the kind of the same customer or flat: perhaps the same matter."""

    id: str = Field(examples=["repair-R2026-000122"])
    stage: str
    standing: str = Field(description="Where it stands, in the caller's language.")
    opened_at: datetime


class TakenIn(Ticket):
    """A ticket as it was taken in."""

    similar: list[Similar] = Field(
        default_factory=list,
        description="Other open tickets of the customer or the flat; `:mark-duplicate` marks a duplicate.",
    )


async def show_taken_in(request: Request, ticket_id: str) -> TakenIn:
    """Start what has been put on record, and show it; where Temporal is away, the reconciler starts it."""
    config = config_of(request)
    await start_taken_in(config.backend, ticket_id)
    async with connection(request) as db:
        view = await queries.ticket_view(db, id=ticket_id)
    if view is None or view["customer_id"] is None:
        raise Problem("no-such-ticket")
    # Whoever takes it in hears that somebody else has it in hand: its number and how it stands, no more.
    async with as_system(request) as db:
        found = queries.similar_open(
            db,
            customer_id=view["customer_id"],
            ownership_id=view["ownership_id"],
            kind=view["kind"],
            id=ticket_id,
        )
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

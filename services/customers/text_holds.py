"""Texts that wait until somebody has answered: has the owner died, is there a dispute, and the like (P1)."""

from datetime import timedelta

from services.backend import Backend
from services.customers.owner_facts import signal_open
from services.refused import Refused
from services.telling import left_to_reconciler
from store.database import Connection, Pool, queries
from store.rows.customers.text_holds import AnswerHoldsRow

UNCLEAR = "opt-out-unclear"
"""Why texts wait after a reply that may be an opt-out: until somebody has seen to it."""
HELD_ASKED_AGAIN = timedelta(days=1)
"""How often a ticket whose texts are held looks whether somebody has answered."""


async def resume_texts(pool: Pool, ownership_id: str, *, by: str) -> list[AnswerHoldsRow]:
    """Somebody has found out that the owner may be written to; returns the open tickets to be told.

    A roster that says the same again does not hold them again. Refuses `no-such-ownership`.
    """
    async with pool.acquire() as db, db.transaction():
        if not await queries.ownership_exists(db, ownership_id=ownership_id):
            raise Refused("no-such-ownership")
        return [row async for row in queries.answer_holds(db, ownership_id=ownership_id, by=by)]


async def tell_resumed(backend: Backend, tickets: list[AnswerHoldsRow]) -> None:
    """What waited is sent while it still applies; in an outage the tickets look for themselves in a day."""
    async with left_to_reconciler(backend, "texts_resumed_untold", tickets=len(tickets)):
        for ticket in tickets:
            if ticket["next_step"]:
                await signal_open(backend.temporal, ticket["id"], "send_again", ticket["next_step"])


async def hold_number(db: Connection, phone: str, reason: str) -> int:
    """The texts of everybody with the number wait; returns for how many flats."""
    return await queries.hold_texts(db, phone=phone, reason=reason)

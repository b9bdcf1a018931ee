"""Marked as a duplicate, and nobody knows what became of it: asked once more, under the same key (P33)."""

from datetime import timedelta

from domain.tickets.acts import Act
from services.backend import Backend
from services.playbooks import duplicates
from services.playbooks.acting import tell_under
from services.refused import Refused
from store.database import queries
from store.rows.tickets.duplicates import DuplicatesAskedRow


async def settle_asked(backend: Backend, age: timedelta, most: int) -> int:
    """Of what was asked for `age` or longer ago; returns how many are settled."""
    async with backend.connection() as db:
        rows = [row async for row in queries.duplicates_asked(db, age=age, most=most)]
    for row in rows:
        await _settle(backend, row)
    return len(rows)


async def _settle(backend: Backend, row: DuplicatesAskedRow) -> None:
    """Done, where it can still be done and the other still goes on; else the ticket stays as it is."""
    ticket_id, other_id, asked = row["ticket_id"], row["other_id"], row["asked"]
    if await duplicates.goes_on(backend, other_id):
        act = Act("mark_duplicate", asked["actor"], {"of": other_id}, asked["text"])
        try:
            await tell_under(backend, ticket_id, act, asked["key"])
        except Refused:
            pass  # closed meanwhile, for another reason: below
        else:
            return
    async with backend.transaction() as db:
        await duplicates.forget(db, ticket_id, asked)
        if asked["text"] is not None:
            await queries.forget_text(db, id=asked["text"])

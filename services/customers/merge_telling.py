"""Two files became one, or two again: what the tickets that send marketing hear of it (P1, P22).

Postgres is asked again at the moment of sending, so what gets lost in a crash sends nothing wrong; the
reconciler repeats it.
"""

from collections.abc import Sequence

from temporalio.client import Client

from domain.tickets.ends import LeaveReason
from services.backend import Backend
from services.customers.owner_facts import OwnerFacts, signal_open
from services.telling import left_to_reconciler
from store.database import Pool, queries
from store.rows.customers.merging import TicketsToTellRow

_LEFT: frozenset[LeaveReason] = frozenset({"signed", "opted_out", "merged"})
"""Reasons that end with the merge they came from."""


async def tell_tickets(backend: Backend, customers: Sequence[str], locale: str, *, undone: bool) -> None:
    """The tickets of these files hear that two became one, or two again; of the reconciler at the latest."""
    facts = OwnerFacts.on(backend, locale)
    telling = MergeTelling(backend.pool, backend.temporal, facts)
    async with left_to_reconciler(backend, "merge_not_told", customers=list(customers)):
        await (telling.tell_undone(customers) if undone else telling.tell(customers))


class MergeTelling:
    """Its neighbours: Postgres and the running tickets."""

    def __init__(self, pool: Pool, client: Client, facts: OwnerFacts) -> None:
        """`facts` opens tickets again."""
        self._pool, self._client, self._facts = pool, client, facts

    async def tell(self, customers: Sequence[str]) -> None:
        """Tickets of these files end, or go on with the number that counts now."""
        for ticket in await self._tickets(customers):
            if ticket["stage"] == "closed":
                continue
            if ticket["left_for"] is not None:
                await signal_open(self._client, ticket["id"], "owner_left", ticket["left_for"])
            else:
                await signal_open(self._client, ticket["id"], "number_changed")

    async def tell_undone(self, customers: Sequence[str]) -> None:
        """As `tell`; tickets that ended because of the merge are opened again if messages lie ahead."""
        await self.tell(customers)
        for ticket in await self._tickets(customers):
            ended = ticket["stage"] == "closed" and ticket["close_reason"] in _LEFT
            if ended and ticket["left_for"] is None and ticket["ownership_id"] is not None:
                await self._facts.open_again(ticket["ownership_id"])

    async def _tickets(self, customers: Sequence[str]) -> list[TicketsToTellRow]:
        async with self._pool.acquire() as db:
            return [row async for row in queries.tickets_to_tell(db, ids=list(customers))]

"""Who is told and which agent takes a call, answered from the records of staff (P7, P8, P10)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError

from domain.people.choosing import choose
from domain.people.staff import ChooseAgent, ChosenAgent, Load, ToldList, WhomToTell
from services.people.company import company_between, told_now
from store.database import Connection, Pool, queries

_UNSEEN = timedelta(days=3)
"""How long a choice counts as an open ticket unknown to the read model: as long as a call may wait (P10)."""


class StaffActivities:
    """Its neighbour: Postgres."""

    def __init__(self, pool: Pool) -> None:
        """`pool` from `store.database.connect`."""
        self._pool = pool

    def activities(self) -> list[Callable[..., Any]]:
        """What a worker of the ticket queue registers."""
        return [self.whom_to_tell, self.choose_agent]

    @activity.defn(name="whom_to_tell")
    async def whom_to_tell(self, ask: WhomToTell) -> ToldList:
        """The people to try now, in order. Reads only; two asks at different moments may differ."""
        async with self._pool.acquire() as db:
            return await told_now(db, ask)

    @activity.defn(name="choose_agent")
    async def choose_agent(self, order: ChooseAgent) -> ChosenAgent:
        """Choose an agent and record it. Asked again under the same key, the same agent is the answer.

        Nobody calls a customer about a complaint about oneself.

        Raises ApplicationError, not retryable, when the window is empty.
        """
        if order.begins >= order.ends:
            raise ApplicationError("begins must lie before ends", non_retryable=True)
        async with self._pool.acquire() as db, db.transaction():
            await queries.lock_agent_choice(db)
            kept = await queries.agent_chosen(db, ticket_id=order.ticket_id, key=order.key)
            if kept is not None:
                return ChosenAgent(kept["agent_id"], kept["because"])
            company = await company_between(db, order.begins, order.ends, order.timezone)
            accused = tuple(
                [row["staff_id"] async for row in queries.complained_about(db, ticket_id=order.ticket_id)]
            )
            order = replace(order, without=(*order.without, *accused))
            chosen = choose(company, await _loads(db), order)
            if chosen.agent_id is not None:
                await queries.keep_agent_choice(
                    db,
                    ticket_id=order.ticket_id,
                    key=order.key,
                    agent_id=chosen.agent_id,
                    because=chosen.because,
                )
                await queries.give_ticket_to_agent(db, ticket_id=order.ticket_id, agent_id=chosen.agent_id)
            return chosen


async def _loads(db: Connection) -> dict[str, Load]:
    return {
        row["id"]: Load(row["open"], row["last_chosen"])
        async for row in queries.agent_loads(db, unseen=_UNSEEN)
    }

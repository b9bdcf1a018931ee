"""Who is told and which agent takes a call, answered from the records of staff (P7, P8, P10)."""

from collections.abc import Callable
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError

from domain.people.staff import ChooseAgent, ChosenAgent, ToldList, WhomToTell
from services.people.choosing import chosen_agent
from services.people.company import told_now
from store.database import Pool


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
        return await chosen_agent(self._pool, order)

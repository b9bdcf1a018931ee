"""What an imported roster means for tickets: texts that failed at an old number go to the new one (P1)."""

from collections.abc import Callable
from typing import Any

from temporalio import activity
from temporalio.client import Client

from domain.buildings.imports import ImportToFollow
from services.buildings.import_follow_up import tell_new_numbers
from store.database import Pool, queries


class ImportFollowUpActivities:
    """Its neighbours: Postgres and the running tickets."""

    def __init__(self, pool: Pool, client: Client, task_queue: str) -> None:
        """Tickets that a new number opens again are started on `task_queue`."""
        self._pool, self._client, self._queue = pool, client, task_queue

    def activities(self) -> list[Callable[..., Any]]:
        """What a worker registers."""
        return [self.tell_new_numbers, self.import_followed]

    @activity.defn(name="tell_new_numbers")
    async def tell_new_numbers(self, order: ImportToFollow) -> int:
        """Tell the tickets whose owner has a new number; returns how many of them had a text to send again.

        Safe to repeat: what was told is crossed off one by one, and a ticket that is told twice sends once.
        """
        return await tell_new_numbers(
            self._pool, self._client, self._queue, order.locale, heartbeat=activity.heartbeat
        )

    @activity.defn(name="import_followed")
    async def import_followed(self, order: ImportToFollow) -> None:
        """Note that every ticket has followed; until then the reconciler starts this again."""
        async with self._pool.acquire() as db:
            await queries.import_followed(db, id=order.import_id)

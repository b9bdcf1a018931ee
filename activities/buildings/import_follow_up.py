"""What an imported roster means for tickets: texts that failed at an old number go to the new one (P1)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from temporalio import activity
from temporalio.client import Client

from domain.buildings.imports import ImportToFollow
from services.customers.owner_facts import signal_open
from services.playbooks.pre_handover_starts import start_one
from store.database import Pool, present, queries
from store.policies import policy_from_json
from store.rows.buildings.owners import NumberChangesRow

_PAGE = 500


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


async def tell_new_numbers(
    pool: Pool,
    client: Client,
    task_queue: str,
    locale: str,
    *,
    age: timedelta = timedelta(0),
    heartbeat: Callable[[str], None] = lambda _: None,
) -> int:
    """As the activity, for numbers that changed `age` ago or longer."""
    after, told = "", 0
    while True:
        async with pool.acquire() as db:
            page = [row async for row in queries.number_changes(db, after=after, age=age, most=_PAGE)]
        for row in page:
            if row["failed"]:
                told += 1
                await _tell(pool, client, task_queue, row, locale)
            async with pool.acquire() as db:
                await queries.number_change_told(db, ownership_id=row["ownership_id"], at=row["at"])
        if not page:
            return told
        after = page[-1]["ownership_id"]
        heartbeat(after)


async def _tell(pool: Pool, client: Client, task_queue: str, row: NumberChangesRow, locale: str) -> None:
    for step in row["failed"]:
        # By its step: the ticket itself may not have heard yet that the text failed.
        if not await signal_open(client, row["ticket_id"], "send_again", step):
            break
    else:
        return
    async with pool.acquire() as db:
        building = present(await queries.building_of_ownership(db, id=row["ownership_id"]))
    policy = policy_from_json(building["policy"])
    if policy is not None:
        await start_one(pool, client, task_queue, row["ownership_id"], policy, locale)

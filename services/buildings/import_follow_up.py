"""What an imported roster means for tickets: texts that failed at an old number go to the new one (P1)."""

from collections.abc import Callable
from datetime import timedelta

from temporalio.client import Client

from domain.buildings.imports import ImportToFollow
from services.backend import Backend
from services.customers.owner_facts import OwnerFacts, signal_open
from services.starting import started
from services.telling import left_to_reconciler
from store.database import Pool, queries
from store.rows.buildings.owners import NumberChangesRow

_PAGE = 500


async def tell_tickets(backend: Backend, import_id: str, building_id: str, locale: str) -> None:
    """As `follow_import`. In an outage it is left to the reconciler: the import itself is done."""
    async with left_to_reconciler(backend, "import_follow_up_postponed", import_id=import_id):
        await follow_import(backend.temporal, backend.task_queue, import_id, building_id, locale)


async def follow_import(
    client: Client, task_queue: str, import_id: str, building_id: str, locale: str
) -> bool:
    """Whether the workflow that brings an import to the tickets was started; False: it is under way."""
    order = ImportToFollow(import_id, building_id, locale)
    id = f"import-follow-up-{import_id}"
    return await started(client, "ImportFollowUp", order, id=id, task_queue=task_queue)


async def tell_new_numbers(
    pool: Pool,
    client: Client,
    task_queue: str,
    locale: str,
    *,
    age: timedelta = timedelta(0),
    heartbeat: Callable[[str], None] = lambda _: None,
) -> int:
    """Tell the tickets whose owner has a new number since `age` ago or longer.

    Returns how many of them had a text to send again. Safe to repeat: what was told is crossed off one by
    one, and a ticket that is told twice sends once.
    """
    facts = OwnerFacts(pool, client, task_queue, locale)
    after, told = "", 0
    while True:
        async with pool.acquire() as db:
            page = [row async for row in queries.number_changes(db, after=after, age=age, most=_PAGE)]
        for row in page:
            if row["failed"]:
                told += 1
                await _tell(client, facts, row)
            async with pool.acquire() as db:
                await queries.number_change_told(db, ownership_id=row["ownership_id"], at=row["at"])
        if not page:
            return told
        after = page[-1]["ownership_id"]
        heartbeat(after)


async def _tell(client: Client, facts: OwnerFacts, row: NumberChangesRow) -> None:
    for step in row["failed"]:
        # By its step: the ticket itself may not have heard yet that the text failed.
        if not await signal_open(client, row["ticket_id"], "send_again", step):
            await facts.open_again(row["ownership_id"])
            return

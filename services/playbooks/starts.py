"""Starts the workflow of a ticket of people: its row and its input first, then the workflow (P19)."""

from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter
from temporalio.client import Client
from temporalio.common import (
    Priority,
    SearchAttributePair,
    TypedSearchAttributes,
)

from domain.playbooks.declaration import Playbook
from domain.playbooks.registry import BY_NAME, PLAYBOOKS
from domain.tickets.priorities import ORDINARY
from domain.tickets.priorities import URGENT as FIRST
from domain.tickets.state import OpenTicket
from services.tickets.beginning import begin
from services.tickets.opening import open_row
from services.tickets.search_attributes import BUILDING, CUSTOMER, STAGE, TICKET_KIND, URGENT
from store.database import Connection, Database, Pool, queries
from store.rows.tickets.starts import StartRow
from texts import text

STARTS: dict[str, TypeAdapter[Any]] = {
    each.name: TypeAdapter(each.start) for each in PLAYBOOKS if each.letter is not None
}
"""How the start of each kind that is taken in is written down."""


async def next_id(db: Database, playbook: Playbook) -> str:
    """The id of the next ticket of a kind that has numbers of its own."""
    if playbook.letter is None:
        raise ValueError(f"{playbook.name} has no numbers of its own")
    return f"{playbook.prefix}{await queries.next_ticket_number(db, letter=playbook.letter)}"


async def keep_start(db: Connection, ticket_id: str, start: Any) -> None:
    """Write the ticket's row and how it is started, in the caller's transaction."""
    playbook = next(each for each in PLAYBOOKS if each.start is type(start))
    opening = OpenTicket(
        ticket_id,
        playbook.name,
        start.intake,
        start.first_stage,
        # Whose it is sees it from the first moment, not only once its workflow has written its first record.
        crew_id=getattr(start, "crew_id", None),
        department_id=getattr(start, "department_id", None),
    )
    await open_row(db, opening)
    summary = text(start.intake.locale, f"{playbook.texts}-summary", ticket=playbook.number(ticket_id))
    await queries.keep_start(
        db,
        ticket_id=ticket_id,
        workflow=playbook.name,
        input=STARTS[playbook.name].dump_python(start, mode="json"),
        summary=summary,
    )


def kept_start(row: StartRow) -> Any:
    """The start that was written down."""
    return STARTS[row["workflow"]].validate_python(row["input"])


async def start_kept(pool: Pool, client: Client, task_queue: str, row: StartRow) -> bool:
    """Start the workflow of a row of `ticket_starts`; one that runs already stays as it is.

    False while an earlier run of the ticket has not ended: then it is still to be started.
    """
    start = kept_start(row)
    intake = start.intake
    pairs: list[SearchAttributePair[Any]] = [
        SearchAttributePair(TICKET_KIND, row["workflow"]),
        SearchAttributePair(CUSTOMER, intake.customer_id),
        SearchAttributePair(URGENT, intake.urgent),
        SearchAttributePair(STAGE, "open"),
    ]
    if intake.building_id is not None:
        pairs.append(SearchAttributePair(BUILDING, intake.building_id))
    begun = await begin(
        client,
        BY_NAME[row["workflow"]].name,
        start,
        id=row["ticket_id"],
        version=intake.version,
        task_queue=task_queue,
        search_attributes=TypedSearchAttributes(pairs),
        static_summary=row["summary"],
        priority=Priority(priority_key=FIRST if intake.urgent else ORDINARY, fairness_key=row["workflow"]),
    )
    if begun == "ending":
        return False
    async with pool.acquire() as db:
        await queries.started(db, ticket_id=row["ticket_id"])
    return True


async def start_lost(pool: Pool, client: Client, task_queue: str, age: timedelta, most: int) -> int:
    """Start what was taken in and never started, `age` or longer ago; returns how many."""
    async with pool.acquire() as db:
        rows = [row async for row in queries.lost_starts(db, age=age, most=most)]
    return sum([await start_kept(pool, client, task_queue, row) for row in rows])

"""Starts the workflow of a ticket of people: its row and its input first, then the workflow (P19)."""

from datetime import timedelta
from typing import Any

from pydantic import TypeAdapter
from temporalio.client import Client
from temporalio.common import (
    Priority,
    SearchAttributePair,
    TypedSearchAttributes,
    WorkflowIDConflictPolicy,
    WorkflowIDReusePolicy,
)

from domain.playbooks.complaint import Complaint
from domain.playbooks.lending import Lending
from domain.playbooks.privacy_request import PrivacyRequest
from domain.playbooks.repair import Repair
from domain.tickets.priorities import ORDINARY
from domain.tickets.priorities import URGENT as FIRST
from domain.tickets.state import OpenTicket
from services.tickets.opening import open_row
from services.tickets.search_attributes import BUILDING, CUSTOMER, STAGE, TICKET_KIND, URGENT
from store.database import Connection, Pool, queries
from texts import text

Start = Repair | Complaint | PrivacyRequest | Lending
KINDS: dict[str, TypeAdapter[Any]] = {
    kind.__name__: TypeAdapter(kind) for kind in (Repair, Complaint, PrivacyRequest, Lending)
}
"""How the start of each kind is written down."""
_SUMMARIES = {
    "Repair": "repair",
    "Complaint": "complaint",
    "PrivacyRequest": "privacy-request",
    "Lending": "lending",
}
"""How the text that names a ticket of the kind begins."""


async def keep_start(db: Connection, ticket_id: str, start: Start) -> None:
    """Write the ticket's row and how it is started, in the caller's transaction."""
    kind = type(start).__name__
    await open_row(db, OpenTicket(ticket_id, kind, start.intake, start.first_stage))
    _, _, number = ticket_id.partition("-")
    await queries.keep_start(
        db,
        ticket_id=ticket_id,
        workflow=kind,
        input=KINDS[kind].dump_python(start, mode="json"),
        summary=text(start.intake.locale, f"{_SUMMARIES[kind]}-summary", ticket=number),
    )


async def start_kept(pool: Pool, client: Client, task_queue: str, row: Any) -> None:
    """Start the workflow of a row of `ticket_starts`; one that runs already stays as it is."""
    start = KINDS[row["workflow"]].validate_python(row["input"])
    intake = start.intake
    pairs: list[SearchAttributePair[Any]] = [
        SearchAttributePair(TICKET_KIND, row["workflow"]),
        SearchAttributePair(CUSTOMER, intake.customer_id),
        SearchAttributePair(URGENT, intake.urgent),
        SearchAttributePair(STAGE, "open"),
    ]
    if intake.building_id is not None:
        pairs.append(SearchAttributePair(BUILDING, intake.building_id))
    await client.start_workflow(
        row["workflow"],
        start,
        id=row["ticket_id"],
        task_queue=task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        search_attributes=TypedSearchAttributes(pairs),
        static_summary=row["summary"],
        priority=Priority(priority_key=FIRST if intake.urgent else ORDINARY, fairness_key=row["workflow"]),
    )
    async with pool.acquire() as db:
        await queries.started(db, ticket_id=row["ticket_id"])


async def start_lost(pool: Pool, client: Client, task_queue: str, age: timedelta, most: int) -> int:
    """Start what was taken in and never started, `age` or longer ago; returns how many."""
    async with pool.acquire() as db:
        rows = [row async for row in queries.lost_starts(db, age=age, most=most)]
    for row in rows:
        await start_kept(pool, client, task_queue, row)
    return len(rows)

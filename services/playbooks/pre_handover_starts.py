"""Starts the ticket of one ownership: the read model's row first, then the workflow (P1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypedDict

from temporalio.client import Client
from temporalio.common import (
    Priority,
    SearchAttributePair,
    TypedSearchAttributes,
)

from domain.messages.cadence import Due, next_due
from domain.playbooks.pre_handover import PreHandover
from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from domain.tickets.ends import ENDED_BY_PEOPLE
from domain.tickets.priorities import CAMPAIGN
from services.tickets.beginning import begin
from services.tickets.search_attributes import BUILDING, CUSTOMER, DUE_AT, STAGE, TICKET_KIND
from store.database import Connection, Pool, present, queries
from texts import text

PREFIX = "pre-handover-"


@dataclass(frozen=True)
class Prepared:
    """A ticket about to start, and its first message."""

    ticket: PreHandover
    first: Due
    building: str

    @property
    def id(self) -> str:
        """The workflow's id, derived from the ownership: a second start finds the first."""
        return PREFIX + self.ticket.ownership_id


class ToPrepare(TypedDict):
    """What a ticket is made of, in the rows of `ownerships_to_enrol` and `ownership_to_start`."""

    id: str
    building_id: str
    customer_id: str
    building: str
    version: int
    sent: list[str]
    again: list[str]


def prepare(
    row: ToPrepare, handover: date, policy: PreHandoverPolicy, locale: str, now: datetime
) -> Prepared | None:
    """What to start for a row of `ownerships_to_enrol`; None when no message lies ahead."""
    done, again = tuple(row["sent"]), tuple(step for step in row["again"] if step not in row["sent"])
    first = next_due(handover, policy, now, done, again)
    if first is None:
        return None
    ticket = PreHandover(
        row["id"],
        row["building_id"],
        row["customer_id"],
        handover,
        policy,
        done,
        row["version"] + 1,
        locale,
        again,
        now,
    )
    return Prepared(ticket, first, row["building"])


async def start(db: Connection, client: Client, task_queue: str, prepared: Prepared) -> bool:
    """Whether a ticket was started; False when it was running already.

    The row comes first: a crash in between leaves an open row without workflow, which the reconciler starts.
    """
    await open_row(db, prepared)
    return await start_workflow(client, task_queue, prepared)


async def open_row(db: Connection, prepared: Prepared) -> None:
    """Put the ticket into the read model."""
    ticket, first = prepared.ticket, prepared.first
    await queries.open_ticket(
        db,
        id=prepared.id,
        building_id=ticket.building_id,
        customer_id=ticket.customer_id,
        ownership_id=ticket.ownership_id,
        anchor_date=ticket.handover_date,
        next_step=first.step.name,
        due_at=first.at,
        version=ticket.version,
    )


async def open_rows(db: Connection, building_id: str, handover: date, page: Sequence[Prepared]) -> None:
    """As `open_row`, for tickets of one building in one statement."""
    await queries.open_page(
        db,
        building_id=building_id,
        anchor_date=handover,
        ids=[each.id for each in page],
        customer_ids=[each.ticket.customer_id for each in page],
        ownership_ids=[each.ticket.ownership_id for each in page],
        next_steps=[each.first.step.name for each in page],
        due_at=[each.first.at for each in page],
        versions=[each.ticket.version for each in page],
    )


async def start_workflow(client: Client, task_queue: str, prepared: Prepared) -> bool:
    """Start the workflow alone; False when it was running already, or an earlier run of it has not ended.

    The latter leaves an open row whose run is over: the reconciler starts it.
    """
    ticket, first = prepared.ticket, prepared.first
    attributes: Sequence[SearchAttributePair[Any]] = [
        SearchAttributePair(TICKET_KIND, "PreHandover"),
        SearchAttributePair(STAGE, "waiting"),
        SearchAttributePair(CUSTOMER, ticket.customer_id),
        SearchAttributePair(BUILDING, ticket.building_id),
        SearchAttributePair(DUE_AT, first.at),
    ]
    begun = await begin(
        client,
        "PreHandover",
        ticket,
        id=prepared.id,
        version=ticket.version,
        task_queue=task_queue,
        search_attributes=TypedSearchAttributes(attributes),
        priority=Priority(priority_key=CAMPAIGN, fairness_key="PreHandover"),
        static_summary=text(ticket.locale, "ticket-summary", building=prepared.building),
    )
    return begun == "started"


async def start_one(
    pool: Pool, client: Client, task_queue: str, ownership_id: str, policy: PreHandoverPolicy, locale: str
) -> tuple[str, bool] | None:
    """The ownership's ticket id and whether it was started now.

    None when the ownership is unknown or may get no messages, no message lies ahead, or a person ended its
    ticket.
    """
    async with pool.acquire() as db:
        rows = [
            row
            async for row in queries.ownerships_to_enrol(
                db, building_id=None, ownership_id=ownership_id, after="", most=1
            )
        ]
        if not rows:
            return None
        if rows[0]["open"]:
            return PREFIX + ownership_id, False
        if rows[0]["close_reason"] in ENDED_BY_PEOPLE:
            return None
        building = present(await queries.get_building(db, id=rows[0]["building_id"]))
        if building["handover_date"] is None:
            return None
        prepared = prepare(rows[0], building["handover_date"], policy, locale, datetime.now(UTC))
        return None if prepared is None else (prepared.id, await start(db, client, task_queue, prepared))

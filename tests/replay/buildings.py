"""What the workflows of a whole building, and the reconciler, live through (P1, P33)."""

from datetime import timedelta
from typing import Any

from domain.buildings.changes import BuildingChanged, Enrol
from domain.buildings.imports import ImportToFollow
from domain.tickets.reconciliation import Reconcile
from huifang.local.training import fast_forward
from store.database import queries
from tests.replay.pre_handover import ahead
from tests.town.owners import Owner, Town
from tests.town.patience import until
from workflows.upkeep.building_change import BuildingChangeWorkflow
from workflows.upkeep.enrolment import EnrolmentWorkflow
from workflows.upkeep.import_follow_up import ImportFollowUpWorkflow
from workflows.upkeep.reconciliation import ReconciliationWorkflow


async def enrol(town: Town, building: str, locale: str) -> str:
    ticket = f"enrolment-{building}"
    await town.client.execute_workflow(
        EnrolmentWorkflow.run, Enrol(building, locale=locale), id=ticket, task_queue=town.queue
    )
    return ticket


async def enrolled(town: Town) -> str:
    """One ticket to start, one that runs already."""
    running = await town.enrolled(40)
    await town.owner(running.building)
    return await enrol(town, running.building, "zh-CN")


async def nothing_ahead(town: Town) -> str:
    building = await town.building(ahead(1))
    await town.owner(building)
    return await enrol(town, building, "en")


async def change(town: Town, owner: Owner, **row: Any) -> str:
    """Start telling every ticket; the id."""
    async with town.pool.acquire() as db:
        values = {"name": None, "handover_date": None, "status": None} | row
        found = await queries.change_building(db, id=owner.building, **values)
    told = BuildingChanged(
        owner.building, found["version"], found["handover_date"], found["status"] == "cancelled"
    )
    ticket = f"building-change-{told.building_id}-{told.version}"
    await town.client.start_workflow(BuildingChangeWorkflow.run, told, id=ticket, task_queue=town.queue)
    return ticket


async def moved(town: Town) -> str:
    ticket = await change(town, await town.enrolled(40), handover_date=ahead(70))
    await town.client.get_workflow_handle(ticket).result()
    return ticket


async def building_cancelled(town: Town) -> str:
    ticket = await change(town, await town.enrolled(40), status="cancelled")
    await town.client.get_workflow_handle(ticket).result()
    return ticket


async def behind(town: Town) -> str:
    """A ticket whose start was lost cannot be told; the change looks again until it is settled."""
    told = await town.enrolled(40)
    lost = await town.owner(told.building)
    async with town.pool.acquire() as db:
        await queries.open_ticket(
            db,
            id=lost.ticket,
            building_id=lost.building,
            customer_id=lost.customer,
            ownership_id=lost.ownership,
            anchor_date=ahead(40),
            next_step=None,
            due_at=None,
            version=1,
        )
    ticket = await change(town, told, handover_date=ahead(70))
    handle = town.client.get_workflow_handle(ticket)

    async def looking_again() -> bool:
        events = (await handle.fetch_history()).events
        return any(event.HasField("timer_started_event_attributes") for event in events)

    await until(looking_again)
    await fast_forward(town.client, ticket, timedelta(seconds=12))
    async with town.pool.acquire() as db:
        await queries.close_ticket(db, id=lost.ticket, reason="terminated")
    await fast_forward(town.client, ticket, timedelta(minutes=1))
    await handle.result()
    return ticket


async def reconcile(town: Town, owner: Owner, name: str) -> str:
    ticket = f"reconciliation-{name}-{owner.ownership}"
    await town.client.execute_workflow(
        ReconciliationWorkflow.run, Reconcile(timedelta(0)), id=ticket, task_queue=town.queue
    )
    return ticket


async def in_order(town: Town) -> str:
    return await reconcile(town, await town.enrolled(40), "in-order")


async def mended(town: Town) -> str:
    owner = await town.enrolled(40)
    await town.handle(owner).terminate("by operations staff")
    return await reconcile(town, owner, "mended")


async def follow_import(town: Town, building: str, number_of: Owner | None = None) -> str:
    """A roster was imported; with a new number for `number_of`, when given."""
    if number_of:
        new = (await town.owner(building)).phone
        async with town.pool.acquire() as db:
            await queries.change_number(db, id=number_of.customer, phone=new)
            await db.execute("INSERT INTO number_changes (ownership_id) VALUES ($1)", number_of.ownership)
    ticket = f"import-follow-up-{building}"
    await town.client.execute_workflow(
        ImportFollowUpWorkflow.run, ImportToFollow("none", building), id=ticket, task_queue=town.queue
    )
    return ticket


async def new_owner(town: Town) -> str:
    running = await town.enrolled(40)
    await town.owner(running.building)
    return await follow_import(town, running.building)


async def new_number(town: Town) -> str:
    owner = await town.enrolled(40)
    await town.treat(owner, "reject")
    await town.forward(owner, 12)
    return await follow_import(town, owner.building, owner)


ENROLMENT: dict[str, Any] = {"enrolled": enrolled, "nothing-ahead": nothing_ahead}
BUILDING_CHANGE: dict[str, Any] = {
    "moved": moved,
    "building-cancelled": building_cancelled,
    "behind": behind,
}
IMPORT_FOLLOW_UP: dict[str, Any] = {"new-owner": new_owner, "new-number": new_number}
RECONCILIATION: dict[str, Any] = {"in-order": in_order, "mended": mended}

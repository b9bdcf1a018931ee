"""A building that was changed: its running tickets hear of it (P1)."""

from temporalio.client import Client

from domain.buildings.changes import BuildingChanged
from services.backend import Backend
from services.starting import started
from services.telling import left_to_reconciler
from store.rows.buildings.buildings import BuildingRow


async def tell_tickets(backend: Backend, row: BuildingRow, locale: str) -> None:
    """Start the workflow that tells the building's tickets, when there are any to be told.

    The row is the truth by now: should Temporal have gone away in this very moment, the reconciler
    starts what is missing, and the change stands.
    """
    if row["policy"] is None or row["applied_version"] >= row["version"]:
        return
    ids = {"building": row["id"], "version": row["version"]}
    async with left_to_reconciler(backend, "building_change_left_to_reconciler", **ids):
        await start_change(backend.temporal, backend.task_queue, row, locale)


async def start_change(client: Client, task_queue: str, row: BuildingRow, locale: str) -> bool:
    """Whether the workflow for this version of the row was started; False: it is under way already."""
    changed = BuildingChanged(
        row["id"], row["version"], row["handover_date"], row["status"] == "cancelled", locale
    )
    return await started(
        client,
        "BuildingChange",
        changed,
        id=f"building-change-{row['id']}-{row['version']}",
        task_queue=task_queue,
    )

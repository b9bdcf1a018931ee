"""Changing a building, and seeing to it that its running tickets hear of it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import structlog
from starlette.requests import Request
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from api.routing import (
    ApiConfig,
    Problem,
    config_of,
    connection,
    reaching_temporal,
    request_id_of,
    require_temporal,
)
from domain.buildings.changes import BuildingChanged
from store.database import queries
from store.rows.buildings.buildings import BuildingRow
from workflows.upkeep.building_change import BuildingChangeWorkflow

_log = structlog.get_logger("api")


@dataclass(frozen=True)
class Change:
    """What a caller wants changed (None: left alone), and the version it last saw, if it says so."""

    name: str | None
    handover_date: date | None
    status: Literal["active", "cancelled"] | None
    version: int | None


async def change_building(request: Request, building_id: str, wanted: Change) -> BuildingRow:
    """The building's row after the change, or unchanged when nothing differs.

    Raises Problem `no-such-building`, `changed-meanwhile`, or `building-cancelled`. Asks Temporal first
    whether it is there: a change whose tickets cannot be told now is refused as a whole (503).
    """
    await require_temporal(config_of(request))
    async with connection(request) as db, db.transaction():
        row = await queries.lock_building(db, id=building_id)
        if row is None:
            raise Problem("no-such-building")
        if wanted.version is not None and wanted.version != row["version"]:
            raise Problem("changed-meanwhile")
        name, handover_date = wanted.name or row["name"], wanted.handover_date or row["handover_date"]
        status = wanted.status or row["status"]
        if (name, handover_date, status) == (row["name"], row["handover_date"], row["status"]):
            return row
        if row["status"] == "cancelled":
            raise Problem("building-cancelled")
        return await queries.revise_building(
            db, id=building_id, name=name, handover_date=handover_date, status=status
        )


async def tell_tickets(request: Request, row: BuildingRow) -> None:
    """Start the workflow that tells the building's tickets, when there are any to be told.

    The row is the truth by now: should Temporal have gone away in this very moment, the reconciler
    starts what is missing, and the change stands.
    """
    if row["policy"] is None or row["applied_version"] >= row["version"]:
        return
    config = config_of(request)
    try:
        await _start_change(config, row)
    except (RPCError, TimeoutError, ConnectionError) as error:
        _log.warning(
            "building_change_left_to_reconciler",
            request_id=request_id_of(request.scope),
            building=row["id"],
            version=row["version"],
            error=type(error).__name__,
        )


async def _start_change(config: ApiConfig, row: BuildingRow) -> None:
    changed = BuildingChanged(
        row["id"], row["version"], row["handover_date"], row["status"] == "cancelled", config.locale
    )
    try:
        async with reaching_temporal(config):
            await config.temporal.start_workflow(
                BuildingChangeWorkflow.run,
                changed,
                id=f"building-change-{row['id']}-{row['version']}",
                task_queue=config.task_queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            )
    except WorkflowAlreadyStartedError:
        return

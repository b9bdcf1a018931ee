"""Changing a building, and seeing to it that its running tickets hear of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import structlog
from starlette.requests import Request
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from api.config import ApiConfig
from api.database import connection
from api.problems import Problem
from api.request_scope import request_id_of
from api.route import config_of
from domain.buildings import BuildingChanged
from store.database import queries
from workflows.building_change import BuildingChangeWorkflow

_log = structlog.get_logger("api")


@dataclass(frozen=True)
class Change:
    """What a caller wants changed (None: left alone), and the version it last saw, if it says so."""

    name: str | None
    handover_date: date | None
    status: Literal["active", "cancelled"] | None
    version: int | None


async def change_building(request: Request, building_id: str, wanted: Change) -> Any:
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
        new = {
            field: getattr(wanted, field) if getattr(wanted, field) is not None else row[field]
            for field in ("name", "handover_date", "status")
        }
        if all(new[field] == row[field] for field in new):
            return row
        if row["status"] == "cancelled":
            raise Problem("building-cancelled")
        return await queries.revise_building(db, id=building_id, **new)


async def tell_tickets(request: Request, row: Any) -> None:
    """Start the workflow that tells the building's tickets, when there are any to be told.

    The row is the truth by now: should Temporal have gone away in this very moment, the reconciler
    starts what is missing, and the change stands.
    """
    if row["policy"] is None or row["applied_version"] >= row["version"]:
        return
    config = config_of(request)
    try:
        await start_change(config.temporal, config, row)
    except RPCError as error:
        _log.warning(
            "building_change_left_to_reconciler",
            request_id=request_id_of(request.scope),
            building=row["id"],
            version=row["version"],
            status=error.status.name,
        )


async def start_change(client: Client, config: ApiConfig, row: Any) -> None:
    """Start BuildingChange for this version of the building; starting it again changes nothing."""
    changed = BuildingChanged(
        row["id"], row["version"], row["handover_date"], row["status"] == "cancelled", config.locale
    )
    try:
        await client.start_workflow(
            BuildingChangeWorkflow.run,
            changed,
            id=f"building-change-{row['id']}-{row['version']}",
            task_queue=config.task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
            rpc_timeout=config.backend_timeout,
        )
    except WorkflowAlreadyStartedError:
        return


async def require_temporal(config: ApiConfig) -> None:
    """Raises RPCError or ConnectionError (both answered 503) when Temporal cannot be reached now."""
    try:
        await config.temporal.service_client.check_health(timeout=config.backend_timeout)
    except RuntimeError as error:
        # What the SDK raises when a lazily connected client finds nobody at its first call.
        if isinstance(error, RPCError):
            raise
        raise ConnectionError("Temporal cannot be reached") from error

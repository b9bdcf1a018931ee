"""Tells the tickets what a roster changed; what cannot be told now the reconciler tells later (P1)."""

import structlog
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError

from api.routing import ApiConfig, reaching_temporal
from domain.buildings.imports import ImportToFollow
from workflows.upkeep.import_follow_up import ImportFollowUpWorkflow

_log = structlog.get_logger()


async def start_follow_up(config: ApiConfig, import_id: str, building_id: str) -> None:
    """As `follow_import`. In an outage it is left to the reconciler: the import itself is done."""
    try:
        async with reaching_temporal(config):
            await follow_import(config.temporal, config.task_queue, import_id, building_id, config.locale)
    except (RPCError, TimeoutError, ConnectionError) as error:
        _log.warning("import_follow_up_postponed", import_id=import_id, error=type(error).__qualname__)


async def follow_import(
    client: Client, task_queue: str, import_id: str, building_id: str, locale: str
) -> None:
    """Start the workflow that brings an import to the tickets; one under way is left to it."""
    await client.start_workflow(
        ImportFollowUpWorkflow.run,
        ImportToFollow(import_id, building_id, locale),
        id=f"import-follow-up-{import_id}",
        task_queue=task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
    )

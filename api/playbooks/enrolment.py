"""Starting the enrolment of a building, and whether it is running."""

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from api.routing import ApiConfig, reaching_temporal, system
from domain.buildings.changes import Enrol
from store.database import queries
from store.policies import policy_from_json
from store.rows.buildings.buildings import BuildingRow
from workflows.upkeep.enrolment import EnrolmentWorkflow


def enrolment_id(building_id: str) -> str:
    """The workflow that enrols this building's owners: one at a time."""
    return f"enrolment-{building_id}"


async def start_enrolment(config: ApiConfig, building: BuildingRow) -> None:
    """As `enrol`. Raises as `reaching_temporal`."""
    async with reaching_temporal(config):
        await enrol(config.temporal, config.task_queue, building, config.locale)


async def enrol(client: Client, task_queue: str, building: BuildingRow, locale: str) -> None:
    """Enrol the owners of a building row with a policy; an enrolment under way is left to it."""
    await client.start_workflow(
        EnrolmentWorkflow.run,
        Enrol(building["id"], policy_from_json(building["policy"]), locale),
        id=enrolment_id(building["id"]),
        task_queue=task_queue,
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
    )


async def enrolment_running(config: ApiConfig, building_id: str) -> bool:
    """Whether owners are being enrolled at this moment. Raises as `reaching_temporal`."""
    with system():
        async with config.pool.acquire() as db:
            if not await queries.import_followed_of_building(db, building_id=building_id):
                return True
    handle = config.temporal.get_workflow_handle(enrolment_id(building_id))
    try:
        async with reaching_temporal(config):
            found = await handle.describe()
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return False
        raise
    return found.status == WorkflowExecutionStatus.RUNNING

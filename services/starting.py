"""A workflow that there is one of at a time: started under its id, or under way already."""

from typing import Any

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError


async def started(
    client: Client, workflow: str, argument: Any, *, id: str, task_queue: str, **options: Any
) -> bool:
    """Whether it was started now; False: one of that id is under way. What has ended does not count."""
    try:
        await client.start_workflow(
            workflow,
            argument,
            id=id,
            task_queue=task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
            id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
            **options,
        )
    except WorkflowAlreadyStartedError:
        return False
    return True

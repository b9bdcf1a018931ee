"""Carries on a ticket whose workflow tasks fail: from the last task that the code as it stands can follow."""

import uuid
from dataclasses import dataclass
from enum import StrEnum

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHistory
from temporalio.converter import DataConverter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from huifang.run.guarded_workflows import guarded
from workflows.registry import WORKFLOWS

_DEFAULT = "default"
_REASON = "carried on: its workflow tasks failed"


class CarriedOn(StrEnum):
    """What became of it."""

    RESET = "reset"
    IN_ORDER = "in-order"
    """The code follows its history: nothing was done."""
    NOT_RUNNING = "not-running"
    HOPELESS = "hopeless"
    """Not even the first task can be followed: it was made by other code than this."""


@dataclass(frozen=True)
class Carried:
    """What became of it, and the run that goes on."""

    outcome: CarriedOn
    run_id: str | None = None


async def carry_on(client: Client, ticket: str, version: int) -> Carried:
    """Reset a ticket that is stuck to the last task that replays; what people did since is done again.

    Nothing is told twice: acts and signals are applied again by Temporal, records are numbered, and calls and
    texts have keys that their first sending has taken. `version` is that of the ticket's row: what is written
    from now on is newer.
    """
    handle = client.get_workflow_handle(ticket)
    found = await handle.describe()
    if found.status != WorkflowExecutionStatus.RUNNING:
        return Carried(CarriedOn.NOT_RUNNING)
    history = await client.get_workflow_handle(ticket, run_id=found.run_id).fetch_history()
    if await follows(history, client.data_converter, client.namespace):
        return Carried(CarriedOn.IN_ORDER, found.run_id)
    task = await last_good_task(history, client.data_converter, client.namespace)
    if task is None:
        return Carried(CarriedOn.HOPELESS, found.run_id)
    # To the run that is stuck: Temporal applies it again, with the acts, before the new run writes anything.
    await client.get_workflow_handle(ticket, run_id=found.run_id).signal("carried_on", version)
    answer = await client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=ticket, run_id=found.run_id),
            reason=_REASON,
            workflow_task_finish_event_id=task,
            # The same order given twice makes one run.
            request_id=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{found.run_id}/{task}")),
        )
    )
    return Carried(CarriedOn.RESET, answer.run_id)


async def last_good_task(
    history: WorkflowHistory, converter: DataConverter, namespace: str = _DEFAULT
) -> int | None:
    """The end of the last workflow task before which everything can be followed; None where there is none."""
    ends = [
        place
        for place, event in enumerate(history.events)
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    ]
    for place in reversed(ends):
        if await follows(WorkflowHistory(history.workflow_id, history.events[:place]), converter, namespace):
            return int(history.events[place].event_id)
    return None


async def follows(history: WorkflowHistory, converter: DataConverter, namespace: str = _DEFAULT) -> bool:
    """Whether the code as it stands would do what the history, of a ticket in `namespace`, says it did."""
    replayer = Replayer(
        workflows=WORKFLOWS,
        workflow_runner=guarded(UnsandboxedWorkflowRunner(), converter),
        data_converter=converter,
        namespace=namespace,
    )
    result = await replayer.replay_workflow(history, raise_on_replay_failure=False)
    return result.replay_failure is None

"""What runs by the clock: the reconciler (P33)."""

from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
)

from domain.reconciliation import Reconcile
from workflows.reconciliation import ReconciliationWorkflow

RECONCILE = "reconcile"
_EVERY = timedelta(minutes=5)


async def ensure_schedules(client: Client, task_queue: str) -> None:
    """Create the schedules that are missing; those that exist are left as operations staff set them."""
    action = ScheduleActionStartWorkflow(
        ReconciliationWorkflow.run, Reconcile(), id="reconciliation", task_queue=task_queue
    )
    schedule = Schedule(
        action=action,
        spec=ScheduleSpec(intervals=[ScheduleIntervalSpec(every=_EVERY)]),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP),
    )
    try:
        await client.create_schedule(RECONCILE, schedule)
    except ScheduleAlreadyRunningError:
        return

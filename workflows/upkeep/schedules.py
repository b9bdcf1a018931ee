"""What runs by the clock: the reconciler (P33), and the nightly deletion (P23)."""

from datetime import timedelta

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
)

from domain.people.staff import COMPANY_ZONE
from domain.privacy.retention import Retain
from domain.tickets.reconciliation import Reconcile
from workflows.upkeep.reconciliation import ReconciliationWorkflow
from workflows.upkeep.retention import RetentionWorkflow

RECONCILE = "reconcile"
RETENTION = "retention"
_EVERY = timedelta(minutes=5)
_NIGHTLY = ScheduleCalendarSpec(hour=[ScheduleRange(3)], minute=[ScheduleRange(10)])
"""Nobody is written to or called then, and the day's backup can be over."""
_ONE_AT_A_TIME = SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP)


async def ensure_schedules(client: Client, task_queue: str) -> None:
    """Create the schedules that are missing; those that exist are left as operations staff set them."""
    reconcile = ScheduleActionStartWorkflow(
        ReconciliationWorkflow.run, Reconcile(), id="reconciliation", task_queue=task_queue
    )
    retain = ScheduleActionStartWorkflow(
        RetentionWorkflow.run, Retain(), id="retention", task_queue=task_queue
    )
    every = ScheduleSpec(intervals=[ScheduleIntervalSpec(every=_EVERY)])
    nightly = ScheduleSpec(calendars=[_NIGHTLY], time_zone_name=COMPANY_ZONE)
    await _ensure(client, RECONCILE, Schedule(action=reconcile, spec=every, policy=_ONE_AT_A_TIME))
    await _ensure(client, RETENTION, Schedule(action=retain, spec=nightly, policy=_ONE_AT_A_TIME))


async def _ensure(client: Client, name: str, schedule: Schedule) -> None:
    try:
        await client.create_schedule(name, schedule)
    except ScheduleAlreadyRunningError:
        return

"""P33: what crashed half-way is mended, on a schedule."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.tickets.reconciliation import ReconciliationActivities
    from domain.tickets.reconciliation import Reconcile, Reconciled

_LONGEST = timedelta(hours=1)
_SILENCE = timedelta(minutes=2)


@workflow.defn(name="Reconciliation")
class ReconciliationWorkflow:
    """P33: compare Postgres with Temporal once."""

    @workflow.run
    async def run(self, order: Reconcile) -> Reconciled:
        """The result says what had to be mended."""
        return await workflow.execute_activity_method(
            ReconciliationActivities.reconcile,
            order,
            start_to_close_timeout=_LONGEST,
            heartbeat_timeout=_SILENCE,
        )

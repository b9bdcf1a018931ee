"""Somebody has left: what he or she had in hand is dealt out anew at once (P10, P17)."""

from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from domain.tickets.reconciliation import Reconcile
from services.backend import Backend
from services.telling import left_to_reconciler
from store.rows.people.staff import StaffMemberRow


async def deal_out(backend: Backend, left: StaffMemberRow) -> None:
    """Start a round of its own for it, once per leaving; where Temporal is away, the next round does it."""
    async with left_to_reconciler(backend, "dealing_out_put_off", staff=left["id"]):
        try:
            await backend.temporal.start_workflow(
                "Reconciliation",
                Reconcile(leavers_only=True),
                id=f"left-{left['id']}-{left['version']}",
                task_queue=backend.task_queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            )
        except WorkflowAlreadyStartedError:
            return  # said twice

"""The same thing written bare on the SDK: what every comparison is made against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.common import Priority, SearchAttributePair, TypedSearchAttributes

with workflow.unsafe.imports_passed_through():
    from domain.playbooks.pre_handover import SendStep, Snapshot, StepResult
    from domain.playbooks.pre_handover_policy import PreHandoverPolicy
    from domain.tickets.priorities import CAMPAIGN
    from domain.tickets.task_queues import sms_queue
    from services.playbooks.pre_handover_starts import Prepared
    from services.tickets.search_attributes import BUILDING, CUSTOMER, DUE_AT, STAGE, TICKET_KIND

STEPS = 3
_TRY = timedelta(minutes=1)


@dataclass(frozen=True)
class BareTicket:
    """What the bare sequence needs: the moments, worked out beforehand, and what its activity asks for."""

    ownership_id: str
    anchor: date
    policy: PreHandoverPolicy
    moments: tuple[datetime, ...]
    ends: datetime


@workflow.defn(name="BareSequence")
class BareSequence:
    """Three times a timer and the product's own activity `send_step`; nothing else."""

    @workflow.run
    async def run(self, ticket: BareTicket) -> str:
        """Sleep until each moment and send."""
        for index, moment in enumerate(ticket.moments):
            await workflow.sleep(moment - workflow.now())
            last = index + 1 == len(ticket.moments)
            order = SendStep(
                ticket_id=workflow.info().workflow_id,
                ownership_id=ticket.ownership_id,
                anchor=ticket.anchor,
                step=ticket.policy.steps[index],
                policy=ticket.policy,
                at=workflow.now(),
                expires=ticket.ends,
                after=Snapshot(index + 2, ticket.anchor, close_reason="completed" if last else None),
            )
            await workflow.execute_activity(
                "send_step",
                order,
                task_queue=sms_queue(workflow.info().task_queue),
                start_to_close_timeout=_TRY,
                result_type=StepResult,
            )
        return "completed"


@workflow.defn(name="Floor")
class Floor:
    """The floor: three times a timer and an activity that takes an id, and one string as input."""

    @workflow.run
    async def run(self, ownership_id: str) -> str:
        """Sleep and act."""
        for _ in range(STEPS):
            await workflow.sleep(timedelta(days=10))
            await workflow.execute_activity(act, ownership_id, start_to_close_timeout=_TRY)
        return "completed"


@activity.defn(name="act")
async def act(ownership_id: str) -> str:
    """Nothing."""
    return ownership_id


async def bare_start(client: Client, queue: str, prepared: Prepared) -> None:
    """The call to Temporal that a ticket's start comes down to: same input, attributes and priority."""
    ticket, first = prepared.ticket, prepared.first
    attributes: Sequence[SearchAttributePair[str] | SearchAttributePair[datetime]] = [
        SearchAttributePair(TICKET_KIND, "PreHandover"),
        SearchAttributePair(STAGE, "waiting"),
        SearchAttributePair(CUSTOMER, ticket.customer_id),
        SearchAttributePair(BUILDING, ticket.building_id),
        SearchAttributePair(DUE_AT, first.at),
    ]
    await client.start_workflow(
        "PreHandover",
        ticket,
        id=prepared.id,
        task_queue=queue,
        search_attributes=TypedSearchAttributes(attributes),
        priority=Priority(priority_key=CAMPAIGN, fairness_key="PreHandover"),
        static_summary=prepared.building,
    )

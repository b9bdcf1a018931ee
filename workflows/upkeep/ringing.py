"""P7: somebody working on a ticket is connected with the customer, once."""

from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.messages.calls import CallActivities
    from domain.messages.calls import CallPlaced, CallResult, PlaceBridge
    from domain.messages.ringing import RingCustomer
    from domain.tickets.task_queues import phone_queue
    from texts import text
    from workflows.parts import patience
    from workflows.parts.telling import out_of_time


@workflow.defn(name="RingCustomer")
class RingCustomerWorkflow:
    """Placed soon or given up, never repeated; until its end is known the same person rings once."""

    @workflow.init
    def __init__(self, ring: RingCustomer) -> None:
        """Nothing is known yet."""
        self._ring = ring
        self._results: dict[str, CallResult] = {}

    @workflow.run
    async def run(self, ring: RingCustomer) -> CallResult | None:
        """How it ended; None where it rang nowhere, or nobody knows."""
        placed = await self._placed(ring.dial_within) or await self._placed(None, give_up=True)
        if placed is None or placed.outcome == "failed":
            return None
        wait = ring.answer_within
        for _ in range(ring.asked):
            if await self._heard(placed.reference, wait):
                return self._results[placed.reference]
            result = await self._asked(placed.reference, wait)
            if result is not None:
                return result
            wait *= 2
        return None

    @workflow.signal
    def call_ended(self, result: CallResult) -> None:
        """The provider's report; the first word on a call counts."""
        self._results.setdefault(result.reference, result)

    async def _placed(self, within: timedelta | None, give_up: bool = False) -> CallPlaced | None:
        """None: the provider was out of reach for as long as that."""
        ring = self._ring
        try:
            return await workflow.execute_activity_method(
                CallActivities.place_bridge,
                PlaceBridge(
                    ring.ticket_id,
                    ring.key,
                    ring.staff_id,
                    ring.customer_id,
                    workflow.now(),
                    give_up,
                ),
                task_queue=phone_queue(workflow.info().task_queue),
                start_to_close_timeout=patience.TRY,
                schedule_to_close_timeout=within,
                retry_policy=patience.UNTIL_ANSWERED,
                summary=text(ring.locale, "ring-dial"),
            )
        except ActivityError as error:
            if out_of_time(error):
                return None
            raise

    async def _heard(self, reference: str, within: timedelta) -> bool:
        try:
            await workflow.wait_condition(
                lambda: reference in self._results,
                timeout=within,
                timeout_summary=text(self._ring.locale, "tell-wait-for-answer"),
            )
        except TimeoutError:
            return False
        return True

    async def _asked(self, reference: str, within: timedelta) -> CallResult | None:
        try:
            return await workflow.execute_activity_method(
                CallActivities.ask_about_call,
                reference,
                task_queue=phone_queue(workflow.info().task_queue),
                start_to_close_timeout=patience.TRY,
                schedule_to_close_timeout=within,
                retry_policy=patience.UNTIL_ANSWERED,
                summary=text(self._ring.locale, "tell-ask-provider"),
            )
        except ActivityError as error:
            if out_of_time(error):
                return None
            raise

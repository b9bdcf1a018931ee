"""A ticket that orders one call and waits for what becomes of it."""

from dataclasses import dataclass, field
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.messages.calls import CallActivities
    from domain.messages.calls import CallPlaced, CallResult, PlaceBridge, PlaceNotice
    from domain.tickets.task_queues import phone_queue

_AGAIN = RetryPolicy(initial_interval=timedelta(milliseconds=100), maximum_interval=timedelta(seconds=1))


@dataclass(frozen=True)
class Order:
    """Either of the two; `results`: how many signals to wait for; `attempt`: seconds one attempt may take."""

    notice: PlaceNotice | None = None
    bridge: PlaceBridge | None = None
    results: int = 1
    attempt: float = 20.0


@dataclass(frozen=True)
class Told:
    """What the ticket was answered at once, and then told."""

    placed: CallPlaced
    results: list[CallResult] = field(default_factory=list)


@workflow.defn(name="OneCall")
class OneCallWorkflow:
    def __init__(self) -> None:
        self._results: list[CallResult] = []

    @workflow.run
    async def run(self, order: Order) -> Told:
        queue = phone_queue(workflow.info().task_queue)
        if order.notice is not None:
            placed = await workflow.execute_activity_method(
                CallActivities.place_notice, order.notice, task_queue=queue,
                start_to_close_timeout=timedelta(seconds=order.attempt), retry_policy=_AGAIN,
            )  # fmt: skip
        else:
            assert order.bridge is not None
            placed = await workflow.execute_activity_method(
                CallActivities.place_bridge, order.bridge, task_queue=queue,
                start_to_close_timeout=timedelta(seconds=order.attempt), retry_policy=_AGAIN,
            )  # fmt: skip
        if placed.outcome != "failed":
            await workflow.wait_condition(lambda: len(self._results) >= order.results)
        return Told(placed, self._results)

    @workflow.signal
    def call_ended(self, result: CallResult) -> None:
        self._results.append(result)

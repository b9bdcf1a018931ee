"""The customer is called about a ticket: a follow-up call, a ticket of its own, carried to a result (P10)."""

import asyncio
from collections.abc import Callable

from temporalio import workflow
from temporalio.common import Priority, SearchAttributePair, TypedSearchAttributes
from temporalio.exceptions import ChildWorkflowError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from domain.playbooks.follow_up_call import PREFIX, FollowUp, FollowUpResult
    from domain.playbooks.registry import number_of
    from domain.tickets import priorities
    from services.tickets.search_attributes import CUSTOMER, TICKET_KIND
    from texts import text
    from workflows.parts.beside import Beside

CANCELLED = FollowUpResult(None, "cancelled")
"""Ended by operations staff: not the customer's word."""


class CustomerCalls:
    """Of one ticket, numbered as they begin."""

    def __init__(self, ticket: str, reopened: int, beside: Beside, in_turn: Callable[[], bool]) -> None:
        """`in_turn`: whether the order of commands that holds now is the ticket's (decision 0025)."""
        self._number = number_of(ticket)
        self._beside, self._in_turn = beside, in_turn
        self._calls, self._reopened = 0, reopened

    async def made(self, call: FollowUp, over: Callable[[], bool]) -> FollowUpResult | None:
        """The result; None when it was `over` before, and the call is taken back."""
        self._calls += 1
        calling = await self._calling(call, f"{PREFIX}{self._number}-{self._reopened}-{self._calls}")
        try:
            await self._beside.wait(lambda: calling.done() or over())
        except asyncio.CancelledError:
            calling.cancel()
            raise
        if over():
            calling.cancel()
            return None
        try:
            return await calling
        except ChildWorkflowError as error:
            if is_cancelled_exception(error):
                raise
            return CANCELLED

    async def _calling(self, call: FollowUp, id: str) -> "asyncio.Task[FollowUpResult]":
        """The call as a task: that its workflow has started is nothing to wait for."""
        started = workflow.start_child_workflow(
            "FollowUpCall",
            call,
            id=id,
            result_type=FollowUpResult,
            # The call closes its own record, whatever becomes of the ticket that asked for it.
            parent_close_policy=workflow.ParentClosePolicy.REQUEST_CANCEL,
            search_attributes=TypedSearchAttributes(
                [
                    SearchAttributePair(TICKET_KIND, "FollowUpCall"),
                    SearchAttributePair(CUSTOMER, call.intake.customer_id),
                ]
            ),
            static_summary=text(call.intake.locale, "follow-up-summary", ticket=self._number),
            priority=Priority(
                priority_key=priorities.URGENT if call.intake.urgent else priorities.ORDINARY,
                fairness_key="FollowUpCall",
            ),
        )
        if not self._in_turn():
            return await started  # as it was

        async def to_its_end() -> FollowUpResult:
            result: FollowUpResult = await (await started)
            return result

        calling = asyncio.create_task(to_its_end())
        calling.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        return calling

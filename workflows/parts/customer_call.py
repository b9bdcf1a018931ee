"""The customer is called about a ticket: a follow-up call, a ticket of its own, carried to a result (P10)."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from temporalio import workflow
from temporalio.common import Priority, SearchAttributePair, TypedSearchAttributes
from temporalio.exceptions import ChildWorkflowError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from domain.playbooks.follow_up_call import PREFIX, FollowUp, FollowUpPolicy, FollowUpResult
    from domain.playbooks.registry import number_of
    from domain.tickets import priorities
    from domain.tickets.intake import AT_REST, Intake
    from domain.tickets.state import TicketEvent
    from services.tickets.search_attributes import CUSTOMER, TICKET_KIND
    from texts import text
    from workflows.parts.beside import Beside
    from workflows.parts.course import Ended
    from workflows.parts.standing import Standing

CANCELLED = FollowUpResult(None, "cancelled")
"""Ended by operations staff: not the customer's word."""


class CustomerCalls:
    """Of one ticket, numbered as they begin."""

    def __init__(
        self, ticket: str, intake: Intake, beside: Beside, standing: Standing, ended: Callable[[], str | None]
    ) -> None:
        """`ended`: the reason for which the ticket ends before its playbook does."""
        self._ticket, self._intake, self._number = ticket, intake, number_of(ticket)
        self._beside, self._standing, self._ended = beside, standing, ended
        self._calls = 0

    def about(self, reason: str, policy: FollowUpPolicy) -> FollowUp:
        """A call that asks the customer about this ticket, by whoever works on it if that is possible."""
        intake = replace(self._intake, first_contact=None, text_id=None, version=0, reopened=0)
        return FollowUp(self._ticket, reason, intake, policy, self._standing.state.handler)

    async def word(self, call: FollowUp) -> FollowUpResult:
        """As `made`, again until there is a result: nothing is solved without it (P7, P8)."""
        while (result := await self.made(call)).closed_as == "cancelled":
            await self._standing.records.ask()
        return result

    async def made(self, call: FollowUp) -> FollowUpResult:
        """Carried to a result; closed_as `cancelled` where it was ended without one. Raises `Ended`."""
        urgent = self._standing.state.urgent
        intake = replace(call.intake, urgent=urgent, order_of_commands=AT_REST)
        self._calls += 1
        number = f"{self._number}-{self._intake.reopened}-{self._calls}"
        result = await self._made(replace(call, intake=intake), f"{PREFIX}{number}")
        data = {"satisfaction": result.satisfaction or "", "closed_as": result.closed_as}
        self._standing.note(TicketEvent("customer_called", workflow.now(), data=data))
        return result

    async def _made(self, call: FollowUp, id: str) -> FollowUpResult:
        calling = await self._calling(call, id)
        try:
            await self._beside.wait(lambda: calling.done() or self._ended() is not None)
        except asyncio.CancelledError:
            calling.cancel()
            raise
        ended = self._ended()
        if ended is not None:  # and the call is taken back
            calling.cancel()
            raise Ended(ended)
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
        if not self._standing.records.at_rest:
            return await started  # as it was

        async def to_its_end() -> FollowUpResult:
            result: FollowUpResult = await (await started)
            return result

        calling = asyncio.create_task(to_its_end())
        calling.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        return calling

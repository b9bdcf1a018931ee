"""P1: every owner gets three messages counted back from the building's handover date."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Literal

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.messages import MessageActivities
    from domain.cadence import Due, next_due
    from domain.pre_handover import Closed, PreHandover, RecordTicket, SendStep, Snapshot, StepResult
    from domain.tickets import CloseReason, LeaveReason
    from texts import text
    from workflows.search_attributes import DUE_AT, STAGE

_TRY = timedelta(minutes=1)
_UNTIL_ANSWERED = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=10))


@workflow.defn(name="PreHandover")
class PreHandoverWorkflow:
    """P1: one ticket per ownership; the date may move, and the owner may sign, opt out or sell."""

    @workflow.init
    def __init__(self, ticket: PreHandover) -> None:
        """Begin with what enrolment knew."""
        self._ticket = ticket
        self._anchor = ticket.handover_date
        self._done = list(ticket.done)
        self._deferred: datetime | None = None
        self._left: LeaveReason | None = None
        self._version = ticket.version
        self._moved = False

    @workflow.run
    async def run(self, ticket: PreHandover) -> Closed:
        """Send each step when it is due, until none is left or the owner leaves."""
        try:
            while (due := self._next()) and self._left is None:
                if await self._something_changes_before(self._deferred or due.at, due):
                    await self._record_move()
                else:
                    self._conclude(due, await self._send(due))
        except asyncio.CancelledError:
            self._left = "cancelled"
        return await self._close(self._left or "completed")

    @workflow.signal
    def handover_moved(self, handover_date: date) -> None:
        """The building's handover date is now `handover_date`; what is left follows it."""
        if handover_date != self._anchor:
            self._anchor, self._moved, self._deferred = handover_date, True, None
            if self._ticket.policy.resend_after_move:
                self._done.clear()

    @workflow.signal
    def owner_left(self, reason: LeaveReason) -> None:
        """The owner signed, opted out or sold, or the building was cancelled: nothing more is sent."""
        self._left = self._left or reason

    @workflow.query
    def next_message(self) -> Due | None:
        """The step that comes next, and when."""
        return self._next() if self._left is None else None

    def _next(self) -> Due | None:
        if self._deferred is not None:
            return next((d for d in [self._waiting] if d.step.name not in self._done), None)
        self._waiting = next_due(self._anchor, self._ticket.policy, workflow.now(), self._done)  # type: ignore[assignment]
        return self._waiting

    _waiting: Due

    async def _something_changes_before(self, moment: datetime, due: Due) -> bool:
        name = self._text(f"step-{due.step.name}")
        self._show(text(self._ticket.locale, "ticket-next", step=name, due=f"{moment:%Y-%m-%d %H:%M}"))
        try:
            await workflow.wait_condition(
                lambda: self._moved or self._left is not None,
                timeout=max(moment - workflow.now(), timedelta(0)),
                timeout_summary=text(self._ticket.locale, "ticket-waiting", step=name),
            )
        except TimeoutError:
            return False
        return True

    async def _send(self, due: Due) -> StepResult:
        following = next_due(
            self._anchor,
            self._ticket.policy,
            due.at + timedelta(microseconds=1),
            [*self._done, due.step.name],
        )
        return await workflow.execute_activity_method(
            MessageActivities.send_step,
            SendStep(
                ticket_id=workflow.info().workflow_id,
                ownership_id=self._ticket.ownership_id,
                anchor=self._anchor,
                step=due.step,
                policy=self._ticket.policy,
                at=workflow.now(),
                expires=due.expires,
                after=self._snapshot(following, None if following else "completed"),
                locale=self._ticket.locale,
            ),
            start_to_close_timeout=_TRY,
            retry_policy=_UNTIL_ANSWERED,
            summary=text(self._ticket.locale, "ticket-send", step=self._text(f"step-{due.step.name}")),
        )

    def _conclude(self, due: Due, result: StepResult) -> None:
        self._deferred = result.until
        if result.outcome == "moved" and result.moved_to:
            self.handover_moved(result.moved_to)
        elif result.outcome == "left" and result.left:
            self.owner_left(result.left)
        elif result.outcome != "deferred":
            self._done.append(due.step.name)
            if (following := self._next()) is not None:
                workflow.upsert_search_attributes([DUE_AT.value_set(following.at)])

    async def _record_move(self) -> None:
        if not self._moved or self._left is not None:
            return
        self._moved = False
        following = self._next()
        if following is not None:
            workflow.upsert_search_attributes([DUE_AT.value_set(following.at)])
        await self._record("handover_moved", self._snapshot(following, None))

    async def _close(self, reason: CloseReason) -> Closed:
        workflow.upsert_search_attributes([STAGE.value_set("closed"), DUE_AT.value_unset()])
        self._show(text(self._ticket.locale, "ticket-closed", reason=self._text(f"reason-{reason}")))
        if not (reason == "completed" and self._done != list(self._ticket.done)):
            await asyncio.shield(self._record(f"closed_{reason}", self._snapshot(None, reason)))
        return Closed(reason)

    async def _record(self, event: str, snapshot: Snapshot) -> None:
        await workflow.execute_activity_method(
            MessageActivities.record_ticket,
            RecordTicket(workflow.info().workflow_id, event, workflow.now(), snapshot),
            start_to_close_timeout=_TRY,
            retry_policy=_UNTIL_ANSWERED,
            summary=self._text("ticket-record"),
        )

    def _snapshot(self, following: Due | None, reason: CloseReason | None) -> Snapshot:
        self._version += 1
        step, at = (following.step.name, following.at) if following else (None, None)
        return Snapshot(self._version, self._anchor, step, at, reason)

    def _text(self, key: str) -> str:
        return text(self._ticket.locale, key)

    def _show(self, line: str) -> None:
        handover = text(self._ticket.locale, "ticket-handover", date=self._anchor)
        done = [f"- ✔ {self._text(f'step-{name}')}" for name in self._done]
        workflow.set_current_details("\n\n".join([f"**{line}**", handover, "\n".join(done)]))


Signal = Literal["handover_moved", "owner_left"]

"""P1: every owner gets three messages counted back from the building's handover date."""

import asyncio
from datetime import date, datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.messages.cadence_steps import MessageActivities
    from domain.messages.cadence import Due, next_due
    from domain.playbooks.pre_handover import (
        Closed,
        PreHandover,
        RecordTicket,
        SendStep,
        Snapshot,
        StepResult,
    )
    from domain.tickets.ends import CloseReason, LeaveReason
    from domain.tickets.task_queues import sms_queue
    from services.tickets.search_attributes import DUE_AT, STAGE
    from texts import text
    from workflows.parts.cadence_details import cadence_details, clock, step_name

_TRY = timedelta(minutes=1)
_UNTIL_ANSWERED = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=10))


_NEVER_SENT = ("too_late", "frequency")


@workflow.defn(name="PreHandover")
class PreHandoverWorkflow:
    """P1: one ticket per ownership; the date may move, and the owner may sign, opt out or sell."""

    @workflow.init
    def __init__(self, ticket: PreHandover) -> None:
        """Begin with what enrolment knew."""
        self._ticket = ticket
        self._anchor = ticket.handover_date
        self._since = ticket.since or workflow.info().start_time
        self._done = list(ticket.done)
        self._again = set(ticket.again)
        self._outcomes: dict[str, str] = {}
        self._deferred: datetime | None = None
        self._left: LeaveReason | None = None
        self._changed = False
        self._version = ticket.version
        self._written: Snapshot | None = None
        self._sending_for = ticket.handover_date

    @workflow.run
    async def run(self, ticket: PreHandover) -> Closed:
        """Send each step when it is due, until none is left or the owner leaves."""
        try:
            while self._left is None and (due := self._next()):
                if await self._changes_before(self._deferred or due.at, due):
                    await self._follow_change()
                else:
                    self._conclude(due, await self._send(due))
        except (asyncio.CancelledError, ActivityError) as error:
            if not is_cancelled_exception(error):
                raise
            self._left = "cancelled"
        return await self._close(self._left or "completed")

    @workflow.signal
    def handover_moved(self, handover_date: date) -> None:
        """The building's handover date is now `handover_date`; what is left follows it."""
        if handover_date == self._anchor:
            return
        self._anchor, self._since, self._changed = handover_date, workflow.now(), True
        if self._ticket.policy.resend_after_move:
            self._done.clear()
        # What only came too late, or was one too many, was never sent: the new date gives it another chance.
        self._done = [step for step in self._done if self._outcomes.get(step) not in _NEVER_SENT]

    @workflow.signal
    def owner_left(self, reason: LeaveReason) -> None:
        """The owner signed, opted out or sold, or the building was cancelled: nothing more is sent."""
        self._left = self._left or reason

    @workflow.signal
    def delivery_failed(self, step: str) -> None:
        """The text of `step` never reached the phone."""
        self._outcomes[step] = "failed"

    @workflow.signal
    def number_changed(self) -> None:
        """The owner has a new number: texts that never arrived are sent to it while they still apply."""
        for step, outcome in self._outcomes.items():
            if outcome == "failed":
                self.send_again(step)

    @workflow.signal
    def send_again(self, step: str) -> None:
        """A person found that the text of `step` was never sent: send it while it still applies."""
        self._again.add(step)
        self._changed = True

    @workflow.query
    def next_message(self) -> Due | None:
        """The step that comes next, and when."""
        return self._next() if self._left is None else None

    def _next(self, after: str | None = None) -> Due | None:
        """The step that is due next, or the one after `after` once that is done."""
        done = self._done if after is None else [*self._done, after]
        again = self._again - {after}
        return next_due(self._anchor, self._ticket.policy, workflow.now(), done, again, self._since)

    async def _changes_before(self, moment: datetime, due: Due) -> bool:
        locale = self._ticket.locale
        name = step_name(locale, due.step.name)
        when = clock(locale, moment, self._ticket.policy.hours.timezone)
        self._show(self._text("ticket-next", step=name, due=when))
        try:
            await workflow.wait_condition(
                lambda: self._changed or self._left is not None,
                timeout=max(moment - workflow.now(), timedelta(0)),
                timeout_summary=self._text("ticket-waiting", step=name),
            )
        except TimeoutError:
            return False
        return True

    async def _send(self, due: Due) -> StepResult:
        following = self._next(after=due.step.name)
        self._sending_for = self._anchor
        self._outcomes.pop(due.step.name, None)
        order = SendStep(
            ticket_id=workflow.info().workflow_id,
            ownership_id=self._ticket.ownership_id,
            anchor=self._anchor,
            step=due.step,
            policy=self._ticket.policy,
            at=workflow.now(),
            expires=due.expires,
            after=self._snapshot(following, None if following else "completed"),
            locale=self._ticket.locale,
        )
        result = await workflow.execute_activity_method(
            MessageActivities.send_step,
            order,
            task_queue=sms_queue(workflow.info().task_queue),
            start_to_close_timeout=_TRY,
            retry_policy=_UNTIL_ANSWERED,
            summary=self._text("ticket-send", step=step_name(self._ticket.locale, due.step.name)),
        )
        self._written = None if result.outcome in ("deferred", "moved", "left") else order.after
        return result

    def _conclude(self, due: Due, result: StepResult) -> None:
        self._deferred = result.until
        if result.outcome == "moved" and result.moved_to:
            self.handover_moved(result.moved_to)
        elif result.outcome == "left" and result.left:
            self.owner_left(result.left)
        elif result.outcome != "deferred":
            self._again.discard(due.step.name)
            if not (self._ticket.policy.resend_after_move and self._sending_for != self._anchor):
                self._done.append(due.step.name)
            # A report that the text failed may have come before the provider's own answer.
            self._outcomes.setdefault(due.step.name, result.outcome)
            self._set_due(self._next())
        else:
            workflow.upsert_search_attributes([DUE_AT.value_set(result.until or due.at)])

    async def _follow_change(self) -> None:
        if self._left is not None:
            return
        self._changed, self._deferred = False, None
        following = self._next()
        self._set_due(following)
        await self._record("ticket_replanned", self._snapshot(following, None if following else "completed"))

    def _set_due(self, following: Due | None) -> None:
        if following is not None:
            workflow.upsert_search_attributes([DUE_AT.value_set(following.at)])

    async def _close(self, reason: CloseReason) -> Closed:
        workflow.upsert_search_attributes([STAGE.value_set("closed"), DUE_AT.value_unset()])
        self._show(self._text("ticket-closed", reason=self._text(f"reason-{reason}")))
        if self._written is None or self._written.close_reason != reason:
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
        self._written = snapshot

    def _snapshot(self, following: Due | None, reason: CloseReason | None) -> Snapshot:
        self._version += 1
        step, at = (following.step.name, following.at) if following else (None, None)
        return Snapshot(self._version, self._anchor, step, at, reason)

    def _text(self, key: str, **values: object) -> str:
        return text(self._ticket.locale, key, **values)

    def _show(self, headline: str) -> None:
        ticket = self._ticket
        # What an earlier run of the same ticket sent has no outcome of its own here.
        outcomes = {name: self._outcomes.get(name, "sent") for name in self._done}
        workflow.set_current_details(
            cadence_details(ticket.locale, headline, self._anchor, ticket.policy, outcomes, workflow.now())
        )

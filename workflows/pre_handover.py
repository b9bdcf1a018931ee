"""P1: every owner gets three messages counted back from the building's handover date."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages.cadence_steps import MessageActivities
    from domain.messages.cadence import Due
    from domain.messages.cadence_progress import CadenceProgress
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
    from workflows.parts import patience
    from workflows.parts.cadence_details import cadence_details, clock, step_name
    from workflows.parts.course import Course, Ended


@workflow.defn(name="PreHandover")
class PreHandoverWorkflow(Course[Closed]):
    """P1: one ticket per ownership; the date may move, and the owner may sign, opt out or sell."""

    @workflow.init
    def __init__(self, ticket: PreHandover) -> None:
        """Begin with what enrolment knew."""
        self._ticket = ticket
        self._cadence = CadenceProgress(
            ticket.policy,
            ticket.handover_date,
            ticket.since or workflow.info().start_time,
            ticket.done,
            frozenset(ticket.again),
        )
        self._left: LeaveReason | None = None
        self._version = ticket.version
        self._written: Snapshot | None = None
        """What is on record; the sending of a step writes where it leads to."""

    @workflow.run
    async def run(self, ticket: PreHandover) -> Closed:
        """Until every text is sent, or the owner leaves."""
        return await self.lived()

    async def course(self) -> str:
        """Send each step when it is due, until none is left or the owner leaves."""
        while due := self._following():
            if await self._changes_before(self._cadence.deferred or due.at, due):
                await self._follow_change()
            else:
                self._conclude(due, await self._send(due))
        return "completed"

    # What happens to the owner

    @workflow.signal
    def handover_moved(self, handover_date: date) -> None:
        """The building's handover date is now `handover_date`; what is left follows it."""
        self._cadence = self._cadence.moved(handover_date, workflow.now())

    @workflow.signal
    def owner_left(self, reason: LeaveReason) -> None:
        """The owner signed, opted out or sold, or the building was cancelled: nothing more is sent."""
        self._left = self._left or reason

    @workflow.signal
    def delivery_failed(self, step: str) -> None:
        """The text of `step` never reached the phone."""
        self._cadence = self._cadence.failed(step)

    @workflow.signal
    def number_changed(self) -> None:
        """The owner has a new number: texts that never arrived are sent to it while they still apply."""
        self._cadence = self._cadence.sent_again(*self._cadence.that_failed())

    @workflow.signal
    def send_again(self, step: str) -> None:
        """A person found that the text of `step` was never sent: send it while it still applies."""
        self._cadence = self._cadence.sent_again(step)

    @workflow.query
    def next_message(self) -> Due | None:
        """The step that comes next, and when."""
        return self._cadence.following(workflow.now()) if self._left is None else None

    # The next step

    def _following(self) -> Due | None:
        if self._left is not None:
            raise Ended(self._left)
        return self._cadence.following(workflow.now())

    async def _changes_before(self, moment: datetime, due: Due) -> bool:
        name = step_name(self._ticket.locale, due.step.name)
        when = clock(self._ticket.locale, moment, self._ticket.policy.hours.timezone)
        self._show(self._text("ticket-next", step=name, due=when))
        try:
            # Not `Waiting`: that sets no timer for what holds already, and timers are told apart by number.
            await workflow.wait_condition(
                lambda: self._cadence.changed or self._left is not None,
                timeout=max(moment - workflow.now(), timedelta(0)),
                timeout_summary=self._text("ticket-waiting", step=name),
            )
        except TimeoutError:
            return False
        return True

    async def _follow_change(self) -> None:
        if self._left is not None:
            return
        self._cadence = self._cadence.looked_at()
        following = self._cadence.following(workflow.now())
        self._set_due(following)
        await self._record("ticket_replanned", self._snapshot(following, None if following else "completed"))

    async def _send(self, due: Due) -> StepResult:
        following = self._cadence.following(workflow.now(), after=due.step.name)
        self._cadence = self._cadence.sending(due)
        order = SendStep(
            ticket_id=workflow.info().workflow_id,
            ownership_id=self._ticket.ownership_id,
            anchor=self._cadence.anchor,
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
            start_to_close_timeout=patience.TRY,
            retry_policy=patience.UNTIL_ANSWERED,
            summary=self._text("ticket-send", step=step_name(self._ticket.locale, due.step.name)),
        )
        self._written = None if result.outcome in ("deferred", "moved", "left") else order.after
        return result

    def _conclude(self, due: Due, result: StepResult) -> None:
        self._cadence = replace(self._cadence, deferred=result.until)
        if result.outcome == "moved" and result.moved_to:
            self.handover_moved(result.moved_to)
        elif result.outcome == "left" and result.left:
            self.owner_left(result.left)
        elif result.outcome == "deferred":
            workflow.upsert_search_attributes([DUE_AT.value_set(result.until or due.at)])
        else:
            self._cadence = self._cadence.concluded(due, result)
            self._set_due(self._cadence.following(workflow.now()))

    # On record, and shown

    async def closed(self, reason: str) -> Closed:
        """The end; recorded, unless the last sending has done so."""
        because: CloseReason = reason  # type: ignore[assignment]
        workflow.upsert_search_attributes([STAGE.value_set("closed"), DUE_AT.value_unset()])
        self._show(self._text("ticket-closed", reason=self._text(f"reason-{reason}")))
        if self._written is None or self._written.close_reason != reason:
            await asyncio.shield(self._record(f"closed_{reason}", self._snapshot(None, because)))
        return Closed(because)

    async def _record(self, event: str, snapshot: Snapshot) -> None:
        await workflow.execute_activity_method(
            MessageActivities.record_ticket,
            RecordTicket(workflow.info().workflow_id, event, workflow.now(), snapshot),
            start_to_close_timeout=patience.TRY,
            retry_policy=patience.UNTIL_ANSWERED,
            summary=self._text("ticket-record"),
        )
        self._written = snapshot

    def _snapshot(self, following: Due | None, reason: CloseReason | None) -> Snapshot:
        self._version += 1
        step, at = (following.step.name, following.at) if following else (None, None)
        return Snapshot(self._version, self._cadence.anchor, step, at, reason)

    def _set_due(self, following: Due | None) -> None:
        if following is not None:
            workflow.upsert_search_attributes([DUE_AT.value_set(following.at)])

    def _text(self, key: str, **values: object) -> str:
        return text(self._ticket.locale, key, **values)

    def _show(self, headline: str) -> None:
        ticket, cadence = self._ticket, self._cadence
        # What an earlier run of the same ticket sent has no outcome of its own here.
        outcomes = {name: cadence.outcomes.get(name, "sent") for name in cadence.done}
        workflow.set_current_details(
            cadence_details(ticket.locale, headline, cadence.anchor, ticket.policy, outcomes, workflow.now())
        )

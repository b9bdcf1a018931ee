"""Telling people: called until somebody presses the key, by SMS where nobody does, then the next (P7, P8)."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from temporalio import workflow
from temporalio.exceptions import ActivityError, RetryState, TimeoutError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.messages.calls import CallActivities
    from activities.people.staff import StaffActivities
    from domain.messages.calls import ACCEPTED_KEYS, CallPlaced, CallResult, PlaceNotice
    from domain.messages.notices import SendNotice
    from domain.people.staff import WhomToTell
    from domain.promises.promise import CHANNELS, Channel
    from domain.promises.telling import TellingPolicy, Tried
    from domain.tickets.task_queues import phone_queue
    from texts import text
    from workflows.parts import patience
    from workflows.parts.notices import text_sent
    from workflows.parts.standing import Standing
    from workflows.parts.waiting import Waiting

_LOOK = timedelta(seconds=10)
SHOWN_TRIES = 12
CALLING = "calling"
_HEARD = (CALLING, "acknowledged", "answered", "texted")
"""Whoever was rung has to hear of what changes, also where an act of theirs came before the key."""
_NO_SECOND_CALL = ("refused", "unreachable", "wrong_number")


@dataclass
class _Notice:
    """What one person is told, as holder of which role; `enough` says when it need not be told any more."""

    key: str
    staff_id: str
    role: str
    meant: str
    because: str
    template: str
    spoken: Callable[[], Mapping[str, str]]
    enough: Callable[[], bool]
    keys: tuple[str, ...]
    channels: tuple[Channel, ...]
    texted: bool = False


class Answered(NamedTuple):
    """Who pressed which key; `meant`: the one asked for or the deputy, nobody further up."""

    staff_id: str
    result: CallResult
    meant: bool


class Telling:
    """One ticket's calls to staff, and the results that come back to it."""

    def __init__(
        self,
        locale: str,
        policy: TellingPolicy,
        waiting: Waiting,
        standing: Standing,
    ) -> None:
        """Texts are read out in `locale`; what `standing` shows has who was tried `lately`."""
        self._locale, self.policy, self._waiting, self._standing = locale, policy, waiting, standing
        standing.shows(lambda: self.lately)
        self.lately: tuple[Tried, ...] = ()
        """Who was tried lately, for the Web UI; all are in the timeline."""
        self._results: dict[str, CallResult] = {}
        self._looking = asyncio.Lock()
        self._heard: dict[str, str] = {}

    def ended(self, result: CallResult) -> None:
        """A call ended; the first word on a call counts."""
        self._results.setdefault(result.reference, result)

    async def people(
        self,
        key: str,
        whom: WhomToTell,
        template: str,
        spoken: Callable[[], Mapping[str, str]],
        enough: Callable[[], bool],
        keys: tuple[str, ...] = (),
        channels: tuple[Channel, ...] = CHANNELS,
    ) -> Answered | None:
        """Who acknowledged and how; None when nobody did, or when it was `enough` before.

        `key` is unique within the ticket: nobody is called twice under the same one. What is `spoken` is
        looked up for each person anew: a promise may have moved meanwhile. `keys` are those of the
        phone that acknowledge as well as the usual one, for those who are meant. `channels`: tried in turn,
        for each person.
        """
        # Tickets of the old order of commands did not heed what their policy said of channels.
        in_turn = self._standing.order.at_rest
        channels = channels if in_turn else CHANNELS
        # Local: a look at the records that takes milliseconds, and the call need not wait in two queues.
        # One at a time: in which order local activities end is not sure to be kept (decision 0025).
        async with self._looking if in_turn else nullcontext():
            told = await workflow.execute_local_activity_method(
                StaffActivities.whom_to_tell,
                whom,
                start_to_close_timeout=_LOOK,
                retry_policy=patience.WHILE_PEOPLE_WAIT,
                summary=text(self._locale, "tell-whom"),
            )
        for person in told.people[: self.policy.most_people]:
            if enough():
                return None
            staff_id, meant = person.staff_id, person.because == "asked_for"
            role = whom.tell if meant else person.because
            accepted = (*ACCEPTED_KEYS, *keys) if meant else ACCEPTED_KEYS
            notice = _Notice(
                f"{key}/{staff_id}",
                staff_id,
                role,
                whom.tell,
                person.because,
                template,
                spoken,
                enough,
                accepted,
                channels,
            )
            result = await self._person(notice)
            if result is not None:
                return Answered(staff_id, result, meant)
        return None

    def _tried(self, notice: _Notice, outcome: str, key: str | None = None) -> None:
        tried = Tried(workflow.now(), notice.staff_id, notice.role, outcome, key)
        self.lately = (*self.lately, tried)[-SHOWN_TRIES:]
        if notice.because == "asked_for" and outcome in _HEARD:
            self._heard[notice.staff_id] = notice.meant
        self._standing.show()

    def _no_longer_calling(self, notice: _Notice) -> None:
        kept = [each for each in self.lately if (each.staff_id, each.outcome) != (notice.staff_id, CALLING)]
        self.lately = tuple(kept)

    async def _person(self, notice: _Notice) -> CallResult | None:
        """Called, again, then an SMS. Whatever happens to one person's call, the next person is told."""
        try:
            return await self._by_channels(notice)
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            workflow.logger.error("a call was ended by force", exc_info=error)
            return None

    async def _by_channels(self, notice: _Notice) -> CallResult | None:
        """The key that was pressed; an SMS has none, and who is written to is not waited for."""
        for channel in notice.channels:
            if channel == "call":
                result = await self._called(notice)
                if result is not None:
                    return result
            elif not notice.enough() and not notice.texted:
                await self._sms(notice)
        return None

    async def _called(self, notice: _Notice) -> CallResult | None:
        for attempt in range(1, self.policy.calls_each + 1):
            if attempt > 1 and await self._waiting.holds_before(
                notice.enough, workflow.now() + self.policy.between_calls, text(self._locale, "tell-again")
            ):
                return None
            placed = await self._placed(notice, attempt, self.policy.place_within)
            if placed is None and not notice.enough():
                # The phone provider is out of reach: the SMS goes ahead, the call follows when it can.
                if not notice.texted and "sms" in notice.channels:
                    await self._sms(notice)
                placed = await self._placed(notice, attempt, None)
            if placed is None:
                return None
            if placed.outcome == "failed":
                self._tried(notice, "failed")
                continue
            self._tried(notice, CALLING)
            try:
                result = await self.result_of(placed.reference, notice.enough)
            finally:
                self._no_longer_calling(notice)
            if result is not None or not notice.enough():
                self._tried(notice, result.outcome if result else "unknown", result.key if result else None)
            if result is not None and result.outcome == "acknowledged":
                return result
            if placed.outcome == "unknown" or (result is not None and result.outcome in _NO_SECOND_CALL):
                break
        return None

    async def _placed(self, notice: _Notice, attempt: int, within: timedelta | None) -> CallPlaced | None:
        """None: it was enough, or the call could not be placed `within` that time. Safe to repeat."""
        placing = workflow.start_activity_method(
            CallActivities.place_notice,
            PlaceNotice(
                workflow.info().workflow_id,
                f"{notice.key}/{attempt}",
                notice.staff_id,
                notice.template,
                dict(notice.spoken()),
                self._locale,
                workflow.now(),
                notice.keys,
                notice.meant,
                notice.because,
            ),
            task_queue=phone_queue(workflow.info().task_queue),
            start_to_close_timeout=patience.TRY,
            schedule_to_close_timeout=within,
            retry_policy=patience.WHILE_PEOPLE_WAIT,
            summary=text(self._locale, "tell-call"),
            priority=self._standing.priority(),
        )
        try:
            return await self._waiting.unless(notice.enough, placing)
        except ActivityError as error:
            if out_of_time(error):
                return None
            raise

    async def result_of(
        self, reference: str, enough: Callable[[], bool], within: timedelta | None = None
    ) -> CallResult | None:
        """How the call ended; the provider is asked when no word of it comes `within` that time.

        None when nobody knows, or when it was `enough` before.
        """
        until = workflow.now() + (within or self.policy.answer_within)
        if await self._waiting.holds_before(
            lambda: reference in self._results or enough(), until, text(self._locale, "tell-wait-for-answer")
        ):
            return self._results.get(reference)
        asking = workflow.start_activity_method(
            CallActivities.ask_about_call,
            reference,
            task_queue=phone_queue(workflow.info().task_queue),
            start_to_close_timeout=patience.TRY,
            retry_policy=patience.WHILE_PEOPLE_WAIT,
            summary=text(self._locale, "tell-ask-provider"),
            priority=self._standing.priority(),
        )
        # The report may still come while the provider cannot be asked.
        asked = await self._waiting.unless(lambda: reference in self._results or enough(), asking)
        return self._results.get(reference) or asked

    def heard(self, role: str) -> tuple[str, ...]:
        """Who was told as holder of the role, and so has to hear of what changes for them."""
        return tuple(staff for staff, meant in self._heard.items() if meant == role)

    def forget(self, role: str) -> None:
        """It concerns those people no longer."""
        self._heard = {staff: meant for staff, meant in self._heard.items() if meant != role}

    async def write(
        self, key: str, staff_id: str, role: str, template: str, spoken: Mapping[str, str]
    ) -> None:
        """A text that asks for nothing, to somebody who was told; given up where no provider takes it."""
        notice = _Notice(
            key, staff_id, role, role, "asked_for", template, lambda: spoken, lambda: False, (), ("sms",)
        )
        try:
            await self._sms(notice)
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            workflow.logger.error("a text was ended by force", exc_info=error)

    async def _sms(self, notice: _Notice) -> None:
        """An SMS provider that is out of reach does not keep the next person waiting."""
        try:
            await text_sent(
                SendNotice(
                    ticket_id=workflow.info().workflow_id,
                    key=f"{notice.key}/sms",
                    template=notice.template.replace("voice-", "sms-", 1),
                    params=dict(notice.spoken()),
                    staff_id=notice.staff_id,
                    locale=self._locale,
                    at=workflow.now(),
                    role=notice.meant,
                    because=notice.because,
                ),
                text(self._locale, "tell-sms"),
                priority=self._standing.priority(),
                retry=patience.WHILE_PEOPLE_WAIT,
                within=self.policy.place_within,
            )
        except ActivityError as error:
            if out_of_time(error):
                return
            raise
        notice.texted = True
        self._tried(notice, "texted")


def out_of_time(error: ActivityError) -> bool:
    """Whether it was tried until its time was up; how its last attempt ended is no matter."""
    return error.retry_state == RetryState.TIMEOUT or isinstance(error.cause, TimeoutError)

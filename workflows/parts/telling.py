"""Telling people: called until somebody presses the key, by SMS where nobody does, then the next (P7, P8)."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.calls import CallActivities
    from activities.notices import NoticeActivities
    from activities.staff import StaffActivities
    from domain.calls import ACCEPTED_KEYS, CallResult, PlaceNotice
    from domain.notices import SendNotice
    from domain.staff import WhomToTell
    from domain.task_queues import phone_queue, sms_queue
    from domain.telling import TellingPolicy
    from texts import text
    from workflows.parts.waiting import holds_before

_TRY = timedelta(minutes=1)
_UNTIL_ANSWERED = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=2))
_NO_SECOND_CALL = ("refused", "unreachable", "wrong_number")


class Telling:
    """One ticket's calls to staff, and the results that come back to it."""

    def __init__(self, locale: str, policy: TellingPolicy) -> None:
        """Texts are read out in `locale`."""
        self._locale, self.policy = locale, policy
        self._results: dict[str, CallResult] = {}

    def ended(self, result: CallResult) -> None:
        """A call ended; the first word on a call counts."""
        self._results.setdefault(result.reference, result)

    async def people(
        self,
        key: str,
        whom: WhomToTell,
        template: str,
        params: Mapping[str, str],
        enough: Callable[[], bool],
        keys: tuple[str, ...] = (),
    ) -> tuple[str, CallResult] | None:
        """Who acknowledged and how; None when nobody did, or when it was `enough` before.

        `key` is unique within the ticket: nobody is called twice under the same one. `keys` are those of the
        phone that acknowledge as well as the usual one.
        """

        told = await workflow.execute_activity_method(
            StaffActivities.whom_to_tell,
            whom,
            start_to_close_timeout=_TRY,
            retry_policy=_UNTIL_ANSWERED,
            summary=text(self._locale, "tell-whom"),
        )
        for staff_id in told.ids[: self.policy.most_people]:
            if enough():
                return None
            accepted = (*ACCEPTED_KEYS, *keys)
            result = await self._person(f"{key}/{staff_id}", staff_id, template, params, enough, accepted)
            if result is not None:
                return staff_id, result
        return None

    async def _person(
        self,
        key: str,
        staff_id: str,
        template: str,
        params: Mapping[str, str],
        enough: Callable[[], bool],
        keys: tuple[str, ...],
    ) -> CallResult | None:
        for attempt in range(self.policy.calls_each):
            if attempt and await holds_before(
                enough, workflow.now() + self.policy.between_calls, text(self._locale, "tell-again")
            ):
                return None
            result = await self._call(f"{key}/{attempt + 1}", staff_id, template, params, keys)
            if result is not None and result.outcome == "acknowledged":
                return result
            if result is not None and result.outcome in _NO_SECOND_CALL:
                break
        if not enough():
            await self._sms(key, staff_id, template, params)
        return None

    async def _call(
        self, key: str, staff_id: str, template: str, params: Mapping[str, str], keys: tuple[str, ...]
    ) -> CallResult | None:
        placed = await workflow.execute_activity_method(
            CallActivities.place_notice,
            PlaceNotice(
                workflow.info().workflow_id,
                key,
                staff_id,
                template,
                dict(params),
                self._locale,
                workflow.now(),
                keys,
            ),
            task_queue=phone_queue(workflow.info().task_queue),
            start_to_close_timeout=_TRY,
            retry_policy=_UNTIL_ANSWERED,
            summary=text(self._locale, "tell-call"),
        )
        if placed.outcome == "failed":
            return None
        return await self.result_of(placed.reference)

    async def result_of(self, reference: str) -> CallResult | None:
        """How the call ended; the provider is asked when no word of it comes. None when nobody knows."""
        until = workflow.now() + self.policy.answer_within
        if await holds_before(
            lambda: reference in self._results, until, text(self._locale, "tell-wait-for-answer")
        ):
            return self._results[reference]
        return await workflow.execute_activity_method(
            CallActivities.ask_about_call,
            reference,
            task_queue=phone_queue(workflow.info().task_queue),
            start_to_close_timeout=_TRY,
            retry_policy=_UNTIL_ANSWERED,
            summary=text(self._locale, "tell-ask-provider"),
        )

    async def _sms(self, key: str, staff_id: str, template: str, params: Mapping[str, str]) -> None:
        await workflow.execute_activity_method(
            NoticeActivities.send_notice,
            SendNotice(
                ticket_id=workflow.info().workflow_id,
                key=f"{key}/sms",
                template=template.replace("voice-", "sms-", 1),
                params=dict(params),
                staff_id=staff_id,
                locale=self._locale,
                at=workflow.now(),
            ),
            task_queue=sms_queue(workflow.info().task_queue),
            start_to_close_timeout=_TRY,
            retry_policy=_UNTIL_ANSWERED,
            summary=text(self._locale, "tell-sms"),
        )

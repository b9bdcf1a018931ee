"""P10: the customer is called within 3 days, at a good hour, until there is a result."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.calls import CallActivities
    from activities.notices import NoticeActivities
    from activities.staff import StaffActivities
    from activities.tickets import TicketActivities
    from domain.acts import Act
    from domain.calls import PlaceBridge
    from domain.follow_up import TURNS, Attempt, FollowUp, FollowUpResult, Reached, next_attempt, what_next
    from domain.notices import SendNotice
    from domain.promise import PromisePolicy
    from domain.staff import ChooseAgent
    from domain.task_queues import phone_queue, sms_queue
    from domain.ticket_state import OpenTicket, TicketEvent
    from workflows.parts.ticket import Ticket
    from workflows.parts.waiting import holds_before

_TRY = timedelta(minutes=1)
_UNTIL_ANSWERED = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=2))
_SATISFACTION = ("satisfied", "neutral", "dissatisfied")


@workflow.defn(name="FollowUpCall")
class FollowUpCallWorkflow(Ticket):
    """P10: chosen agent, permitted hour, call, result; no answer is tried at other hours, then by SMS."""

    turns = TURNS
    always = ("set_urgent", "set_ordinary")

    @workflow.init
    def __init__(self, call: FollowUp) -> None:
        """Begin with what the ticket or campaign asked for."""
        self.take_in(call.intake, "no_agent", call.policy.telling)
        self._call, self._policy = call, call.policy
        self._attempts: tuple[Attempt, ...] = ()
        self._asked_by_sms = False
        self._wished: datetime | None = None
        self._result: FollowUpResult | None = None
        self._dialled = 0
        self._changed = False

    @workflow.run
    async def run(self, call: FollowUp) -> FollowUpResult:
        """Until there is a result; nothing else ends it."""
        try:
            await self._open()
            async with self.promise("follow-up-call"):
                await self._find_agent()
                while self._result is None:
                    await self._one_round()
            result = self._result
        except (asyncio.CancelledError, ActivityError) as error:
            if not is_cancelled_exception(error):
                raise
            result = FollowUpResult(None, "cancelled")
        await self.close(result.closed_as)
        return result

    async def _open(self) -> None:
        """Its own place in the read model, linked with what it is about."""
        call = self._call
        await workflow.execute_activity_method(
            TicketActivities.open_ticket,
            OpenTicket(self.id, "FollowUpCall", call.intake, self.state.stage, call.about, call.reason),
            start_to_close_timeout=_TRY,
            retry_policy=_UNTIL_ANSWERED,
            summary=self.say("ticket-record"),
        )

    async def _find_agent(self) -> None:
        """Load and skill balanced, the preferred agent first, the absent skipped."""
        chosen = await workflow.execute_activity_method(
            StaffActivities.choose_agent,
            ChooseAgent(
                self.id,
                "first",
                workflow.now(),
                workflow.now() + self._policy.within,
                self._call.preferred_agent,
                self._call.skills,
            ),
            start_to_close_timeout=_TRY,
            retry_policy=_UNTIL_ANSWERED,
            summary=self.say("follow-up-choose"),
        )
        if chosen.agent_id is None:
            await self._tell_supervisor("no-agent", "voice-call-no-agent")
            await workflow.wait_condition(lambda: self.state.handler is not None or self._result is not None)
        else:
            self.state = replace(self.state, handler=chosen.agent_id)
            self.note(TicketEvent("agent_chosen", workflow.now(), data={"agent": chosen.agent_id}))

    async def _one_round(self) -> None:
        """Wait for the hour, put it on the agent's list, carry the call, and decide what follows."""
        await self._until_callable()
        if await self._dialled_or_recorded():
            reached = await self._bridged()
            if self._result is not None:
                return
            self._attempts += (Attempt(workflow.now(), reached),)
            self.note(TicketEvent("attempt", workflow.now(), data={"reached": reached}))
            await self._after(what_next(self._attempts, self._policy, self._asked_by_sms))

    async def _until_callable(self) -> None:
        """Never in rest hours; at the time the customer wished where one is known."""
        moment = self._wished or next_attempt(
            self._attempts, self._policy, self._call.preferred_hours, workflow.now()
        )
        if moment > workflow.now():
            await self.enter("scheduled")
            self._changed = False
            await holds_before(self._overtaken, moment, self.say("follow-up-wait"))
        if self._result is None and self.state.stage != "dialling":
            await self.enter("ready")

    async def _dialled_or_recorded(self) -> bool:
        """Whether the agent dialled; a result may also be recorded without (the customer called us)."""
        await workflow.wait_condition(
            lambda: self.state.stage == "dialling" or self._result is not None or self._wished_later()
        )
        return self.state.stage == "dialling" and self._result is None

    async def _bridged(self) -> Reached:
        """The agent's phone, then the customer's; how it ended."""
        self._wished = None
        placed = await workflow.execute_activity_method(
            CallActivities.place_bridge,
            PlaceBridge(
                self.id,
                f"call/{self._dialled}",
                self.state.handler or "",
                self._call.intake.customer_id,
                workflow.now(),
            ),
            task_queue=phone_queue(workflow.info().task_queue),
            start_to_close_timeout=_TRY,
            retry_policy=_UNTIL_ANSWERED,
            summary=self.say("follow-up-dial"),
        )
        if placed.outcome == "failed":
            return "failed"
        while self._result is None:
            result = await self.telling.result_of(placed.reference)
            if result is not None:
                return "answered" if result.outcome == "acknowledged" else result.outcome
        return "answered"

    async def _after(self, following: str) -> None:
        if following == "record":
            await self.enter("to_record")
            await workflow.wait_condition(lambda: self._result is not None)
        elif following == "ask_by_sms":
            await self._ask_by_sms()
        elif following == "supervisor":
            await self.enter("with_supervisor")
            await self._tell_supervisor(f"unreached-{len(self._attempts)}", "voice-call-unreached")
            await workflow.wait_condition(
                lambda: self._result is not None or self.state.stage != "with_supervisor"
            )

    async def _ask_by_sms(self) -> None:
        """Ask for a good time; the answer is waited for, then called once more."""
        await workflow.execute_activity_method(
            NoticeActivities.send_notice,
            SendNotice(
                self.id,
                "ask-for-a-time",
                "sms-call-when",
                customer_id=self._call.intake.customer_id,
                locale=self.locale,
                at=workflow.now(),
            ),
            task_queue=sms_queue(workflow.info().task_queue),
            start_to_close_timeout=_TRY,
            retry_policy=_UNTIL_ANSWERED,
            summary=self.say("follow-up-ask-by-sms"),
        )
        self._asked_by_sms = True
        await self.enter("asked")
        self._changed = False
        until = workflow.now() + self._policy.wait_for_reply
        await holds_before(self._overtaken, until, self.say("follow-up-wait-for-reply"))

    def _overtaken(self) -> bool:
        """A person was quicker than the clock."""
        return self._result is not None or self._changed or self.state.stage == "dialling"

    def _wished_later(self) -> bool:
        return self._wished is not None and self._wished > workflow.now()

    async def _tell_supervisor(self, key: str, template: str) -> None:
        await self.tell_people(key, "service_supervisor", template, lambda: self._result is not None)

    def promise_policy(self, name: str) -> PromisePolicy:
        """The call itself is promised."""
        return self._policy.promise

    # Acts

    def check(self, act: Act) -> None:
        """A result is complete, or it is none (P10)."""
        if act.name == "record_result" and act.data.get("satisfaction") not in _SATISFACTION:
            raise ApplicationError("a result needs the customer's satisfaction", type="Incomplete")

    def on_dial(self, act: Act) -> None:
        """The agent calls now."""
        self._dialled += 1
        self.state = replace(self.state, stage="dialling")

    def on_record_result(self, act: Act) -> None:
        """The record is complete; the call has its result."""
        answers = {key: value for key, value in act.data.items() if key != "satisfaction"}
        satisfaction = act.data["satisfaction"]
        self._result = FollowUpResult(satisfaction, "recorded", answers, act.text_id)  # type: ignore[arg-type]

    def on_prefer_time(self, act: Act) -> None:
        """The customer wishes to be called at another time."""
        self._wished, self._changed = datetime.fromisoformat(act.data["at"]), True
        self.state = replace(self.state, stage="scheduled")

    def on_reassign(self, act: Act) -> None:
        """Another agent calls."""
        self.state = replace(self.state, handler=act.data["to"])

    def on_call_again(self, act: Act) -> None:
        """A supervisor has mended what was in the way: the number, or the hour."""
        self._attempts, self._asked_by_sms = (), False
        self.state = replace(self.state, stage="scheduled")

    def on_close_unreached(self, act: Act) -> None:
        """A supervisor answers for it that the customer cannot be reached."""
        self._result = FollowUpResult(None, "unreached", {}, act.text_id)

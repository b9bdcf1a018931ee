"""P10: the customer is called within 3 days, at a good hour, until there is a result."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.messages.calls import CallActivities
    from activities.people.staff import StaffActivities
    from activities.tickets.records import TicketActivities
    from domain.messages.calls import TOO_LATE, CallPlaced, CallResult, PlaceBridge
    from domain.messages.notices import SendNotice
    from domain.people.staff import ChooseAgent
    from domain.playbooks.conversation import Conversation
    from domain.playbooks.follow_up_call import (
        FOLLOW_UP_CALL,
        FollowUp,
        FollowUpPolicy,
        FollowUpResult,
        Reached,
    )
    from domain.tickets.acts import REST_HOURS, Act
    from domain.tickets.state import OpenTicket, TicketEvent, TicketState
    from domain.tickets.task_queues import phone_queue
    from workflows.parts import patience
    from workflows.parts.customer_call import CANCELLED
    from workflows.parts.notices import text_sent
    from workflows.parts.telling import out_of_time
    from workflows.parts.ticket import Ticket

_SATISFACTION = ("satisfied", "neutral", "dissatisfied")


@workflow.defn(name="FollowUpCall")
class FollowUpCallWorkflow(Ticket):
    """P10: chosen agent, permitted hour, call, result; no answer is tried at other hours, then by SMS."""

    playbook = FOLLOW_UP_CALL
    policy: FollowUpPolicy

    @workflow.init
    def __init__(self, call: FollowUp) -> None:
        """Begin with what the ticket or campaign asked for."""
        self.take_in(call.intake, "no_agent", call.policy)
        self._call = call
        self._talk = Conversation(preferred=call.preferred_hours)

    @workflow.run
    async def run(self, call: FollowUp) -> FollowUpResult:
        """Until there is a result; nothing else ends it but operations."""
        state = await self.lived()
        result = self._talk.result
        return result if result and result.closed_as == state.close_reason else CANCELLED

    async def course(self) -> str:
        """An agent is found, and calls until the conversation has a result."""
        promise = self.promise("follow-up-call")
        await self._open()
        chosen = await self._choose_agent()
        async with promise:
            if not chosen:
                await self._agent_wanted()
            while self._talk.result is None:
                await self._one_round()
        return self._talk.result.closed_as

    async def _open(self) -> None:
        """Its own place in the read model, linked with what it is about; the hours the customer likes."""
        call = self._call
        opened = await workflow.execute_local_activity_method(
            TicketActivities.open_ticket,
            OpenTicket(self.id, "FollowUpCall", call.intake, self.state.stage, call.about, call.reason),
            start_to_close_timeout=patience.TRY,
            retry_policy=patience.WHILE_PEOPLE_WAIT,
            summary=self.say("ticket-record"),
        )
        self._talk = self._talk.liking(call.preferred_hours or opened.preferred_hours)

    async def _choose_agent(self) -> bool:
        """Load and skill balanced, the preferred agent first, the absent skipped; whether there is one."""
        chosen = await workflow.execute_local_activity_method(
            StaffActivities.choose_agent,
            ChooseAgent(
                self.id,
                "first",
                workflow.now(),
                workflow.now() + self.policy.within,
                self._call.preferred_agent,
                self._call.skills,
            ),
            start_to_close_timeout=patience.TRY,
            retry_policy=patience.WHILE_PEOPLE_WAIT,
            summary=self.say("follow-up-choose"),
        )
        if chosen.agent_id is None:
            return False
        self.state = replace(self.state, handler=chosen.agent_id)
        self.note(TicketEvent("agent_chosen", workflow.now(), data={"agent": chosen.agent_id}))
        return True

    async def _agent_wanted(self) -> None:
        """Nobody can take the call: a supervisor says who does."""
        await self._with_supervisor_until(
            "no-agent",
            "voice-call-no-agent",
            lambda: self.state.handler is not None or self._talk.over,
        )

    async def _one_round(self) -> None:
        """Wait for the hour, put it on the agent's list, carry the call, and decide what follows."""
        await self._until_callable()
        await self.beside.wait(lambda: self._talk.to_dial or self._talk.over or self.state.stage != "ready")
        if not self._talk.to_dial or self._talk.over:
            return  # a result without a call (the customer called us), or another hour
        reached = await self._bridged()
        if self._talk.over:
            return
        if reached is None:
            await self.enter("ready", "not_connected")
            return
        self._talk = self._talk.tried(workflow.now(), reached)
        self.note(TicketEvent("attempt", workflow.now(), data={"reached": reached}))
        await self._after(self._talk.following(self.policy))

    async def _until_callable(self) -> None:
        """Never in rest hours; at the time the customer wished where one is known."""
        while not self._talk.to_dial and not self._talk.over and self.state.stage != "ready":
            self._talk = self._talk.looked_at()
            moment = self._talk.moment(self.policy, workflow.now())
            if moment > workflow.now() and self.state.stage != "scheduled":
                await self.enter("scheduled")
            if not await self.waiting.holds_before(
                lambda: self._talk.overtaken, moment, self.say("follow-up-wait")
            ):
                await self.enter("ready")

    async def _bridged(self) -> Reached | None:
        """The agent's phone, then the customer's; how it ended for the customer.

        None: the agent's own phone was not answered, or the provider out of reach, or nobody knows.
        """
        self._talk = self._talk.under_way()
        placed = await self._dial()
        if placed is None or placed.error == TOO_LATE:
            return None
        if placed.outcome == "failed":
            return "failed"
        result = await self._end_of_call(placed.reference)
        if result is None or result.leg == "agent":
            return None
        return "answered" if result.outcome == "acknowledged" else result.outcome

    async def _dial(self) -> CallPlaced | None:
        """A call that cannot be placed soon is given up: the agent no longer waits for it."""
        try:
            return await self._placed(within=self.policy.dial_within)
        except ActivityError as error:
            if not out_of_time(error):
                raise
        return await self._placed(give_up=True)

    async def _placed(self, within: timedelta | None = None, give_up: bool = False) -> CallPlaced | None:
        order = PlaceBridge(
            self.id,
            f"call/{self._talk.dialled}",
            self.state.handler or "",
            self._call.intake.customer_id,
            workflow.now(),
            give_up,
        )
        placing = workflow.start_activity_method(
            CallActivities.place_bridge,
            order,
            task_queue=phone_queue(workflow.info().task_queue),
            start_to_close_timeout=patience.TRY,
            schedule_to_close_timeout=within,
            retry_policy=patience.WHILE_PEOPLE_WAIT,
            summary=self.say("follow-up-dial"),
            priority=self.priority(),
        )
        return await self.waiting.unless(self._recorded, placing)

    async def _end_of_call(self, reference: str) -> CallResult | None:
        """People may talk for long: the provider is asked less and less often, and not for ever."""
        wait = self.policy.telling.answer_within
        for _ in range(self.policy.asked_about_a_call):
            result = await self.telling.result_of(reference, self._recorded, wait)
            if result is not None or self._recorded():
                return result
            wait *= 2
        return None

    def _recorded(self) -> bool:
        return self._talk.over

    async def _after(self, following: str) -> None:
        if following == "record":
            await self.enter("to_record")
            await self.beside.wait(lambda: self._talk.over or self.state.stage != "to_record")
        elif following == "ask_by_sms":
            await self._ask_by_sms()
        elif following == "supervisor":
            await self.enter("with_supervisor")
            self._talk = self._talk.escalate()
            await self._with_supervisor_until(
                f"unreached-{self._talk.escalated}",
                "voice-call-unreached",
                lambda: self._talk.over or self.state.stage != "with_supervisor",
            )

    async def _ask_by_sms(self) -> None:
        """Ask for a good time; the answer is waited for, then called once more."""
        self._talk = self._talk.asking()
        await text_sent(
            SendNotice(
                self.id,
                f"ask-for-a-time-{self._talk.asked}",
                "sms-call-when",
                customer_id=self._call.intake.customer_id,
                locale=self.locale,
                at=workflow.now(),
            ),
            self.say("follow-up-ask-by-sms"),
            priority=self.priority(),
            retry=patience.WHILE_PEOPLE_WAIT,
        )
        self._talk = self._talk.asked_for_a_time()
        await self.enter("asked")
        until = workflow.now() + self.policy.wait_for_reply
        await self.waiting.holds_before(
            lambda: self._talk.overtaken, until, self.say("follow-up-wait-for-reply")
        )

    @workflow.signal
    def customer_replied(self) -> None:
        """An SMS came, which stands in the timeline: the customer is called in the next permitted hour."""
        if self.state.stage == "asked":
            self._talk = self._talk.replied()

    async def _with_supervisor_until(self, key: str, template: str, settled: Callable[[], bool]) -> None:
        """A supervisor is told, and decides; who decides meanwhile need not be called any more."""
        telling = self.beside.start(self._supervisor_told(key, template, settled))
        try:
            await self.beside.wait(settled)
        finally:
            telling.cancel()

    async def _supervisor_told(self, key: str, template: str, settled: Callable[[], bool]) -> None:
        await self.tell_people(key, "service_supervisor", template, settled)

    @workflow.update
    async def change_policy(self, policy: FollowUpPolicy) -> TicketState:
        """Put the running call under another policy, on purpose; time used or paused stays so."""
        return await self.under(policy)

    # Acts

    def check(self, act: Act) -> None:
        """A result is complete, or it is none (P10)."""
        if act.name == "record_result" and act.data.get("satisfaction") not in _SATISFACTION:
            raise ApplicationError("a result needs the customer's satisfaction", type="Incomplete")
        opens = self._talk.rests_until(self.policy, workflow.now()) if act.name == "dial" else None
        if opens is not None:
            raise ApplicationError("no call in rest hours", f"{opens:%m-%d %H:%M}", type=REST_HOURS)

    def on_dial(self, act: Act) -> None:
        """The agent calls now."""
        self._talk = self._talk.dial()
        self.state = replace(self.state, stage="dialling")

    def on_record_result(self, act: Act) -> None:
        """The record is complete; the call has its result."""
        answers = {key: value for key, value in act.data.items() if key != "satisfaction"}
        satisfaction = act.data["satisfaction"]
        self._talk = self._talk.end(
            FollowUpResult(satisfaction, "recorded", answers, act.text_id)  # type: ignore[arg-type]
        )

    def on_prefer_time(self, act: Act) -> None:
        """The customer wishes to be called at another time."""
        self._talk = self._talk.wish(datetime.fromisoformat(act.data["at"]))
        self.state = replace(self.state, stage="scheduled")

    def on_reassign(self, act: Act) -> None:
        """Another agent calls."""
        self.state = replace(self.state, handler=act.data["to"])

    def on_call_again(self, act: Act) -> None:
        """A supervisor has mended what was in the way: the number, or the hour."""
        self._talk = self._talk.begin_again()
        self.state = replace(self.state, stage="scheduled")

    def on_close_unreached(self, act: Act) -> None:
        """A supervisor answers for it that the customer cannot be reached."""
        self._talk = self._talk.end(FollowUpResult(None, "unreached", {}, act.text_id))

"""P9: answered within a day or by sundown; after two days the customer hears how it stands."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.messages.notices import SendNotice
    from domain.playbooks.enquiry import ENQUIRY, Enquiry, EnquiryPolicy
    from domain.promises.promise import PromisePolicy
    from domain.tickets.acts import Act
    from domain.tickets.state import TicketEvent, TicketState
    from workflows.parts.cadence_details import HOME_ZONE, clock
    from workflows.parts.notices import text_sent
    from workflows.parts.own_promise import CUSTOMER_WAITED_FOR
    from workflows.parts.ticket import Ticket

_OPEN = ("asked", "with_department", "apology_due")


@workflow.defn(name="Enquiry")
class EnquiryWorkflow(Ticket):
    """P9: asked, answered by who can, and the customer is content; nobody waits without a word."""

    playbook = ENQUIRY
    policy: EnquiryPolicy

    @workflow.init
    def __init__(self, enquiry: Enquiry) -> None:
        """Begin with what was asked."""
        self.take_in(enquiry.intake, enquiry.first_stage, enquiry.policy)
        self._within = self.policy.answer.within
        self._before = self.state.stage
        self._content: str | None = None
        self._departments = self._apologies = 0
        self._department_has_it = False
        self._promised_anew: datetime | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @workflow.run
    async def run(self, enquiry: Enquiry) -> TicketState:
        """Again and again until the customer is content, or the ticket ends otherwise."""
        return await self.lived()

    async def course(self) -> str:
        """Answered, and the customer is content; or answered again."""
        self.note(TicketEvent("taken_in", workflow.now(), self.intake.first_contact or "system"))
        while True:
            await self._answered()
            if self._content == "yes":
                return "answered_at_once"
            if self._content is None and await self._is_content():
                return "answered"
            self._again()

    def let_go(self) -> None:
        """Nobody is told of it any more."""
        for task in self._tasks:
            task.cancel()

    async def _answered(self) -> None:
        """Within the day or by sundown; when that takes too long, the customer is told how it stands."""
        asked = workflow.now()
        due = self.policy.due(asked)
        self._within = self.policy.answer.within if due is None else due - asked
        async with self.promise("answer"):
            self._tasks.append(self.beside.start(self._nobody_waits_without_a_word(asked)))
            await self.until("answered")

    async def _is_content(self) -> bool:
        call = self.customer.about("enquiry-answered", self.policy.follow_up)
        return (await self.customer.word(call)).satisfaction != "dissatisfied"

    def _again(self) -> None:
        """Not content: asked again, with a fresh promise."""
        self._content = self._promised_anew = None
        self.reopen("asked")

    def promise_policy(self, name: str) -> PromisePolicy:
        """The answer; under the rule of sundown within what was left of the day when it was asked."""
        return replace(self.policy.answer, within=self._within)

    @workflow.update
    async def change_policy(self, policy: EnquiryPolicy) -> TicketState:
        """Put the running enquiry under another policy, on purpose; time used or paused stays so."""
        return await self.under(policy)

    # The customer hears how it stands

    async def _nobody_waits_without_a_word(self, asked: datetime) -> None:
        due = asked + self.policy.apology_after
        while not await self._over_before(due, "enquiry-wait-for-answer"):
            if self._customer_waited_for():
                await self.waiting.until(lambda: self._over() or not self._customer_waited_for())
            else:
                await self._how_it_stands_is_told()
            due = self._promised_anew or workflow.now() + self.policy.promised_anew
            self._promised_anew = None

    async def _how_it_stands_is_told(self) -> None:
        """By a person within the hour, else by the drafted text."""
        self._before, self._apologies = self.state.stage, self._apologies + 1
        await self.enter("apology_due", "apology_due")
        self._tasks.append(self.beside.start(self._person_told(f"apology/{self._apologies}")))
        until = workflow.now() + self.policy.apology_within
        told = await self.waiting.holds_before(self._told, until, self.say("enquiry-wait-for-person"))
        if not told:
            until = workflow.now() + self.policy.promised_anew
            self.note(TicketEvent("apology_sent", workflow.now(), data={"until": until.isoformat()}))
            self._promise_anew(until)
            await self._text_how_it_stands(until)

    async def _person_told(self, key: str) -> None:
        await self.tell_people(key, self.state.handler or "shift_lead", "voice-enquiry-apology", self._told)

    def _told(self) -> bool:
        return self.state.stage != "apology_due" or self._over()

    def _promise_anew(self, until: datetime) -> None:
        self._promised_anew = until
        self.own_promise.move(until)
        self.state = replace(self.state, stage=self._before)

    async def _text_how_it_stands(self, until: datetime) -> None:
        await text_sent(
            SendNotice(
                self.id,
                f"how-it-stands-{self._apologies}",
                "sms-enquiry-how-it-stands",
                {"ticket": self.spoken()["ticket"], "until": clock(self.locale, until, HOME_ZONE)},
                customer_id=self.intake.customer_id,
                locale=self.locale,
                at=workflow.now(),
            ),
            self.say("enquiry-send-apology"),
        )
        await self.record()

    # The department that can answer

    async def _department_told(self, number: int) -> None:
        """Its head confirms, by key or by act, or is chased, as whoever a ticket is handed to."""
        receipt = self.telling.policy.receipt
        told_at = workflow.now()
        for rung in sorted(receipt.ladder, key=lambda each: each.offset):
            moment = told_at + receipt.within + rung.offset
            if await self.waiting.holds_before(self._settled(number), moment, self.say("tell-again")):
                return
            head = rung.offset <= timedelta()
            answered = await self.tell_people(
                f"department/{number}/{rung.name}",
                "department_head" if head else rung.tell,
                "voice-enquiry-department" if head else rung.template,
                self._settled(number),
            )
            if head and answered is not None and answered.meant:
                data = {"by": "phone"}
                self.note(TicketEvent("confirm_department", workflow.now(), answered.staff_id, data))
                self._department_has_it = True
                await self.record()
                return

    def _settled(self, number: int) -> Callable[[], bool]:
        return lambda: (
            self._department_has_it
            or self._departments != number
            or self.state.stage in ("asked", "answered")
        )

    # Acts

    def on_answer(self, act: Act) -> None:
        """The customer has the answer; who did not say to be content is asked later."""
        self._content = act.data.get("content")
        self.state = replace(self.state, stage="answered")

    def on_ask_department(self, act: Act) -> None:
        """The department that can answer is told by phone at once."""
        self._departments += 1
        self._department_has_it = False
        self.state = replace(self.state, stage="with_department", department_id=act.data["department"])
        self._tasks.append(self.beside.start(self._department_told(self._departments)))

    def on_confirm_department(self, act: Act) -> None:
        """The department has it."""
        self._department_has_it = True

    def on_tell_how_it_stands(self, act: Act) -> None:
        """The customer was told by phone how it stands, and by when there will be an answer."""
        self._promise_anew(datetime.fromisoformat(act.data["until"]))

    def on_send_apology(self, act: Act) -> None:
        """The drafted text, with the time that a person names."""
        until = datetime.fromisoformat(act.data["until"])
        self._promise_anew(until)
        self._tasks.append(self.beside.start(self._text_how_it_stands(until)))

    def _customer_waited_for(self) -> bool:
        return self.own_promise.waits_for(CUSTOMER_WAITED_FOR)

    def _over(self) -> bool:
        return self.state.stage not in _OPEN or self.ended is not None or self.state.close_reason is not None

    async def _over_before(self, moment: datetime, key: str) -> bool:
        return await self.waiting.holds_before(self._over, moment, self.say(key))

"""P7: the crew is on site within 8 hours, repairs, and the customer confirms."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime
from typing import Any

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.playbooks.follow_up_call import FollowUp, FollowUpResult
    from domain.playbooks.repair import REPAIR, CustomerHears, Repair, RepairPolicy, goes_back
    from domain.promises.promise import PromiseClock, Rung
    from domain.tickets.acts import Act
    from domain.tickets.state import TicketEvent, TicketState
    from workflows.parts.course import Ended
    from workflows.parts.own_promise import CUSTOMER_WAITED_FOR
    from workflows.parts.spoken import spoken_moment
    from workflows.parts.telling import Answered
    from workflows.parts.ticket import Ticket

_CREW_LEADER = "crew_leader"
_FIRST_CALL = {
    "called": (_CREW_LEADER, "voice-repair-crew"),
    "crew_wanted": ("service_supervisor", "voice-repair-no-crew"),
}
"""Who is phoned at once, and told what: the crew, or who has to find one."""
ARRIVED = "2"
"""The key with which a crew says on the phone that it is on site."""


@workflow.defn(name="Repair")
class RepairWorkflow(Ticket):
    """P7: a report becomes a crew on site, a plan, a repair and a customer who says that it is well."""

    playbook = REPAIR
    policy: RepairPolicy

    @workflow.init
    def __init__(self, repair: Repair) -> None:
        """Begin with what was taken in."""
        self.take_in(repair.intake, repair.first_stage, repair.policy)
        self.state = replace(self.state, crew_id=repair.crew_id, department_id=repair.department_id)
        self._crew_call: asyncio.Task[None] | None = None
        self._stage_calls: list[asyncio.Task[None]] = []
        self._arrival: PromiseClock | None = None
        self._disputed: PromiseClock | None = None
        self._arrived_in_time: bool | None = None
        self._word: FollowUpResult | None = None
        self._informed = 0

    @workflow.run
    async def run(self, repair: Repair) -> TicketState:
        """Again and again until the customer is content, or the ticket ends otherwise."""
        return await self.lived()

    async def course(self) -> str:
        """Carried out, then asked: content, or opened again."""
        self.note(TicketEvent("taken_in", workflow.now(), self.intake.first_contact or "system"))
        self._customer_hears("received")
        while True:
            await self._carried_out()
            self._stop_calling()  # one call at the end is enough
            self._customer_hears("done")
            self._word = await self.customer.word(self._call_about("done"))
            if self._word.satisfaction != "dissatisfied":
                return "solved"
            self._again()

    def let_go(self) -> None:
        """Nobody is phoned about it any more."""
        self._stop_calling()

    async def _carried_out(self) -> None:
        """On site in time, a plan in time, repaired in time: each stage has its promise, until it is done."""
        self._call_crew()
        while (promised := self.turns.promise_in(self.state.stage)) is not None:
            again, self._disputed = self._disputed, None
            async with self.promise(promised, again) as promise:
                await self.until(*self.turns.stages_without(promised))
                if goes_back(promised, self.state.stage):
                    promise.give_up()
                if promised == "on-site":
                    self._arrival = promise.clock
                    in_time = promise.clock.time_left(workflow.now()).total_seconds() >= 0
                    # Late once is late, however soon the crew comes after the ticket was opened again.
                    self._arrived_in_time = in_time and self._arrived_in_time is not False
            if self.state.stage in self.policy.stage_calls:
                self._stage_calls.append(self.beside.start(self._ask_meanwhile(self.state.stage)))

    # The crew

    def _call_crew(self) -> None:
        """The crew is phoned at once; without a crew the supervisor who picks one is."""
        if self._crew_call is not None:
            self._crew_call.cancel()
        self._crew_call = self.beside.start(self._crew_called(f"crew-{workflow.uuid4().hex[:8]}"))

    async def _crew_called(self, key: str) -> None:
        stage = self.state.stage
        if stage not in ("called", "crew_wanted"):
            return
        role, template = _FIRST_CALL[stage]
        answered = await self.tell_people(key, role, template, lambda: self.state.stage != stage)
        if answered is not None and stage == "called":
            await self._pressed(answered)

    async def _pressed(self, answered: Answered) -> None:
        """The crew's own key; whoever is phoned in its place knows of it, and cannot speak for it."""
        act = "arrive" if answered.result.key == ARRIVED else "acknowledge"
        if answered.meant and act in self.possible_acts():
            self.note(TicketEvent(act, workflow.now(), answered.staff_id, {"by": "phone"}))
            self.do(Act(act, answered.staff_id))
            await self.record()

    def answering_keys(self, role: str) -> tuple[str, ...]:
        """A crew may say on the phone that it is there."""
        return (ARRIVED,) if role == _CREW_LEADER else ()

    async def acknowledged(self, rung: Rung, answered: Answered) -> None:
        """A crew that is reminded answers as on its first call."""
        if rung.tell == _CREW_LEADER:
            await self._pressed(answered)

    # The customer

    def _call_about(self, stage: str) -> FollowUp:
        return self.customer.about(f"repair-{stage}", self.policy.follow_up)

    async def _ask_meanwhile(self, stage: str) -> None:
        """While the work goes on: the customer may say that nobody came."""
        try:
            result = await self.customer.made(self._call_about(stage))
        except Ended:
            return
        if result.answers.get("arrived") == "no" and "dispute_arrival" in self.possible_acts():
            self.note(TicketEvent("dispute_arrival", workflow.now(), "customer"))
            self.do(Act("dispute_arrival", "customer"))
        await self.record()

    def _again(self) -> None:
        """Not content: a fresh promise, and the crew's head hears of it at once (P7)."""
        self._stop_calling()
        stage = "called" if self.state.crew_id else "crew_wanted"
        self.reopen(stage)
        self._stage_calls.append(self.beside.start(self._head_told()))

    async def _head_told(self) -> None:
        await self.tell_people(
            f"reopened/{self.state.reopened}",
            "department_head",
            "voice-repair-reopened",
            lambda: self.state.close_reason is not None,
        )

    # Acts

    @workflow.update
    async def change_policy(self, policy: RepairPolicy) -> TicketState:
        """Put the running ticket under another policy, on purpose; time used or paused stays so."""
        return await self.under(policy)

    def on_assign_crew(self, act: Act) -> None:
        """A supervisor picks the crew, which is phoned at once."""
        self._to_crew(act)

    def on_hand_to_crew(self, act: Act) -> None:
        """Another crew takes over; it has to come as well."""
        self._to_crew(act)

    def on_crew_declines(self, act: Act) -> None:
        """The crew cannot: a supervisor picks another."""
        self.telling.forget(_CREW_LEADER)
        self.to_stage("crew_wanted", crew_id=None)
        self._call_crew()

    def on_dispute_arrival(self, act: Act) -> None:
        """Nobody came: the first promise was never kept, and its clock runs on."""
        self._disputed = self._arrival
        self.to_stage("called")
        self._call_crew()

    def on_quote(self, act: Act) -> None:
        """Out of warranty: the customer decides, and time waits; who works on it speaks to them (F3)."""
        self.to_stage("quoted")
        self._pause(CUSTOMER_WAITED_FOR)
        self.waits.begin("quote", act)
        self._customer_hears("quoted", amount=act.data["amount"])

    def on_customer_agrees(self, act: Act) -> None:
        """The customer takes the quote."""
        self.to_stage("on_site")
        self.own_promise.resume_after(CUSTOMER_WAITED_FOR)
        self.waits.over("quote", "customer")

    def on_customer_declines(self, act: Act) -> None:
        """The customer does not."""
        self.end("quote_declined")

    def on_appoint(self, act: Act) -> None:
        """One that the customer wished moves the promise. Crew and customer have it in writing."""
        at = datetime.fromisoformat(act.data["at"])
        if act.data.get("wished_by") == "customer":
            self.own_promise.move(at)
        moment = spoken_moment(self.locale, at, workflow.now())
        self._crew_informed("sms-repair-appointed", at=moment)
        self._customer_hears("appointed", at=moment)

    def on_set_urgent(self, act: Act) -> None:
        """The crew hears that it has become urgent, and until when it is due now."""
        self.common.on_set_urgent(act)
        self._crew_informed("sms-repair-urgent")

    def on_move_due(self, act: Act) -> None:
        """The crew hears until when it is due now."""
        self.common.on_move_due(act)
        self._crew_informed("sms-repair-moved")

    def on_wait_for_parts(self, act: Act) -> None:
        """Parts are ordered."""
        self.to_stage("waiting_parts")
        self._pause("parts")
        self.waits.begin("parts", act)

    def on_parts_arrived(self, act: Act) -> None:
        """The work goes on."""
        self.to_stage("planned")
        self.own_promise.resume_after("parts")
        self.waits.over("parts")

    def _to_crew(self, act: Act) -> None:
        if act.data["crew"] != self.state.crew_id:
            self._arrived_in_time = None
            self._crew_informed("sms-repair-other-crew")
            self.telling.forget(_CREW_LEADER)
        crew, department = act.data["crew"], act.data.get("department") or None
        self.to_stage("called", crew_id=crew, department_id=department)
        self._call_crew()

    def _crew_informed(self, template: str, **more: str) -> None:
        """Whoever of the crew was told of the job hears of what changes for them (F2)."""
        for told in self._crew_texts(template, **more):
            self.beside.start(told)

    def _crew_texts(self, template: str, **more: str) -> list[Coroutine[Any, Any, None]]:
        if not self.standing.order.changes_told:
            return []
        self._informed += 1
        key, spoken = f"changed/{self.state.reopened}-{self._informed}", {**self.spoken(), **more}
        return [
            self.telling.write(f"{key}/{staff}", staff, _CREW_LEADER, template, spoken)
            for staff in self.telling.heard(_CREW_LEADER)
        ]

    def _customer_hears(self, what: CustomerHears, **more: str) -> None:
        if what in self.policy.customer_hears:
            said = {"ticket": self.playbook.number(self.id), **more}
            self.customer_texts.send(f"sms-repair-{what}-customer", said)

    def _pause(self, waited_for: str) -> None:
        if waited_for in self.policy.pauses:
            self.own_promise.pause_for(waited_for)

    def _stop_calling(self) -> None:
        for task in (self._crew_call, *self._stage_calls):
            if task is not None:
                task.cancel()
        self._stage_calls.clear()

    async def closed(self, reason: str) -> TicketState:
        """The end, with what it says about the crew (P20)."""
        if self.state.close_reason is not None:  # cancelled while the end was being written
            return await super().closed(self.state.close_reason)
        if reason != "solved":
            for told in self._crew_texts("sms-repair-ended"):
                await told  # before the end is on record: from then on the ticket may be opened again
        content = self._word.satisfaction if self._word and reason == "solved" else None
        data = {
            "crew": self.state.crew_id or "",
            "arrived_in_time": "" if self._arrived_in_time is None else str(self._arrived_in_time).lower(),
            "reopened": str(self.state.reopened),
            "satisfaction": content or "",
        }
        self.note(TicketEvent("crew_assessed", workflow.now(), data=data))
        return await super().closed(reason)

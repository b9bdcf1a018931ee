"""What every ticket of people has: state and record, acts in turn, promises, people told (P17, P18, P34)."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar

from temporalio import workflow
from temporalio.common import Priority
from temporalio.exceptions import ActivityError, ApplicationError, ChildWorkflowError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from domain.messages.calls import CallResult
    from domain.people.staff import WhomToTell
    from domain.playbooks.declaration import Playbook
    from domain.playbooks.follow_up_call import FollowUp, FollowUpPolicy, FollowUpResult
    from domain.promises.promise import CHANNELS, Channel, PromiseClock, PromisePolicy, Rung
    from domain.tickets import priorities
    from domain.tickets.acts import OUT_OF_TURN, Act
    from domain.tickets.intake import AT_REST, Intake
    from domain.tickets.state import RecordState, TicketEvent, TicketState
    from texts import text
    from workflows.parts.beside import Beside
    from workflows.parts.cadence_details import HOME_ZONE, clock
    from workflows.parts.customer_call import CustomerCalls
    from workflows.parts.hand_off import Desk, HandingOn
    from workflows.parts.promise import PROMISE_ENDS, Promise
    from workflows.parts.record import Record
    from workflows.parts.telling import Answered, Telling
    from workflows.parts.turns import Turns
    from workflows.parts.view import View
    from workflows.parts.waiting import Waiting

CUSTOMER_WAITED_FOR = "customer"


class Ended(Exception):
    """The ticket ends before its playbook does; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Ticket:
    """Base of the playbooks: carries out what `playbook` declares."""

    playbook: ClassVar[Playbook]
    policy: Any
    """Of the playbook's `policy` type; as it was when the ticket began, unless it was changed on purpose."""

    def take_in(self, intake: Intake, stage: str, policy: Any) -> None:
        """Begin in `stage` with what was recorded when the request was taken in."""
        self.intake, self.policy = intake, policy
        self.turns = Turns(self.playbook)
        self.waiting = Waiting()
        self.beside = Beside(self.waiting)
        self.telling = Telling(
            intake.locale,
            policy.telling,
            self.waiting,
            self._show_details,
            lambda: self.records.at_rest,
            self.priority,
        )
        self._promises = 0
        self._waited_for: frozenset[str] = frozenset()
        self.id = workflow.info().workflow_id
        self.locale, self.texts = intake.locale, self.playbook.texts
        self._promise: Promise | None = None
        self._ended: str | None = None
        self.view = View(intake.locale, self.playbook.texts)
        self.records = Record(
            self.beside,
            self.waiting,
            self._next_record,
            at_rest=intake.order_of_commands >= AT_REST,
            summary=self.say("ticket-record"),
            priority=self.priority,
        )
        self.customer_calls = CustomerCalls(
            self.id, intake.reopened, self.beside, lambda: self.records.at_rest
        )
        self.handing_on = HandingOn(
            Desk(
                self.locale,
                self.beside,
                self.waiting,
                self.telling,
                self.note,
                self.record,
                self.spoken,
                self._confirmed_by_phone,
            )
        )
        self._acts = 0
        self.state = TicketState(
            version=intake.version,
            stage=stage,
            urgent=intake.urgent,
            first_contact=intake.first_contact,
            handler=intake.first_contact,
            reopened=intake.reopened,
        )

    # How it goes

    async def course(self) -> str:
        """What the playbook says, to the end; the reason for which it closes."""
        raise NotImplementedError

    async def lived(self) -> TicketState:
        """Through its course, or until it ends otherwise, and closed."""
        try:
            return await self.closed(await self.course())
        except Ended as ended:
            return await self.closed(ended.reason)
        except (asyncio.CancelledError, ActivityError, ChildWorkflowError) as error:
            if not is_cancelled_exception(error):
                raise
            return await self.closed("cancelled")
        finally:
            self.let_go()

    async def closed(self, reason: str) -> TicketState:
        """The end; playbooks may have more to say about it."""
        return await self.close(reason)

    def let_go(self) -> None:
        """What still goes on beside it ends with it."""

    # What people do

    @workflow.update
    async def act(self, act: Act) -> TicketState:
        """Do what a person did; answers once it is on record. Refused with `OutOfTurn` when not its turn."""
        self._follow_new_order()
        self.note(TicketEvent(act.name, workflow.now(), act.actor, act.data, act.text_id))
        self.do(act)
        await self.on_record()
        return self.state

    def do(self, act: Act) -> None:
        """What the playbook does at an act: `on_<act>`, or the stage it leads to by its declaration."""
        carried_out: Callable[[Act], None] | None = getattr(self, f"on_{act.name}", None)
        if carried_out is not None:
            carried_out(act)
        else:
            self._enter(self.turns.leads_to(act.name))

    def priority(self) -> Priority:
        """Of the ticket's own activities: as it began, unless it has become urgent or ordinary (P18)."""
        if self.state.urgent == self.intake.urgent:
            return Priority.default
        key = priorities.URGENT if self.state.urgent else priorities.ORDINARY
        return replace(workflow.info().priority, priority_key=key)

    def _follow_new_order(self) -> None:
        """A ticket that began under the old order of commands changes over at an act (decision 0025)."""
        self._acts += 1
        # An answer holds for its name for ever: a name for each act, until one finds the new code.
        if not self.records.at_rest and workflow.patched(f"commands-at-rest-{self._acts}"):
            self.records.at_rest = True

    @act.validator
    def refuse_out_of_turn(self, act: Act) -> None:
        """An act is possible in its turn only; the refusal says which are possible now."""
        possible = self.possible_acts()
        if act.name not in possible:
            raise ApplicationError(
                f"{act.name} is not possible in stage {self.state.stage}",
                self.state.stage,
                list(possible),
                type=OUT_OF_TURN,
            )
        self.check(act)

    def check(self, act: Act) -> None:
        """A playbook refuses here what an act lacks, with an ApplicationError; nothing is changed."""

    @workflow.query
    def where_it_stands(self) -> TicketState:
        """The state as it is now, with the acts that are possible."""
        return replace(self.state, acts=self.possible_acts())

    def possible_acts(self) -> tuple[str, ...]:
        """Whose turn it is."""
        if self._ended is not None or self.state.close_reason is not None:
            return ()
        return self.turns.possible(
            self.state.stage,
            promised=self._promise is not None,
            paused=CUSTOMER_WAITED_FOR in self._waited_for,
            unconfirmed=self.state.unconfirmed is not None,
        )

    def on_hand_on(self, act: Act) -> None:
        """Somebody else works on it, and confirms it; who took it in stays answerable (P17)."""
        to = act.data["to"]
        self.state = replace(self.state, handler=to, unconfirmed=to)
        self.handing_on.to(to, self.telling.policy.receipt)

    def on_confirm_receipt(self, act: Act) -> None:
        """Whoever it was handed to has it."""
        self._received()

    def _confirmed_by_phone(self, staff_id: str) -> None:
        self.note(TicketEvent("confirm_receipt", workflow.now(), staff_id, {"by": "phone"}))
        self._received()

    def _received(self) -> None:
        self.state = replace(self.state, unconfirmed=None)
        self.handing_on.received()

    def on_set_urgent(self, act: Act) -> None:
        """Urgent goes first everywhere, and has its own bounds (P18)."""
        self._set_urgent(True)

    def on_set_ordinary(self, act: Act) -> None:
        """No longer urgent; time used so far stays used."""
        self._set_urgent(False)

    def on_withdraw(self, act: Act) -> None:
        """The customer withdraws."""
        self._ended = "withdrawn"

    def on_mark_duplicate(self, act: Act) -> None:
        """The same matter has an open ticket: linked there, not lost."""
        self._ended = "duplicate"

    def on_wait_for_customer(self, act: Act) -> None:
        """The customer is the one waited for: the promise pauses."""
        self.pause_for(CUSTOMER_WAITED_FOR)

    def on_customer_ready(self, act: Act) -> None:
        """The promise runs on with exactly the time that was left."""
        self.resume_after(CUSTOMER_WAITED_FOR)

    def on_move_due(self, act: Act) -> None:
        """The promise is due at another moment, for a reason that is on record."""
        if self._promise is not None:
            self._promise.move(datetime.fromisoformat(act.data["to"]))

    # What playbooks are written with

    def promise(self, name: str, again: PromiseClock | None = None) -> Promise:
        """`async with self.promise(name): …` — kept when the block ends.

        With `again` the clock of an earlier promise runs on: it only seemed to be kept.
        """
        policy, now = self.promise_policy(name), workflow.now()
        clock = PromiseClock.start(policy, now) if again is None else again.resume(now).under(policy, now)
        self._promise = Promise(self, clock)
        self._promises += 1
        self._waited_for = frozenset()
        return self._promise

    def pause_for(self, whom: str) -> None:
        """The promise waits for somebody or something; several waits may overlap."""
        if self._promise is not None:
            self._waited_for |= {whom}
            self._promise.pause()

    def resume_after(self, whom: str) -> None:
        """That wait is over; time runs on once nothing else is waited for."""
        self._waited_for -= {whom}
        if self._promise is not None and not self._waited_for:
            self._promise.resume()

    async def until(self, *stages: str) -> None:
        """Wait for one of the stages. Raises `Ended` when the ticket ends otherwise."""
        await self.beside.wait(lambda: self.state.stage in stages or self._ended is not None)
        if self._ended is not None:
            raise Ended(self._ended)

    def _enter(self, stage: str, **more: str | None) -> None:
        self.state = replace(self.state, stage=stage, **more)  # type: ignore[arg-type]

    async def enter(self, stage: str, kind: str | None = None) -> None:
        """The ticket is in another stage now."""
        self.state = replace(self.state, stage=stage)
        await self.record(TicketEvent(kind or f"stage_{stage}", workflow.now()))

    def promised(self, promise: Promise, event: str) -> None:
        """Note what happened to a promise, and what is due now."""
        clock = promise.clock
        ended = event in PROMISE_ENDS
        if ended and self._promise is promise:
            self._promise = None
        self.state = replace(
            self.state,
            promise=None if ended else promise.name,
            due_at=None if ended else clock.due_at,
            time_left=clock.left if clock.paused and not ended else None,
            paused=clock.paused and not ended,
            escalation_level=0 if ended else clock.level,
        )
        self.note(TicketEvent(event, workflow.now(), data={"promise": promise.name}))

    async def tell(self, promise: Promise, rung: Rung) -> None:
        """A rung of the ladder: its people are phoned until one of them presses the key."""
        self.state = replace(self.state, escalation_level=promise.clock.level)
        key, crew = f"{promise.name}/{rung.name}/{self.state.reopened}-{self._promises}", self.state.crew_id
        data = {"promise": promise.name, "rung": rung.name, "role": rung.tell}
        # Beside it: nobody's phone waits for a record.
        self.beside.start(self.record(TicketEvent("rung_told", workflow.now(), data=data)))

        def enough() -> bool:
            """It is over, or no longer that crew's."""
            return self._promise is not promise or (rung.tell == "crew_leader" and self.state.crew_id != crew)

        answered = await self.tell_people(key, rung.tell, rung.template, enough, rung.channels)
        if answered is not None and not enough():
            await self.acknowledged(rung, answered)

    async def tell_people(
        self,
        key: str,
        role: str,
        template: str,
        enough: Callable[[], bool],
        channels: tuple[Channel, ...] = CHANNELS,
    ) -> Answered | None:
        """Phone the role's people of the ticket's crew and department; who answered, and how."""
        whom = WhomToTell(role, workflow.now(), self.state.department_id, self.state.crew_id)
        return await self.telling.people(
            key, whom, template, self.spoken(), enough, self.answering_keys(role), channels
        )

    def answering_keys(self, role: str) -> tuple[str, ...]:
        """Keys that answer a call to this role as well as the one that acknowledges."""
        return ()

    async def acknowledged(self, rung: Rung, answered: Answered) -> None:
        """Somebody on the rung pressed a key."""

    def call_about(self, reason: str, policy: FollowUpPolicy) -> FollowUp:
        """A call that asks the customer about this ticket, by whoever works on it if that is possible."""
        intake = replace(self.intake, first_contact=None, text_id=None, version=0, reopened=0)
        return FollowUp(self.id, reason, intake, policy, self.state.handler)

    async def customer_called(self, call: FollowUp) -> FollowUpResult:
        """A follow-up call carried to a result; closed_as `cancelled` where it was ended without one."""
        intake = replace(call.intake, urgent=self.state.urgent, order_of_commands=AT_REST)
        result = await self.customer_calls.made(replace(call, intake=intake), lambda: self._ended is not None)
        if result is None:
            raise Ended(self._ended or "")
        data = {"satisfaction": result.satisfaction or "", "closed_as": result.closed_as}
        self.note(TicketEvent("customer_called", workflow.now(), data=data))
        return result

    async def word_of_customer(self, call: FollowUp) -> FollowUpResult:
        """As `customer_called`, again until there is a result: nothing is solved without it (P7, P8)."""
        while (result := await self.customer_called(call)).closed_as == "cancelled":
            await self.record()
        return result

    @workflow.signal
    def call_ended(self, result: CallResult) -> None:
        """A call ended, to a member of staff or to the customer."""
        self.telling.ended(result)

    @workflow.signal
    def carried_on(self, version: int) -> None:
        """Operations reset the ticket to before what it has on record: what comes next is newer than that."""
        if version > self.state.version + 1:  # else what is done again is written as it was
            self.state = replace(self.state, version=version)

    def promise_policy(self, name: str) -> PromisePolicy:
        """The promise of that name under the present priority."""
        promises: tuple[PromisePolicy, ...] = self.policy.promises(self.state.urgent)
        return {each.name: each for each in promises}[name]

    async def through_the_stages(self) -> None:
        """Each stage has its promise, until one comes in which nothing is promised."""
        while (promise := self.turns.promise_in(self.state.stage)) is not None:
            async with self.promise(promise):
                await self.until(*self.turns.stages_without(promise))

    def note(self, *events: TicketEvent) -> None:
        """Something happened; it is written with the next record."""
        self.records.note(*events)

    def spoken(self) -> Mapping[str, str]:
        """What a call or a text to staff may mention: the ticket's number, and until when it is due."""
        number = self.playbook.number(self.id)
        due = self.state.due_at
        shown = "—" if due is None else clock(self.locale, due, HOME_ZONE)
        return {"ticket": number, "due": shown}

    def say(self, key: str, **values: object) -> str:
        """The text `key` in the ticket's language."""
        return text(self.locale, key, **values)

    async def record(self, *events: TicketEvent) -> None:
        """Have it written down what happened and where the ticket stands."""
        await self.records.ask(*events)

    async def on_record(self, *events: TicketEvent) -> None:
        """As `record`; returns once it is written."""
        await self.records.done(*events)

    def _next_record(self, events: tuple[TicketEvent, ...]) -> RecordState | None:
        state = replace(self.state, acts=self.possible_acts())
        if not events and state == self.state:
            return None
        self.view.happened(events)
        self.state = replace(state, version=state.version + 1)
        self._show_details()
        self.view.attributes(self.state)
        return RecordState(self.id, events, self.state)

    async def close(self, reason: str) -> TicketState:
        """The end: nothing is due any more. Where the end is being written already, its reason stays."""
        self.handing_on.stop()
        already = self.state.close_reason is not None
        self.state = replace(
            self.state,
            stage="closed",
            unconfirmed=None,
            close_reason=self.state.close_reason or reason,
            promise=None,
            due_at=None,
            time_left=None,
            paused=False,
        )
        await self.on_record(*([] if already else [TicketEvent(f"closed_{reason}", workflow.now())]))
        await self.waiting.until(workflow.all_handlers_finished)
        return self.state

    def _set_urgent(self, urgent: bool) -> None:
        self.state = replace(self.state, urgent=urgent)
        self.bounds_changed()

    async def under(self, policy: Any) -> TicketState:
        """Another policy is in force, on purpose; time used or paused stays so."""
        self.policy, self.telling.policy = policy, policy.telling
        self.bounds_changed()
        self.note(TicketEvent("policy_changed", workflow.now(), "operations"))
        await self.on_record()
        return self.state

    def bounds_changed(self) -> None:
        """Priority or policy has changed: what is promised follows, and loses no time that was paused."""
        if self._promise is not None:
            self._promise.under(self.promise_policy(self._promise.name))

    def _show_details(self) -> None:
        self.view.details(self.state, self.telling)

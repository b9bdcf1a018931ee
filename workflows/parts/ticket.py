"""What every ticket of people has: composed of parts, each of which knows one thing (P17, P18, P34)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from temporalio import workflow
from temporalio.common import Priority
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from domain.messages.calls import CallResult
    from domain.people.staff import WhomToTell
    from domain.playbooks.declaration import Playbook
    from domain.promises.promise import CHANNELS, Channel, PromiseClock, PromisePolicy, Rung
    from domain.tickets.acts import OUT_OF_TURN, Act
    from domain.tickets.intake import Intake
    from domain.tickets.state import TicketEvent, TicketState
    from texts import text
    from workflows.parts.beside import Beside
    from workflows.parts.cadence_details import HOME_ZONE, clock
    from workflows.parts.common_acts import CommonActs
    from workflows.parts.course import Course, Ended
    from workflows.parts.customer_call import CustomerCalls
    from workflows.parts.hand_off import Desk, HandingOn
    from workflows.parts.own_promise import CUSTOMER_WAITED_FOR, Ladder, OwnPromise
    from workflows.parts.promise import Promise
    from workflows.parts.standing import Standing
    from workflows.parts.telling import Answered, Telling
    from workflows.parts.turns import Turns
    from workflows.parts.waiting import Waiting


class Ticket(Course[TicketState]):
    """Base of the playbooks: carries out what `playbook` declares."""

    playbook: ClassVar[Playbook]
    policy: Any
    """Of the playbook's `policy` type; as it was when the ticket began, unless it was changed on purpose."""

    def take_in(self, intake: Intake, stage: str, policy: Any) -> None:
        """Begin in `stage` with what was recorded when the request was taken in."""
        self.id, self.intake, self.policy = workflow.info().workflow_id, intake, policy
        self.locale, texts = intake.locale, self.playbook.texts
        self.ended: str | None = None
        self.turns = Turns(self.playbook)
        self.waiting = Waiting()
        self.beside = Beside(self.waiting)
        self.standing = Standing(self.id, intake, stage, texts, self.beside, self.waiting, self.possible_acts)
        self.telling = Telling(intake.locale, policy.telling, self.waiting, self.standing)
        self.own_promise = OwnPromise(
            self.locale,
            texts,
            self.beside,
            self.waiting,
            self.standing,
            Ladder(self._rung, self.acknowledged),
        )
        self.customer = CustomerCalls(self.id, intake, self.beside, self.standing, lambda: self.ended)
        self._handing_on = HandingOn(
            Desk(self.locale, self.beside, self.waiting, self.telling, self.standing, self.spoken)
        )
        self._common = CommonActs(
            self.standing,
            self.own_promise,
            self._handing_on,
            lambda: self.telling.policy.receipt,
            self.promises_changed,
            self.end,
        )

    # What people and operations do

    @workflow.update
    async def act(self, act: Act) -> TicketState:
        """Do what a person did; answers once it is on record. Refused with `OutOfTurn` when not its turn."""
        self.standing.records.follow_new_order()
        self.note(TicketEvent(act.name, workflow.now(), act.actor, act.data, act.text_id))
        self.do(act)
        await self.on_record()
        return self.state

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

    def do(self, act: Act) -> None:
        """What the playbook does at an act, or every ticket; or the stage it leads to by its declaration."""
        name = f"on_{act.name}"
        carried_out: Callable[[Act], None] | None = getattr(self, name, getattr(self._common, name, None))
        if carried_out is not None:
            carried_out(act)
        else:
            self.to_stage(self.turns.leads_to(act.name))

    def check(self, act: Act) -> None:
        """A playbook refuses here what an act lacks, with an ApplicationError; nothing is changed."""

    def possible_acts(self) -> tuple[str, ...]:
        """Whose turn it is."""
        if self.ended is not None or self.state.close_reason is not None:
            return ()
        return self.turns.possible(
            self.state.stage,
            promised=self.own_promise.current is not None,
            paused=self.own_promise.waits_for(CUSTOMER_WAITED_FOR),
            unconfirmed=self.state.unconfirmed is not None,
        )

    @workflow.query
    def where_it_stands(self) -> TicketState:
        """The state as it is now, with the acts that are possible."""
        return self.standing.now_with_acts()

    @workflow.signal
    def call_ended(self, result: CallResult) -> None:
        """A call ended, to a member of staff or to the customer."""
        self.telling.ended(result)

    @workflow.signal
    def carried_on(self, version: int) -> None:
        """Operations reset the ticket to before what it has on record: what comes next is newer than that."""
        self.standing.carried_on(version)

    async def under(self, policy: Any) -> TicketState:
        """Another policy is in force, on purpose; time used or paused stays so."""
        self.policy, self.telling.policy = policy, policy.telling
        self.promises_changed()
        await self.on_record(TicketEvent("policy_changed", workflow.now(), "operations"))
        return self.state

    # What playbooks are written with

    @property
    def state(self) -> TicketState:
        """Where it stands."""
        return self.standing.state

    @state.setter
    def state(self, state: TicketState) -> None:
        self.standing.state = state

    def promise(self, name: str, again: PromiseClock | None = None) -> Promise:
        """`async with self.promise(name): …` — kept when the block ends; `again`: see `OwnPromise.make`."""
        return self.own_promise.make(self.promise_policy(name), again)

    def promise_policy(self, name: str) -> PromisePolicy:
        """The promise of that name under the present priority."""
        promises: tuple[PromisePolicy, ...] = self.policy.promises(self.state.urgent)
        return {each.name: each for each in promises}[name]

    def promises_changed(self) -> None:
        """Priority or policy has changed: what is promised follows, and loses no time that was paused."""
        self.own_promise.under(self.promise_policy)

    async def through_the_stages(self) -> None:
        """Each stage has its promise, until one comes in which nothing is promised."""
        while (promise := self.turns.promise_in(self.state.stage)) is not None:
            async with self.promise(promise):
                await self.until(*self.turns.stages_without(promise))

    async def until(self, *stages: str) -> None:
        """Wait for one of the stages. Raises `Ended` when the ticket ends otherwise."""
        await self.beside.wait(lambda: self.state.stage in stages or self.ended is not None)
        if self.ended is not None:
            raise Ended(self.ended)

    def to_stage(self, stage: str, **more: str | None) -> None:
        """In another stage from now on; the act that led there says so in the timeline."""
        self.standing.to_stage(stage, **more)

    async def enter(self, stage: str, kind: str | None = None) -> None:
        """In another stage without an act: that is an event of its own."""
        self.to_stage(stage)
        await self.record(TicketEvent(kind or f"stage_{stage}", workflow.now()))

    def reopen(self, stage: str) -> None:
        """The customer is not content: it begins again, in `stage`."""
        self.state = replace(self.state, stage=stage, reopened=self.state.reopened + 1)
        self.note(TicketEvent("reopened", workflow.now(), "customer"))

    def end(self, reason: str) -> None:
        """It ends before its playbook does."""
        self.ended = reason

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
        keys = self.answering_keys(role)
        return await self.telling.people(key, whom, template, self.spoken, enough, keys, channels)

    async def _rung(self, key: str, rung: Rung, enough: Callable[[], bool]) -> Answered | None:
        return await self.tell_people(key, rung.tell, rung.template, enough, rung.channels)

    def answering_keys(self, role: str) -> tuple[str, ...]:
        """Keys that answer a call to this role as well as the one that acknowledges."""
        return ()

    async def acknowledged(self, rung: Rung, answered: Answered) -> None:
        """Somebody on the rung pressed a key."""

    def spoken(self) -> Mapping[str, str]:
        """What a call or a text to staff may mention: the ticket's number, and until when it is due."""
        due = self.state.due_at
        shown = "—" if due is None else clock(self.locale, due, HOME_ZONE)
        return {"ticket": self.playbook.number(self.id), "due": shown}

    def say(self, key: str, **values: object) -> str:
        """The text `key` in the ticket's language."""
        return text(self.locale, key, **values)

    def priority(self) -> Priority:
        """Of the ticket's own activities."""
        return self.standing.priority()

    def note(self, *events: TicketEvent) -> None:
        """Something happened; it is written with the next record."""
        self.standing.note(*events)

    async def record(self, *events: TicketEvent) -> None:
        """Have it written down what happened and where the ticket stands."""
        await self.standing.records.ask(*events)

    async def on_record(self, *events: TicketEvent) -> None:
        """As `record`; returns once it is written."""
        await self.standing.records.done(*events)

    async def closed(self, reason: str) -> TicketState:
        """The end; playbooks may have more to say about it."""
        self._handing_on.stop()
        await self.on_record(*self.standing.close(reason))
        await self.waiting.until(workflow.all_handlers_finished)
        return self.state

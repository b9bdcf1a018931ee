"""P23: a customer's file is lent on request: granted, returned or over by itself, and all of it on record."""

import asyncio
from dataclasses import replace
from datetime import datetime

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from domain.playbooks.lending import DECIDED, LENDING, OWN_LOAN, Lending, LendingPolicy
    from domain.tickets.acts import Act
    from domain.tickets.state import TicketEvent, TicketState
    from workflows.parts.ticket import Ticket


@workflow.defn(name="Lending")
class LendingWorkflow(Ticket):
    """P23: a supervisor decides, or is chased; the borrower has access until it is returned or time is up."""

    playbook = LENDING
    policy: LendingPolicy

    @workflow.init
    def __init__(self, lending: Lending) -> None:
        """Begin with who asks for whose file, and until when."""
        self._until = lending.until
        self.take_in(lending.intake, lending.first_stage, lending.policy)
        self._end: str | None = None
        self._clock: asyncio.Task[None] | None = None

    @workflow.run
    async def run(self, lending: Lending) -> TicketState:
        """Decided, lent, over."""
        return await self.lived()

    async def course(self) -> str:
        """Decided in time, or given up; then lent until it is returned or time is up."""
        self.note(TicketEvent("loan_asked", workflow.now(), self.intake.first_contact or "system"))
        self._ends_at(self._until, "lapsed")
        async with self.promise(DECIDED) as promise:
            await self.beside.wait(lambda: self.state.stage == "lent" or self._end is not None)
            if self._end in ("lapsed", "loan-withdrawn"):
                promise.give_up()
        if self._end is None:
            await self._lent()
        return self._end or "expired"

    def let_go(self) -> None:
        """Its clock stops."""
        self._stop_clock()

    async def _lent(self) -> None:
        """The borrower sees the file; the database itself knows the moment at which that ends."""
        self._ends_at(self._until, "expired")
        self.state = replace(self.state, due_at=self._until)
        await self.record()
        await self.beside.wait(lambda: self._end is not None)

    def _ends_at(self, moment: datetime, reason: str) -> None:
        self._stop_clock()
        self._clock = self.beside.start(self._until_then(moment, reason))

    async def _until_then(self, moment: datetime, reason: str) -> None:
        await self.waiting.holds_before(
            lambda: self._end is not None, moment, self.say(f"lending-wait-{reason}")
        )
        self._end = self._end or reason

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()

    @workflow.update
    async def change_policy(self, policy: LendingPolicy) -> TicketState:
        """Put the running request under another policy, on purpose; a loan that was granted stays so."""
        return await self.under(policy)

    def possible_acts(self) -> tuple[str, ...]:
        """Nobody waits for the customer here, and nobody but time moves the end."""
        over = self._end is not None or self.state.close_reason is not None
        return () if over else self.playbook.turns.get(self.state.stage, ())

    # Acts

    def check(self, act: Act) -> None:
        """Nobody grants a file to themselves."""
        if act.name == "grant_loan" and act.actor == self.intake.first_contact:
            raise ApplicationError("a borrower does not grant the own request", type=OWN_LOAN)

    def on_grant_loan(self, act: Act) -> None:
        """Lent until the moment the supervisor allows."""
        self._until = datetime.fromisoformat(act.data["until"])
        self.state = replace(self.state, stage="lent")

    def on_refuse_loan(self, act: Act) -> None:
        """Refused, with a reason that is on record."""
        self._end = "loan-refused"

    def on_return_file(self, act: Act) -> None:
        """Returned by the borrower, or taken back; before it was granted: the request is withdrawn."""
        self._end = "returned" if self.state.stage == "lent" else "loan-withdrawn"

"""Handing on with confirmation of receipt: whoever gets it confirms, or is chased (P4, P17)."""

from typing import TYPE_CHECKING

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.people.staff import WhomToTell
    from domain.promises.promise import PromiseClock, PromisePolicy, Rung
    from domain.promises.telling import RECEIVER
    from domain.tickets.state import TicketEvent
    from workflows.parts.promise import Promise

if TYPE_CHECKING:
    from workflows.parts.ticket import Ticket


class HandOff:
    """A promise of its own beside that of the ticket: the receiver confirms by key or by act."""

    def __init__(self, ticket: "Ticket", to: str, policy: PromisePolicy) -> None:
        """`to` is a member of staff by id; `policy` says when who is chased."""
        self.locale, self.beside, self.waiting = ticket.locale, ticket.beside, ticket.waiting
        self._ticket, self._to, self._policy = ticket, to, policy
        self._key = f"receipt-{workflow.uuid4().hex[:8]}"
        self.confirmed = False

    async def run(self) -> None:
        """Until it is confirmed."""
        async with Promise(self, PromiseClock.start(self._policy, workflow.now())):
            await self.waiting.until(lambda: self.confirmed)
        await self.record()

    def promised(self, promise: Promise, event: str) -> None:
        """In the timeline; the ticket's own promise is another."""
        data = {"promise": promise.name, "to": self._to}
        self._ticket.note(TicketEvent(event, workflow.now(), data=data))

    async def record(self) -> None:
        """With the ticket's own record."""
        await self._ticket.record()

    async def tell(self, promise: Promise, rung: Rung) -> None:
        """The receiver first, then those above."""
        whom = self._to if rung.tell == RECEIVER else rung.tell
        answered = await self._ticket.telling.people(
            f"{self._key}/{rung.name}",
            WhomToTell(whom, workflow.now()),
            rung.template,
            self._ticket.spoken(),
            lambda: self.confirmed,
        )
        if answered is not None and answered.staff_id == self._to:
            self._ticket.receipt_confirmed(self._to, "phone")
            await self.record()

"""Handing on with confirmation of receipt: whoever gets it confirms, or is chased (P4, P17)."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.people.staff import WhomToTell
    from domain.promises.promise import PromiseClock, PromisePolicy, Rung
    from domain.promises.telling import RECEIVER
    from domain.tickets.state import TicketEvent
    from workflows.parts.beside import Beside
    from workflows.parts.promise import Promise
    from workflows.parts.standing import Standing
    from workflows.parts.telling import Telling
    from workflows.parts.waiting import Waiting


@dataclass(frozen=True)
class Desk:
    """What handing on needs of the ticket that is handed on."""

    locale: str
    beside: Beside
    waiting: Waiting
    telling: Telling
    standing: Standing
    spoken: Callable[[], Mapping[str, str]]


class HandOff:
    """A promise of its own beside that of the ticket: the receiver confirms by key or by act."""

    def __init__(self, desk: Desk, to: str, policy: PromisePolicy) -> None:
        """`to` is a member of staff by id; `policy` says when who is chased."""
        self.locale, self.beside, self.waiting = desk.locale, desk.beside, desk.waiting
        self.texts = ""  # every ticket's
        self._desk, self._to, self._policy = desk, to, policy
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
        self._desk.standing.note(TicketEvent(event, workflow.now(), data=data))

    async def record(self) -> None:
        """With the ticket's own record."""
        await self._desk.standing.records.ask()

    async def tell(self, promise: Promise, rung: Rung) -> None:
        """The receiver first, then those above."""
        whom = self._to if rung.tell == RECEIVER else rung.tell
        answered = await self._desk.telling.people(
            f"{self._key}/{rung.name}",
            WhomToTell(whom, workflow.now()),
            rung.template,
            self._desk.spoken,
            lambda: self.confirmed,
            channels=rung.channels,
        )
        if answered is not None and answered.staff_id == self._to:
            standing = self._desk.standing
            standing.note(TicketEvent("confirm_receipt", workflow.now(), self._to, {"by": "phone"}))
            self.confirm()
            await self.record()

    def confirm(self) -> None:
        """Whoever it was handed to has it."""
        self.confirmed = True
        self._desk.standing.state = replace(self._desk.standing.state, unconfirmed=None)


class HandingOn:
    """Of one ticket: the last that was handed on counts, and an earlier receiver is chased no longer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._last: HandOff | None = None
        self._chasing: asyncio.Task[None] | None = None

    def to(self, staff_id: str, policy: PromisePolicy) -> None:
        """Somebody else has it from now on."""
        self.stop()
        self._last = HandOff(self._desk, staff_id, policy)
        self._chasing = self._desk.beside.start(self._last.run())

    def received(self) -> None:
        """Whoever it was handed to has it."""
        if self._last is not None:
            self._last.confirm()

    def stop(self) -> None:
        """Nobody is chased any more."""
        if self._chasing is not None:
            self._chasing.cancel()
            self._chasing = None

"""A promise as a durable part: `async with` it, and while the block lasts its ladder is climbed (P7, P8)."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.promises.promise import PromiseClock, PromisePolicy, Rung
    from workflows.parts.beside import Beside
    from workflows.parts.ticket_details import named
    from workflows.parts.waiting import Waiting


PROMISE_ENDS = ("promise_kept", "promise_met_late", "promise_broken_off")


class Promising(Protocol):
    """What a promise needs of the ticket that makes it."""

    locale: str
    texts: str
    """How the texts of its kind begin."""
    beside: Beside
    waiting: Waiting

    def counts_again(self) -> bool:
        """Whether rungs that were told and are ahead again count again; running tickets of old do not."""
        ...

    def promised(self, promise: "Promise", event: str) -> None:
        """The promise was made, kept, met late, paused, resumed, moved, changed or broken off: note it."""
        ...

    async def record(self) -> None:
        """Write down what was noted."""
        ...

    async def tell(self, promise: "Promise", rung: Rung) -> None:
        """Tell whom the rung names; takes as long as people take to answer."""
        ...


class Promise:
    """Begins when its block is entered, is kept when the block ends, broken off when it is left otherwise."""

    def __init__(self, ticket: Promising, clock: PromiseClock) -> None:
        """`ticket` records what happens to the promise, and tells people. `clock` may have run before."""
        self._ticket, self._changed, self.clock = ticket, False, clock
        self._given_up = False
        self._telling: list[asyncio.Task[None]] = []
        self._ladder: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """What is promised, as the policy calls it."""
        return self.clock.policy.name

    async def __aenter__(self) -> Self:
        self._ticket.promised(self, "promise_made")
        # Beside the block: what it does at this moment joins the record, and the ladder waits for none.
        self._ticket.beside.start(self._ticket.record())
        self._ladder = self._ticket.beside.start(self._climb())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is GeneratorExit:
            return  # the worker lets go of the workflow, which goes on elsewhere: nothing has ended
        for task in (self._ladder, *self._telling):
            if task is not None:
                task.cancel()
        late = self.clock.time_left(workflow.now()).total_seconds() < 0
        kept = "promise_met_late" if late else "promise_kept"
        # Written with whatever comes next: the act that kept it, the following promise, or the end.
        self._ticket.promised(self, kept if error is None and not self._given_up else "promise_broken_off")

    def give_up(self) -> None:
        """What was promised will not happen in this block: its end is no keeping."""
        self._given_up = True

    def pause(self) -> None:
        """The customer is the one waited for: no time passes."""
        self._change(lambda now: self.clock.pause(now), "promise_paused")

    def resume(self) -> None:
        """Time runs on with exactly what was left."""
        self._change(lambda now: self.clock.resume(now), "promise_resumed")

    def move(self, to: datetime) -> None:
        """Due at `to` from now on."""
        self._change(lambda now: self.clock.move(to, now), "promise_moved")

    def under(self, policy: PromisePolicy) -> None:
        """The same promise under another policy, for a changed priority or on purpose."""
        self._change(lambda now: self.clock.under(policy, now), "promise_changed")

    def _change(self, change: Callable[[datetime], PromiseClock], event: str) -> None:
        now = workflow.now()
        changed = change(now)
        if self._ticket.counts_again():
            changed = changed.counted_again(now)
        if changed != self.clock:
            self.clock, self._changed = changed, True
            self._ticket.promised(self, event)

    async def _climb(self) -> None:
        while True:
            self._changed = False
            following = self.clock.next_rung()
            if following is None:
                await self._ticket.waiting.until(lambda: self._changed)
                continue
            rung, moment = following
            summary = named(self._ticket.locale, "rung", rung.name, rung.name, self._ticket.texts)
            if await self._ticket.waiting.holds_before(lambda: self._changed, moment, summary):
                continue
            self.clock = self.clock.tell(rung)
            self._telling.append(self._ticket.beside.start(self._ticket.tell(self, rung)))

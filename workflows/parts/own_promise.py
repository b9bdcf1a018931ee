"""The promise that counts in a ticket: what it waits for, when it is due, and who hears of it (P7, P8)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.promises.promise import PromiseClock, PromisePolicy, Rung
    from domain.tickets.state import TicketEvent
    from workflows.parts.beside import Beside
    from workflows.parts.promise import PROMISE_ENDS, Promise
    from workflows.parts.standing import Standing
    from workflows.parts.telling import Answered
    from workflows.parts.waiting import Waiting

CUSTOMER_WAITED_FOR = "customer"
_CREW = "crew_leader"


@dataclass(frozen=True)
class Ladder:
    """What the rungs of a promise need of the ticket."""

    people_told: Callable[[str, Rung, Callable[[], bool]], Awaitable[Answered | None]]
    """Under a key of its own, whom the rung names are told, until it is enough."""
    acknowledged: Callable[[Rung, Answered], Awaitable[None]]
    """Somebody on the rung pressed a key."""


class OwnPromise:
    """At most one at a time; several waits for somebody or something may overlap."""

    def __init__(
        self, locale: str, texts: str, beside: Beside, waiting: Waiting, standing: Standing, ladder: Ladder
    ) -> None:
        """Of the ticket that stands where `standing` says."""
        self.locale, self.texts, self.beside, self.waiting = locale, texts, beside, waiting
        self._standing, self._ladder = standing, ladder
        self._made = 0
        self._waited_for: frozenset[str] = frozenset()
        self.current: Promise | None = None

    def make(self, policy: PromisePolicy, again: PromiseClock | None = None) -> Promise:
        """To be entered; with `again` the clock of an earlier promise runs on: it only seemed to be kept."""
        now = workflow.now()
        clock = PromiseClock.start(policy, now) if again is None else again.resume(now).under(policy, now)
        self._made += 1
        self._waited_for = frozenset()
        self.current = Promise(self, clock)
        return self.current

    def waits_for(self, whom: str) -> bool:
        """Whether the promise waits for them."""
        return whom in self._waited_for

    def pause_for(self, whom: str) -> None:
        """It waits for somebody or something."""
        if self.current is not None:
            self._waited_for |= {whom}
            self.current.pause()

    def resume_after(self, whom: str) -> None:
        """That wait is over; time runs on once nothing else is waited for."""
        self._waited_for -= {whom}
        if self.current is not None and not self._waited_for:
            self.current.resume()

    def move(self, to: datetime) -> None:
        """Due at another moment."""
        if self.current is not None:
            self.current.move(to)

    def under(self, policy: Callable[[str], PromisePolicy]) -> None:
        """As the policy of its name says now; no time that was used or paused is lost."""
        if self.current is not None:
            self.current.under(policy(self.current.name))

    # What a promise needs of who makes it

    def promised(self, promise: Promise, event: str) -> None:
        """Note what happened to a promise, and what is due now."""
        clock = promise.clock
        ended = event in PROMISE_ENDS
        if ended and self.current is promise:
            self.current = None
        self._standing.state = replace(
            self._standing.state,
            promise=None if ended else promise.name,
            due_at=None if ended else clock.due_at,
            time_left=clock.left if clock.paused and not ended else None,
            paused=clock.paused and not ended,
            escalation_level=0 if ended else clock.level,
        )
        self._standing.note(TicketEvent(event, workflow.now(), data={"promise": promise.name}))

    async def record(self) -> None:
        """Write down what was noted."""
        await self._standing.records.ask()

    async def tell(self, promise: Promise, rung: Rung) -> None:
        """A rung of the ladder: its people are phoned until one of them presses the key."""
        standing = self._standing
        standing.state = replace(standing.state, escalation_level=promise.clock.level)
        key = f"{promise.name}/{rung.name}/{standing.state.reopened}-{self._made}"
        crew = standing.state.crew_id
        data = {"promise": promise.name, "rung": rung.name, "role": rung.tell}
        # Beside it: nobody's phone waits for a record.
        self.beside.start(standing.records.ask(TicketEvent("rung_told", workflow.now(), data=data)))

        def enough() -> bool:
            """It is over, or no longer that crew's."""
            return self.current is not promise or (rung.tell == _CREW and standing.state.crew_id != crew)

        answered = await self._ladder.people_told(key, rung, enough)
        if answered is not None and not enough():
            await self._ladder.acknowledged(rung, answered)

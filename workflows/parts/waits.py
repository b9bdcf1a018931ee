"""What a ticket waits for: shown with who, why and since when, and chased until it is over (P7, P19)."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.promises.promise import Rung
    from domain.promises.waits import WaitedFor, WaitsPolicy
    from domain.tickets.acts import Act
    from domain.tickets.state import TicketEvent, Wait
    from workflows.parts.beside import Beside
    from workflows.parts.spoken import spoken_moment
    from workflows.parts.standing import Standing
    from workflows.parts.telling import Answered
    from workflows.parts.ticket_details import named
    from workflows.parts.waiting import Waiting

PeopleTold = Callable[[str, Rung, Callable[[], bool], Mapping[str, str]], Awaitable[Answered | None]]
"""Under a key of its own, whom the rung names are told, until it is enough; with what else may be spoken."""


class Waits:
    """Several may overlap; each begins with an act and ends with one, or with what it was waited in for."""

    def __init__(
        self,
        locale: str,
        beside: Beside,
        waiting: Waiting,
        standing: Standing,
        policy: Callable[[], WaitsPolicy],
        people_told: PeopleTold,
    ) -> None:
        """`policy`: as it is when a wait begins."""
        self._locale, self._beside, self._waiting = locale, beside, waiting
        self._standing, self._policy, self._people_told = standing, policy, people_told
        self._begun = 0

    def begin(self, waited_for: WaitedFor, act: Act) -> None:
        """It is waited from now on; a wait that is begun again goes on as it was."""
        if not self._standing.order.changes_told or self._of(waited_for) is not None:
            return
        self._begun += 1
        wait = Wait(waited_for, workflow.now(), act.actor, act.text_id)
        self._waits(*self._standing.state.waits, wait)
        self._beside.start(self._chased(waited_for, wait, self._begun))

    def over(self, *waited_for: WaitedFor) -> None:
        """What was waited for has come, or is waited for no longer."""
        self._waits(*(each for each in self._standing.state.waits if each.waited_for not in waited_for))

    def all_over(self) -> None:
        """Nothing is waited for any more."""
        self._waits()

    def _waits(self, *waits: Wait) -> None:
        self._standing.state = replace(self._standing.state, waits=waits)

    def _of(self, waited_for: WaitedFor) -> Wait | None:
        waits = self._standing.state.waits
        return next((each for each in waits if each.waited_for == waited_for), None)

    async def _chased(self, waited_for: WaitedFor, wait: Wait, number: int) -> None:
        policy, reopened = self._policy(), self._standing.state.reopened

        def over() -> bool:
            return wait not in self._standing.state.waits

        for rung, moment, turn in policy.of(waited_for).rungs(wait.since, policy.hours):
            summary = named(self._locale, "rung", rung.name, rung.name)
            if over() or await self._waiting.holds_before(over, moment, summary):
                return
            key = f"wait/{reopened}-{number}/{rung.name}/{turn}"
            self._beside.start(self._told(key, rung, over, wait.since))

    async def _told(self, key: str, rung: Rung, over: Callable[[], bool], since: datetime) -> None:
        data = {"rung": rung.name, "role": rung.tell}
        self._beside.start(self._standing.records.ask(TicketEvent("rung_told", workflow.now(), data=data)))
        more = {"since": spoken_moment(self._locale, since, workflow.now())}
        await self._people_told(key, rung, over, more)

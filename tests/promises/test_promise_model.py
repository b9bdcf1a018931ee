"""The promise clock against a reference that knows nothing but minutes (P7, P8).

The reference walks minute by minute: a minute passes when the promise runs and the minute is worked; a rung
is told as soon as what is left reaches it.
"""

from datetime import UTC, datetime, time, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.promises.promise import PromiseClock, PromisePolicy, Rung
from domain.promises.working_time import WorkingHours

MINUTE = timedelta(minutes=1)
BEGIN = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)  # a Thursday, 09:00 in Shanghai
OFFICE = WorkingHours(weekdays=(0, 1, 2, 3, 4), opens=time(9), closes=time(18))


def policy(name: str, hours: int, offsets: tuple[int, ...], worked: WorkingHours | None) -> PromisePolicy:
    ladder = tuple(Rung(f"rung{offset:+d}", offset * MINUTE, "crew_leader", "late") for offset in offsets)
    return PromisePolicy(name, timedelta(hours=hours), ladder, worked)


ORDINARY = (-120, 0, 30, 120)
URGENT = (-30, 0, 10, 60)
POLICIES = {
    worked is None: {
        "ordinary": policy("on-site", 8, ORDINARY, worked),
        "urgent": policy("on-site", 4, URGENT, worked),
        "generous": policy("on-site", 24, ORDINARY, worked),
    }
    for worked in (None, OFFICE)
}


class Reference:
    """Minutes left, minutes walked, rungs told."""

    def __init__(self, chosen: PromisePolicy) -> None:
        self.policy, self.paused, self.told = chosen, False, list[str]()
        self.left = int(chosen.within / MINUTE)

    def walk(self, now: datetime, minutes: int) -> None:
        self._tell()
        for minute in range(minutes):
            if not self.paused and self._worked(now + minute * MINUTE):
                self.left -= 1
            self._tell()

    def count_again(self) -> None:
        """What was told before the promise was put off, and comes again, is told again."""
        ahead = {rung.name for rung in self.policy.ladder if self.left * MINUTE + rung.offset > timedelta(0)}
        self.told = [name for name in self.told if name not in ahead]

    def due(self, now: datetime) -> datetime:
        left = self.left
        while left > 0:
            left -= self._worked(now)
            now += MINUTE
        return now

    def until(self, now: datetime, to: datetime) -> int:
        return sum(self._worked(now + step * MINUTE) for step in range(int((to - now) / MINUTE)))

    def _tell(self) -> None:
        for rung in sorted(self.policy.ladder, key=lambda each: each.offset):
            reached = self.left * MINUTE + rung.offset <= timedelta(0)
            if reached and not self.paused and rung.name not in self.told:
                self.told.append(rung.name)

    def _worked(self, minute: datetime) -> bool:
        if self.policy.hours is None:
            return True
        here = minute + timedelta(hours=8)  # Shanghai keeps one offset all year
        return here.weekday() < 5 and time(9) <= here.time() < time(18)


class PromiseMachine(RuleBasedStateMachine):
    """Any sequence of what can happen to a promise."""

    @initialize(wall=st.booleans(), name=st.sampled_from(["ordinary", "urgent"]))
    def promised(self, wall: bool, name: str) -> None:
        self.policies = POLICIES[wall]
        self.now = BEGIN
        self.clock = PromiseClock.start(self.policies[name], self.now)
        self.reference = Reference(self.policies[name])
        self.order: list[str] = []

    @rule(minutes=st.integers(0, 900))
    def time_passes(self, minutes: int) -> None:
        self.reference.walk(self.now, minutes)
        self.now += minutes * MINUTE
        self._climb()

    @rule()
    def pause(self) -> None:
        self.clock, self.reference.paused = self.clock.pause(self.now), True

    @rule()
    def resume(self) -> None:
        self.clock, self.reference.paused = self.clock.resume(self.now), False
        self._settle()

    @rule(minutes=st.integers(1, 3000))
    def move(self, minutes: int) -> None:
        to = self.now + minutes * MINUTE
        self.reference.left = self.reference.until(self.now, to)
        self.reference.count_again()
        self.clock = self.clock.move(to, self.now).counted_again(self.now)
        self.order = [name for name in self.order if name in self.clock.told]
        self._settle()

    @rule(name=st.sampled_from(["ordinary", "urgent", "generous"]))
    def another_priority_or_policy(self, name: str) -> None:
        chosen = self.policies[name]
        self.reference.left += int((chosen.within - self.reference.policy.within) / MINUTE)
        self.reference.policy = chosen
        self.reference.count_again()
        self.clock = self.clock.under(chosen, self.now).counted_again(self.now)
        self.order = [name for name in self.order if name in self.clock.told]
        self._settle()

    def _settle(self) -> None:
        self.reference.walk(self.now, 0)
        self._climb()

    def _climb(self) -> None:
        """What the workflow does: tell each rung whose moment has come, one after the other."""
        while (following := self.clock.next_rung()) and following[1] <= self.now:
            self.clock = self.clock.tell(following[0])
            self.order.append(following[0].name)

    @invariant()
    def the_same_is_left(self) -> None:
        if hasattr(self, "clock"):
            assert self.clock.time_left(self.now) == self.reference.left * MINUTE
            assert self.clock.paused == self.reference.paused

    @invariant()
    def somebody_is_still_told_of_what_is_due(self) -> None:
        """B4: whatever people do to it, a promise that is not late yet has a rung ahead."""
        if hasattr(self, "clock") and not self.clock.paused and self.reference.left > 0:
            assert self.clock.next_rung() is not None

    @invariant()
    def no_rung_twice_and_none_skipped(self) -> None:
        if hasattr(self, "clock"):
            assert self.order == self.reference.told
            assert len(set(self.order)) == len(self.order)

    @precondition(lambda self: hasattr(self, "clock") and not self.clock.paused and self.reference.left > 0)
    @invariant()
    def the_same_is_due(self) -> None:
        assert self.clock.due_at == self.reference.due(self.now)


PromiseMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestPromise = PromiseMachine.TestCase

"""A promise: something must happen within a bound, else a ladder of people is told (P7, P8)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from domain.promises.working_time import WorkingHours, elapsed, shifted

_NOTHING = timedelta()

Channel = Literal["call", "sms"]
CHANNELS: tuple[Channel, ...] = ("call", "sms")
"""As people are told where a policy says nothing else."""


@dataclass(frozen=True)
class Rung:
    """Whom to tell, and when: `offset` from the bound, in the promise's own time; negative lies before it.

    `tell` is a role (crew_leader, department_head, service_supervisor …) or a member of staff by id.
    `template` is what they are told; `channels` are tried in order, person by person, until somebody
    acknowledges. Without `sms` nobody is written to, without `call` nobody is phoned.
    """

    name: str
    offset: timedelta
    tell: str
    template: str
    channels: tuple[Channel, ...] = CHANNELS


@dataclass(frozen=True)
class PromisePolicy:
    """What is promised `within` which time, and who is told when; `hours` None counts by the wall clock."""

    name: str
    within: timedelta
    ladder: tuple[Rung, ...] = ()
    hours: WorkingHours | None = None

    def __post_init__(self) -> None:
        """Refuse a promise that could not be kept or told apart."""
        names = [rung.name for rung in self.ladder]
        if self.within <= _NOTHING:
            raise ValueError("within must be longer than nothing")
        if len(set(names)) != len(names):
            raise ValueError("rungs need distinct names")


@dataclass(frozen=True)
class PromiseClock:
    """A running promise: how much time is left, and which rungs have been told.

    `left` is what was left at `running_since`, or is left while paused (None). It is below zero when the
    bound has passed: late stays late, whatever is changed, until the promise is moved.
    """

    policy: PromisePolicy
    left: timedelta
    running_since: datetime | None
    told: tuple[str, ...] = ()

    @staticmethod
    def start(policy: PromisePolicy, at: datetime) -> "PromiseClock":
        """Promised at `at`."""
        return PromiseClock(policy, policy.within, at)

    @property
    def paused(self) -> bool:
        """Whether the one waited for is the customer, and no time passes."""
        return self.running_since is None

    @property
    def due_at(self) -> datetime | None:
        """When the bound is or was reached, in UTC; None while paused, for nobody can know."""
        if self.running_since is None:
            return None
        return shifted(self.running_since, self.left, self.policy.hours)

    @property
    def level(self) -> int:
        """How far it has escalated: the number of rungs told at the bound or after it."""
        return sum(rung.offset >= _NOTHING and rung.name in self.told for rung in self.policy.ladder)

    def time_left(self, at: datetime) -> timedelta:
        """What is left at `at`, in the promise's own time; negative when late."""
        if self.running_since is None:
            return self.left
        return self.left - elapsed(self.running_since, at, self.policy.hours)

    def pause(self, at: datetime) -> "PromiseClock":
        """Time stops; a pause of what is paused changes nothing."""
        return self if self.paused else replace(self, left=self.time_left(at), running_since=None)

    def resume(self, at: datetime) -> "PromiseClock":
        """Time runs on with exactly what was left."""
        return replace(self, running_since=at) if self.paused else self

    def move(self, to: datetime, at: datetime) -> "PromiseClock":
        """Due at `to` from now on; paused stays paused, with the time from now until `to` left."""
        left = elapsed(at, to, self.policy.hours)
        return replace(self, left=left, running_since=None if self.paused else at)

    def under(self, policy: PromisePolicy, at: datetime) -> "PromiseClock":
        """The same promise under another policy: what was used, moved or paused stays so.

        Only the difference of the two bounds is added or taken away. Time used is counted as it was used.
        """
        left = self.time_left(at) + policy.within - self.policy.within
        return replace(self, policy=policy, left=left, running_since=None if self.paused else at)

    def counted_again(self, at: datetime) -> "PromiseClock":
        """Rungs that were told and lie in the future again count again: what was put off is chased anew."""
        left = self.time_left(at)
        ahead = {rung.name for rung in self.policy.ladder if left + rung.offset > _NOTHING}
        return replace(self, told=tuple(name for name in self.told if name not in ahead))

    def next_rung(self) -> tuple[Rung, datetime] | None:
        """The rung that is told next, and when; a moment in the past means at once. None while paused.

        A rung is told once, until it is `counted_again`; one whose moment a change has put into the past is
        told late rather than not at all.
        """
        if self.running_since is None:
            return None
        waiting = [rung for rung in self.policy.ladder if rung.name not in self.told]
        if not waiting:
            return None
        rung = min(waiting, key=lambda each: each.offset)
        wait = max(_NOTHING, self.left + rung.offset)
        return rung, shifted(self.running_since, wait, self.policy.hours)

    def tell(self, rung: Rung) -> "PromiseClock":
        """That rung has been told."""
        return replace(self, told=(*self.told, rung.name))

"""Where a follow-up call stands between agent and customer: what was tried, wished and recorded (P10)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from domain.messages.calling_hours import Window, rests_until
from domain.playbooks.follow_up_call import (
    Attempt,
    FollowUpPolicy,
    FollowUpResult,
    Next,
    Reached,
    next_attempt,
    what_next,
)


@dataclass(frozen=True)
class Conversation:
    """Every step gives another conversation; none of them is undone.

    `dialled`, `asked` and `escalated` count, so that what is done again has another key.
    """

    preferred: tuple[Window, ...] = ()
    """Hours that the customer likes."""
    attempts: tuple[Attempt, ...] = ()
    wished: datetime | None = None
    """When the customer asked to be called."""
    welcome: datetime | None = None
    """The hour at which the customer asked to be called last, also once that call was made."""
    to_dial: bool = False
    """The agent has asked for the call, and it is not under way yet."""
    changed: bool = False
    """The customer said something since it was last looked at."""
    asked_by_sms: bool = False
    dialled: int = 0
    asked: int = 0
    escalated: int = 0
    result: FollowUpResult | None = None

    @property
    def over(self) -> bool:
        """There is a result."""
        return self.result is not None

    @property
    def overtaken(self) -> bool:
        """A person was quicker than the clock."""
        return self.over or self.changed or self.to_dial

    def moment(self, policy: FollowUpPolicy, now: datetime) -> datetime:
        """When to call: as wished, or by the rules; never in rest hours otherwise."""
        return self.wished or next_attempt(self.attempts, policy, self.preferred, now)

    def following(self, policy: FollowUpPolicy) -> Next:
        """What follows the last attempt."""
        return what_next(self.attempts, policy, self.asked_by_sms)

    def liking(self, hours: tuple[Window, ...]) -> Self:
        """The customer likes these hours."""
        return replace(self, preferred=hours)

    def looked_at(self) -> Self:
        """What was said so far is known."""
        return replace(self, changed=False)

    def dial(self) -> Self:
        """The agent calls now."""
        return replace(self, to_dial=True, dialled=self.dialled + 1)

    def under_way(self) -> Self:
        """The call that was dialled, or wished, is being placed."""
        return replace(self, to_dial=False, wished=None)

    def tried(self, at: datetime, reached: Reached) -> Self:
        """One more attempt to speak to the customer."""
        return replace(self, attempts=(*self.attempts, Attempt(at, reached)))

    def asking(self) -> Self:
        """An SMS is about to ask for a good time."""
        return replace(self, asked=self.asked + 1)

    def asked_for_a_time(self) -> Self:
        """It went out: only a reply from now on counts."""
        return replace(self, asked_by_sms=True, changed=False)

    def replied(self) -> Self:
        """The customer wrote."""
        return replace(self, changed=True)

    def wish(self, at: datetime) -> Self:
        """The customer wishes to be called then."""
        return replace(self, wished=at, welcome=at, changed=True)

    def rests_until(self, policy: FollowUpPolicy, now: datetime) -> datetime | None:
        """When the customer may be rung, by the customer's clock; None: now.

        In permitted hours, or at the hour the customer asked for.
        """
        asked_for = self.welcome is not None and self.welcome <= now < self.welcome + policy.wish_lasts
        return None if asked_for else rests_until(now, policy.hours)

    def escalate(self) -> Self:
        """A supervisor has to decide."""
        return replace(self, escalated=self.escalated + 1)

    def begin_again(self) -> Self:
        """What was in the way is mended: as if nobody had tried."""
        return replace(self, attempts=(), asked_by_sms=False, wished=None)

    def end(self, result: FollowUpResult) -> Self:
        """There is a result."""
        return replace(self, result=result)

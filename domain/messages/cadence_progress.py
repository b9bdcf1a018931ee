"""How far somebody has come in a cadence: what was sent, and what is to be sent again (P1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self

from domain.messages.cadence import Due, next_due
from domain.playbooks.pre_handover import StepResult
from domain.playbooks.pre_handover_policy import PreHandoverPolicy

_NEVER_SENT = ("too_late", "frequency")


@dataclass(frozen=True)
class CadenceProgress:
    """Of one person, towards one date that may move."""

    policy: PreHandoverPolicy
    anchor: date
    since: datetime
    """What was due before is past."""
    done: tuple[str, ...] = ()
    again: frozenset[str] = frozenset()
    """Steps whose text never arrived: sent once more while they apply."""
    outcomes: Mapping[str, str] = field(default_factory=dict)
    deferred: datetime | None = None
    """When the step that is due may go out, where its hour has passed without it."""
    changed: bool = False
    """Whether what comes next has changed since it was last looked at."""
    sending_for: date | None = None

    def following(self, now: datetime, after: str | None = None) -> Due | None:
        """The step that is due next, or the one after `after` once that is done."""
        done = self.done if after is None else (*self.done, after)
        return next_due(self.anchor, self.policy, now, done, self.again - {after}, self.since)

    def moved(self, to: date, now: datetime) -> Self:
        """The date is another; what is left follows it."""
        if to == self.anchor:
            return self
        done = () if self.policy.resend_after_move else self.done
        # What only came too late, or was one too many, was never sent: the new date gives it another chance.
        kept = tuple(step for step in done if self.outcomes.get(step) not in _NEVER_SENT)
        return replace(self, anchor=to, since=now, changed=True, done=kept)

    def failed(self, step: str) -> Self:
        """The text of `step` never reached the phone."""
        return replace(self, outcomes={**self.outcomes, step: "failed"})

    def sent_again(self, *steps: str) -> Self:
        """These are sent once more while they still apply."""
        return replace(self, again=self.again | set(steps), changed=True) if steps else self

    def that_failed(self) -> tuple[str, ...]:
        """Steps whose text never reached the phone."""
        return tuple(step for step, outcome in self.outcomes.items() if outcome == "failed")

    def looked_at(self) -> Self:
        """What comes next is planned anew."""
        return replace(self, changed=False, deferred=None)

    def sending(self, due: Due) -> Self:
        """The step goes out now."""
        outcomes = {step: outcome for step, outcome in self.outcomes.items() if step != due.step.name}
        return replace(self, sending_for=self.anchor, outcomes=outcomes)

    def concluded(self, due: Due, result: StepResult) -> Self:
        """The step is done with: sent, or given up, or it never arrived."""
        step = due.step.name
        moved_meanwhile = self.policy.resend_after_move and self.sending_for != self.anchor
        # A report that the text failed may have come before the provider's own answer.
        outcomes = {step: result.outcome, **self.outcomes}
        done = self.done if moved_meanwhile else (*self.done, step)
        return replace(self, again=self.again - {step}, outcomes=outcomes, done=done)

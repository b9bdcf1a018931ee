"""A cadence: messages at offsets from an anchor date that may move (P1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.calendar import local, open_day
from domain.policy import CadenceStep, PreHandoverPolicy


@dataclass(frozen=True)
class Due:
    """A step and the span in which it may be sent: from `at`, strictly before `expires`."""

    step: CadenceStep
    at: datetime
    expires: datetime


def plan(anchor: date, policy: PreHandoverPolicy) -> tuple[Due, ...]:
    """All steps in order of time.

    A step expires when the next one is due, and the last one when the anchor day begins: an invitation
    that arrives after its occasion is worse than none.
    """
    hours = policy.hours
    ordered = sorted(policy.steps, key=lambda step: (-step.days_before, step.at))
    times = [
        local(open_day(anchor - timedelta(days=step.days_before), hours), step.at, hours) for step in ordered
    ]
    day_before_is_over = local(anchor, time(0), hours)
    # A step on the anchor day itself may be sent until the sending hours of that day end.
    last = day_before_is_over if ordered[-1].days_before else local(anchor, hours.closes, hours)
    ends = [*times[1:], max(last, times[-1])]
    return tuple(Due(*row) for row in zip(ordered, times, ends, strict=True))


def next_due(
    anchor: date,
    policy: PreHandoverPolicy,
    now: datetime,
    done: Collection[str],
    again: Collection[str] = (),
) -> Due | None:
    """The first step that is neither done nor past at `now`; None when nothing is left.

    Late enrolment and a moved date follow from this one rule: only what is still ahead is sent. A step in
    `again` (its first text never arrived) counts as ahead until it expires.
    """

    def ahead(due: Due) -> bool:
        name = due.step.name
        return now < due.expires if name in again else name not in done and due.at >= now

    return next(filter(ahead, plan(anchor, policy)), None)

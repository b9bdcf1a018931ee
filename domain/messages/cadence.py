"""A cadence: messages at offsets from an anchor date that may move (P1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.messages.calendar import local, open_day
from domain.playbooks.pre_handover_policy import CadenceStep, PreHandoverPolicy, SendingHours


@dataclass(frozen=True)
class Due:
    """A step and the span in which it may be sent: from `at`, strictly before `expires`."""

    step: CadenceStep
    at: datetime
    expires: datetime


def plan(anchor: date, policy: PreHandoverPolicy) -> tuple[Due, ...]:
    """All steps in order of time.

    A step expires when the next one is due, and at the latest when the anchor day begins: an invitation
    that arrives after its occasion is worse than none. Steps pushed onto one moment share a span.
    """
    hours = policy.hours
    ordered = sorted(policy.steps, key=lambda step: (-step.days_before, step.at))
    due = [(_moment(anchor, step, hours), step) for step in ordered]
    due.sort(key=lambda each: each[0].timestamp())  # closed days can change the order of hours on one day
    times = [at for at, _ in due]
    return tuple(Due(step, at, _expires(anchor, step, at, times, hours)) for at, step in due)


def _moment(anchor: date, step: CadenceStep, hours: SendingHours) -> datetime:
    return local(open_day(anchor - timedelta(days=step.days_before), hours), step.at, hours)


def _expires(
    anchor: date, step: CadenceStep, at: datetime, times: list[datetime], hours: SendingHours
) -> datetime:
    # A step on the anchor day itself may be sent until the sending hours of that day end.
    ends = [local(anchor, time(0) if step.days_before else hours.closes, hours)]
    ends += [later for later in times if later.timestamp() > at.timestamp()]
    return max(at, min(ends, key=datetime.timestamp), key=datetime.timestamp)


def next_due(
    anchor: date,
    policy: PreHandoverPolicy,
    now: datetime,
    done: Collection[str],
    again: Collection[str] = (),
    since: datetime | None = None,
) -> Due | None:
    """The first step that is neither done nor was past at `since`; None when nothing is left.

    `since` is when counting began, at enrolment or when the date last moved, and `now` unless given: late
    enrolment and a moved date follow from this one rule, that only what is still ahead is sent. A step whose
    hour has come meanwhile stays due. A step in `again` (its text never arrived) is due until it expires.
    """
    begin = since or now

    def ahead(due: Due) -> bool:
        name = due.step.name
        return now < due.expires if name in again else name not in done and due.at >= begin

    return next(filter(ahead, plan(anchor, policy)), None)

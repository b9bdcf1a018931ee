"""The cadence: complete, in order, each step once, and only what is still ahead (P1)."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.messages.cadence import Due, next_due, plan
from domain.playbooks.pre_handover_policy import CadenceStep, PreHandoverPolicy, SendingHours
from tests.town.strategies import days, moments, policies

POLICY = PreHandoverPolicy()
SHANGHAI = ZoneInfo("Asia/Shanghai")
HANDOVER = date(2027, 6, 30)


def walk(anchor: date, policy: PreHandoverPolicy, since: datetime, done: tuple[str, ...] = ()) -> list[Due]:
    """Live through it as a ticket does: wait for the next step, send it, look again."""
    sent: list[Due] = []
    now = since
    while due := next_due(anchor, policy, now, [*done, *(each.step.name for each in sent)], since=since):
        sent.append(due)
        now = max(now, due.at, key=datetime.timestamp) + timedelta(seconds=1)
        assert len(sent) <= len(policy.steps), "a step came twice"
    return sent


@given(st.data())
def test_a_plan_is_complete_and_in_order_and_its_spans_do_not_overlap(data: st.DataObject) -> None:
    anchor = data.draw(days())
    policy = data.draw(policies(anchor))
    dues = plan(anchor, policy)
    assert sorted(due.step.name for due in dues) == sorted(step.name for step in policy.steps)
    for due in dues:
        assert due.at.timestamp() <= due.expires.timestamp()
    for earlier, later in itertools.pairwise(dues):
        assert earlier.at.timestamp() <= later.at.timestamp()
        apart = earlier.at.timestamp() < later.at.timestamp()
        assert not apart or earlier.expires.timestamp() <= later.at.timestamp()


@given(st.data())
def test_nothing_is_sent_after_its_occasion(data: st.DataObject) -> None:
    anchor = data.draw(days())
    policy = data.draw(policies(anchor))
    zone = ZoneInfo(policy.hours.timezone)
    for due in plan(anchor, policy):
        last_moment = (due.expires - timedelta(microseconds=1)).astimezone(zone)
        sendable = due.at.timestamp() < due.expires.timestamp()
        assert not sendable or last_moment.date() < anchor + timedelta(days=due.step.days_before == 0)


@given(days())
def test_without_closed_days_a_step_is_due_its_days_before_at_its_hour(anchor: date) -> None:
    """Against a reference written for the default policy alone."""
    expected = [
        datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)
        for day in (anchor - timedelta(days=before) for before in (30, 15, 3))
    ]
    dues = plan(anchor, POLICY)
    assert [due.at for due in dues] == expected
    midnight = datetime(anchor.year, anchor.month, anchor.day, tzinfo=SHANGHAI)
    assert [due.expires for due in dues] == [*expected[1:], midnight]


@given(st.data())
def test_next_is_never_done_and_never_past(data: st.DataObject) -> None:
    anchor = data.draw(days())
    policy, now = data.draw(policies(anchor)), data.draw(moments(anchor))
    done = data.draw(st.sets(st.sampled_from([step.name for step in policy.steps])))
    due = next_due(anchor, policy, now, done)
    ahead = [
        each.at.timestamp()
        for each in plan(anchor, policy)
        if each.step.name not in done and each.at.timestamp() >= now.timestamp()
    ]
    if due is None:
        assert not ahead
    else:
        assert due.step.name not in done
        assert due.at.timestamp() == min(ahead)


@given(st.data())
def test_a_ticket_sends_exactly_what_lay_ahead_when_it_began_each_once(data: st.DataObject) -> None:
    anchor = data.draw(days())
    policy, begin = data.draw(policies(anchor)), data.draw(moments(anchor))
    expected = [due for due in plan(anchor, policy) if due.at.timestamp() >= begin.timestamp()]
    assert walk(anchor, policy, begin) == expected


@given(st.data())
def test_a_moved_date_repeats_nothing_and_sends_only_what_is_still_ahead(data: st.DataObject) -> None:
    anchor = data.draw(days())
    policy, begin = data.draw(policies(anchor)), data.draw(moments(anchor))
    moved_at = begin + timedelta(hours=data.draw(st.integers(0, 24 * 40)))
    moved = anchor + timedelta(days=data.draw(st.integers(-60, 60)))
    before = [due for due in walk(anchor, policy, begin) if due.at.timestamp() < moved_at.timestamp()]
    done = tuple(due.step.name for due in before)
    try:
        after = walk(moved, policy, moved_at, done)
    except ValueError:  # closures drawn around the first date may leave the new one no open day in reach
        return
    names = [due.step.name for due in (*before, *after)]
    assert len(set(names)) == len(names)
    assert all(due.at.timestamp() >= moved_at.timestamp() for due in after)
    left_out = {step.name for step in policy.steps} - set(names)
    past = {due.step.name for due in plan(moved, policy) if due.at.timestamp() < moved_at.timestamp()}
    assert left_out <= past


@given(st.data())
def test_a_step_to_send_again_is_due_until_it_expires(data: st.DataObject) -> None:
    anchor = data.draw(days())
    policy, now = data.draw(policies(anchor)), data.draw(moments(anchor))
    names = [step.name for step in policy.steps]
    again = data.draw(st.sampled_from(names))
    due = next_due(anchor, policy, now, names, {again})
    [planned] = [each for each in plan(anchor, policy) if each.step.name == again]
    assert due == (planned if now.timestamp() < planned.expires.timestamp() else None)


def test_enrolled_ten_days_before_only_the_visit_is_left() -> None:
    now = datetime(2027, 6, 20, 9, tzinfo=SHANGHAI)
    assert [due.step.name for due in walk(HANDOVER, POLICY, now)] == ["visit"]


def test_a_step_due_this_very_moment_is_ahead_and_a_moment_later_is_not() -> None:
    at = datetime(2027, 6, 27, 10, tzinfo=SHANGHAI)
    first = next_due(HANDOVER, POLICY, at, ())
    assert first is not None and first.step.name == "visit"
    assert next_due(HANDOVER, POLICY, at + timedelta(microseconds=1), ()) is None


def test_a_step_whose_hour_came_during_an_outage_is_still_due() -> None:
    """The worker was down from day 31 to day 10: the second text is still in its span."""
    enrolled = datetime(2027, 5, 20, tzinfo=SHANGHAI)
    back = datetime(2027, 6, 20, tzinfo=SHANGHAI)
    due = next_due(HANDOVER, POLICY, back, ["congratulation"], since=enrolled)
    assert due is not None and due.step.name == "show-flat" and due.expires > back


def test_a_moved_date_leaves_what_is_done_done_and_clearing_it_sends_again() -> None:
    now = datetime(2027, 6, 10, tzinfo=SHANGHAI)
    later = HANDOVER + timedelta(days=60)
    names = [due.step.name for due in walk(later, POLICY, now, ("congratulation",))]
    assert names == ["show-flat", "visit"]
    assert len(walk(later, POLICY, now)) == 3


def closure(first: date, count: int, move: str) -> PreHandoverPolicy:
    shut = tuple(first + timedelta(days=ahead) for ahead in range(count))
    return replace(POLICY, hours=SendingHours(closed_days=shut, on_closed_day=move))  # type: ignore[arg-type]


def test_a_holiday_moves_a_text_to_the_last_open_day_before_or_the_first_after() -> None:
    day = HANDOVER - timedelta(days=15)
    [_, before, _] = plan(HANDOVER, closure(day - timedelta(days=1), 3, "before"))
    [_, after, _] = plan(HANDOVER, closure(day - timedelta(days=1), 3, "after"))
    assert (before.at.date(), after.at.date()) == (day - timedelta(days=2), day + timedelta(days=2))


def test_steps_that_a_closure_pushes_onto_one_moment_are_both_sent() -> None:
    policy = closure(HANDOVER - timedelta(days=31), 24, "after")
    now = datetime(2027, 5, 1, tzinfo=SHANGHAI)
    walked = walk(HANDOVER, policy, now)
    assert [due.step.name for due in walked] == ["congratulation", "show-flat", "visit"]
    assert walked[0].at == walked[1].at and walked[0].expires == walked[2].at


def test_steps_that_a_closure_pushes_onto_one_day_go_by_their_hour() -> None:
    steps = (CadenceStep("late", "any", 5, time(15)), CadenceStep("early", "any", 4, time(9)))
    shut = (HANDOVER - timedelta(days=5), HANDOVER - timedelta(days=4))
    policy = PreHandoverPolicy(steps, SendingHours(closed_days=shut, on_closed_day="before"))
    dues = plan(HANDOVER, policy)
    assert [due.step.name for due in dues] == ["early", "late"]
    assert dues[0].expires == dues[1].at


def test_a_text_pushed_beyond_the_handover_has_no_span_left() -> None:
    policy = closure(HANDOVER - timedelta(days=4), 10, "after")
    visit = plan(HANDOVER, policy)[-1]
    assert visit.at.date() > HANDOVER and visit.at == visit.expires


def test_a_text_on_the_handover_day_may_go_until_the_sending_hours_end() -> None:
    steps = (CadenceStep("today", "any", 0, time(9)),)
    [due] = plan(HANDOVER, PreHandoverPolicy(steps))
    assert due.expires == datetime(2027, 6, 30, 20, tzinfo=SHANGHAI)
    assert due.at == datetime(2027, 6, 30, 1, tzinfo=UTC)

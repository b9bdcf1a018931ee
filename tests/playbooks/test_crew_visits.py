"""What a repair's events say of its crews: one record per crew and visit (F6, P20)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.playbooks.crew_visits import Happened, Visit, visits
from domain.playbooks.every_ticket import EVERY_END
from domain.playbooks.repair import RepairPolicy

_FIRST, _SECOND = "W00000001", "W00000002"
_BEGAN = datetime(2026, 12, 1, 8, tzinfo=UTC)
_ON_SITE = RepairPolicy().on_site


def after(hours: float, kind: str, **data: Any) -> Happened:
    return Happened(kind, _BEGAN + timedelta(hours=hours), data)


def promised(hours: float) -> Happened:
    return after(hours, "promise_made", promise="on-site")


def arrived(hours: float, *, late: bool = False) -> tuple[Happened, Happened]:
    return after(hours, "arrive"), after(
        hours, "promise_met_late" if late else "promise_kept", promise="on-site"
    )


def answered(hours: float, satisfaction: str) -> Happened:
    return after(hours, "customer_called", satisfaction=satisfaction, closed_as="recorded")


def told(*events: Happened, crew: str | None = _FIRST, reason: str = "solved") -> list[Visit]:
    ended = max(each.at for each in events)
    return list(visits(events, crew, _ON_SITE, reason, ended))


def shown(found: list[Visit]) -> list[tuple[str, bool | None, str, str | None]]:
    return [(each.crew_id, each.in_time, each.outcome, each.satisfaction) for each in found]


TWO_CREWS = (
    after(0, "taken_in"),
    promised(0),
    *arrived(10, late=True),
    after(12, "complete"),
    answered(20, "dissatisfied"),
    after(20, "reopened"),
    after(20.1, "hand_to_crew", crew=_SECOND),
    promised(20.1),
    *arrived(22),
    after(23, "complete"),
    answered(30, "satisfied"),
)
"""The first crew comes two hours late, and the customer is not content; the second mends it."""


def test_each_crew_answers_for_its_own_visit() -> None:
    assert shown(told(*TWO_CREWS)) == [
        (_FIRST, False, "came_again", "dissatisfied"),
        (_SECOND, True, "solved", "satisfied"),
    ]


@pytest.mark.parametrize("reason", EVERY_END)
def test_what_was_no_repair_says_nothing_of_anybody(reason: str) -> None:
    assert told(*TWO_CREWS, reason=reason) == []


def test_without_a_crew_there_is_nobody_to_assess() -> None:
    assert told(after(0, "taken_in"), promised(0), crew=None) == []
    [visit] = told(
        after(0, "taken_in"), promised(0), after(3, "assign_crew", crew=_SECOND), *arrived(4), crew=None
    )
    assert (visit.crew_id, visit.called_at) == (_SECOND, _BEGAN + timedelta(hours=3))


def test_who_takes_over_late_answers_for_its_own_time_alone() -> None:
    """Nobody came for seven hours; the second crew is there two hours after its call."""
    found = told(
        after(0, "taken_in"), promised(0), after(7, "hand_to_crew", crew=_SECOND), *arrived(9, late=True)
    )
    assert shown(found) == [(_SECOND, True, "solved", None)]
    found = told(
        after(0, "taken_in"), promised(0), after(7, "hand_to_crew", crew=_SECOND), *arrived(16, late=True)
    )
    assert shown(found) == [(_SECOND, False, "solved", None)]


def test_who_is_relieved_after_the_bound_was_late() -> None:
    overdue = after(8, "rung_told", promise="on-site", rung="not-on-site", role="department_head")
    found = told(
        after(0, "taken_in"),
        promised(0),
        after(6, "rung_told", promise="on-site", rung="two-hours-left", role="crew_leader"),
        overdue,
        after(9, "hand_to_crew", crew=_SECOND),
        *arrived(10, late=True),
    )
    assert shown(found) == [(_FIRST, False, "handed_on", None), (_SECOND, True, "solved", None)]


def test_a_crew_that_is_called_again_before_it_came_is_on_the_same_visit() -> None:
    found = told(
        after(0, "taken_in"), promised(0), after(7, "hand_to_crew", crew=_FIRST), *arrived(9, late=True)
    )
    assert shown(found) == [(_FIRST, False, "solved", None)]


def test_a_crew_that_came_late_was_late_however_quick_it_is_the_second_time() -> None:
    found = told(
        after(0, "taken_in"),
        promised(0),
        *arrived(9, late=True),
        after(9, "hand_to_crew", crew=_FIRST),
        promised(9),
        *arrived(10),
    )
    assert [each.in_time for each in found] == [False, True]


def test_an_arrival_that_was_none_is_counted_and_the_clock_runs_on() -> None:
    disputed = (
        after(0, "taken_in"), promised(0), *arrived(1), after(3, "dispute_arrival"), promised(3),
    )  # fmt: skip
    [kept] = told(*disputed, *arrived(6))
    assert (kept.disputed, kept.in_time, kept.arrived_at) == (1, True, _BEGAN + timedelta(hours=6))
    [late] = told(*disputed, *arrived(9, late=True))
    assert (late.disputed, late.in_time) == (1, False)


def test_time_that_waited_for_the_customer_is_nobody_s() -> None:
    found = told(
        after(0, "taken_in"),
        promised(0),
        after(1, "hand_to_crew", crew=_SECOND),
        after(2, "promise_paused", promise="on-site"),
        after(30, "promise_resumed", promise="on-site"),
        *arrived(36.5, late=True),
    )
    assert shown(found) == [(_SECOND, True, "solved", None)]


def test_a_call_while_the_work_goes_on_is_no_word_on_the_repair() -> None:
    [visit] = told(
        after(0, "taken_in"), promised(0), *arrived(1), answered(2, "dissatisfied"), after(5, "complete")
    )
    assert visit.satisfaction is None


def test_a_crew_that_cannot_come_says_so() -> None:
    found = told(
        after(0, "taken_in"), promised(0), after(1, "crew_declines"), after(2, "assign_crew", crew=_SECOND),
        *arrived(4), after(5, "quote"), reason="quote_declined",
    )  # fmt: skip
    assert shown(found) == [(_FIRST, None, "declined", None), (_SECOND, True, "quote_declined", None)]

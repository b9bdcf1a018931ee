"""Policies that could never be carried out are refused when they are made."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given

from domain.playbooks.pre_handover_policy import CadenceStep, FrequencyLimit, PreHandoverPolicy, SendingHours
from store.policies import policy_from_json, policy_to_json
from tests.town.strategies import days, policies

STEP = CadenceStep("visit", "pre-handover-visit", 3)


@pytest.mark.parametrize(
    "change",
    [
        {"steps": ()},
        {"steps": (STEP, STEP)},
        {"steps": (replace(STEP, days_before=-1),)},
        {"steps": (replace(STEP, at=time(20, 0)),)},
        {"steps": (replace(STEP, at=time(8, 59)),)},
        {"hours": SendingHours(opens=time(20), closes=time(9))},
        {"hours": SendingHours(opens=time(10), closes=time(10))},
        {"frequency": FrequencyLimit(messages=0)},
    ],
)
def test_impossible_policies_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        PreHandoverPolicy(**change)


@given(days().flatmap(policies))
def test_a_policy_survives_the_database(policy: PreHandoverPolicy) -> None:
    assert policy_from_json(policy_to_json(policy)) == policy


def test_the_company_s_rule_is_the_default() -> None:
    """P1: 30, 15 and 3 days before, in permitted hours."""
    policy = PreHandoverPolicy()
    assert [step.days_before for step in policy.steps] == [30, 15, 3]
    assert all(policy.hours.opens <= step.at < policy.hours.closes for step in policy.steps)
    assert policy.hours.timezone == "Asia/Shanghai" and not policy.resend_after_move
    assert date(2027, 1, 1) not in policy.hours.closed_days

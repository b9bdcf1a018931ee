"""The example of a company's own policy and wording is one that the product takes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import texts.catalogue as catalogue
from api.preview import MessagePreview, preview
from domain.policy import PreHandoverPolicy
from huifang.company_policy import company_policy, company_texts
from huifang.settings import Settings

COMPANY = Path(__file__).parents[2] / "examples" / "company"


@pytest.fixture
def policy() -> Iterator[PreHandoverPolicy]:
    kept = dict(catalogue._BUNDLES)
    settings = Settings(policy_file=COMPANY / "policy.toml", texts_dir=COMPANY)
    company_texts(settings)
    yield company_policy(settings)
    catalogue._BUNDLES.update(kept)
    catalogue._plain.cache_clear()


def shown(policy: PreHandoverPolicy, locale: str) -> Sequence[MessagePreview]:
    return preview(
        "示例花园",
        date(2027, 4, 20),
        policy,
        signature="示例装饰",
        owner_locale=locale,
        locale=locale,
        now=datetime(2027, 1, 1, tzinfo=UTC),
    )


def test_the_policy_is_what_its_comments_say(policy: PreHandoverPolicy) -> None:
    assert [(step.name, step.days_before) for step in policy.steps][-1] == ("keys", 1)
    assert [step for step in policy.steps if step.name != "keys"] == list(PreHandoverPolicy().steps)
    assert date(2027, 2, 4) in policy.hours.closed_days and len(policy.hours.closed_days) > 30
    assert policy.hours.on_closed_day == "before" and policy.frequency.messages == 1
    assert policy.resend_after_move == PreHandoverPolicy().resend_after_move


@pytest.mark.parametrize(("locale", "named"), [("zh-CN", "领钥匙"), ("en", "Key reminder")])
def test_its_messages_are_shown_with_the_company_s_words(
    policy: PreHandoverPolicy, locale: str, named: str
) -> None:
    messages = shown(policy, locale)
    assert len(messages) == len(policy.steps)
    assert named in messages[-1].step_name and "示例花园" in messages[-1].text


def test_a_step_that_nobody_named_is_told_by_its_code(policy: PreHandoverPolicy) -> None:
    unnamed = replace(policy, steps=(replace(policy.steps[-1], name="key-day"),))
    [message] = shown(unnamed, "zh-CN")
    assert message.step_name == "key-day"

"""The example of a company's own policy and wording is one that the product takes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import texts.catalogue as catalogue
from api.playbooks.preview import MessagePreview, preview
from domain.playbooks.complaint import ComplaintPolicy
from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from domain.playbooks.repair import RepairPolicy
from domain.privacy.retention_schedule import PrivacyPolicy
from huifang.settings.company_policy import Company, CompanyFileUnusable, read_company
from huifang.settings.settings import Settings

COMPANY = Path(__file__).parents[3] / "examples" / "company"


@pytest.fixture
def company() -> Iterator[Company]:
    kept = dict(catalogue._BUNDLES)
    settings = Settings(policy_file=COMPANY / "policy.toml", texts_dir=COMPANY)
    yield read_company(settings)
    catalogue._BUNDLES.update(kept)
    catalogue._plain.cache_clear()


@pytest.fixture
def policy(company: Company) -> PreHandoverPolicy:
    return company.pre_handover


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


def test_its_promises_are_what_its_comments_say(company: Company) -> None:
    repair, privacy = company.tickets.of(RepairPolicy), company.tickets.of(PrivacyPolicy)
    assert repair.on_site.within == timedelta(hours=6)
    assert [rung.tell for rung in repair.on_site.ladder] == [
        "crew_leader",
        "manager",
    ]
    assert repair.telling.calls_each == 3
    assert date(2027, 10, 1) in repair.follow_up.hours.closed_days
    assert privacy.retention.message_texts == timedelta(days=180)
    assert privacy.retention.recordings == PrivacyPolicy().retention.recordings
    assert repair.plan == RepairPolicy().plan and company.tickets.of(ComplaintPolicy) == ComplaintPolicy()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("[repair]\nonsite = 1\n", "onsite: there is no such setting"),
        ("[repair.on_site]\nname = 'on-site'\nwithin = 'PT0S'\n", "longer than nothing"),
        ("[[repair.on_site.ladder]]\nnmae = 'x'\n", "on_site.ladder.0.nmae"),
        ("[repair.follow_up.hours]\nholidays = 'XX'\n", "no holiday calendar"),
        ("[complaint.telling]\ncalls_each = 0\n", "at least one call"),
        ("[privacy.retention]\nleads = 'PT1H'\n", "leads must be a day or longer"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, content: str, why: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CompanyFileUnusable, match=why):
        read_company(Settings(policy_file=file))


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

"""The register of personal data forgets no column, and what is made of it says the truth."""

from pathlib import Path
from typing import Any

import pytest

from api.privacy.processing_record import record
from domain.privacy.personal_data import REGISTER, read
from domain.privacy.retention_schedule import PrivacyPolicy
from store.database import queries
from tests.privacy.document import begin, end, table
from texts import LOCALES

ROOT = Path(__file__).parents[2]
WHAT_TO_DO = "say in domain/privacy/personal_data.toml what it is kept for and how it is erased"


async def test_every_sealed_column_is_in_the_register(pool: Any) -> None:
    async with pool.acquire() as db:
        there = {row["column"] async for row in queries.sealed_columns(db)}
    named = {column for place in REGISTER.places for column in place.columns}
    assert there - named - REGISTER.not_personal == set(), WHAT_TO_DO
    assert (named | REGISTER.not_personal) - there == set(), "no such column"


async def test_what_goes_with_a_copy_is_there(pool: Any) -> None:
    async with pool.acquire() as db:
        found = await db.fetch(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        )
    there = {(row["table_name"], row["column_name"]) for row in found}
    wanted = {(place.table, column) for place in REGISTER.places for column in place.also}
    assert wanted - there == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_the_record_names_every_column_in_words(locale: str) -> None:
    shown = record(PrivacyPolicy(), "示例装饰", locale)
    columns = [column for each in shown.processing for column in each.where]
    assert len(columns) == len(set(columns)) == sum(len(place.columns) for place in REGISTER.places)
    assert {each.category for each in shown.processing} == set(REGISTER.categories)
    calls = next(each for each in shown.processing if each.category == "calls")
    assert "crew" not in calls.seen_by and calls.seen_by["agent"] == "purpose" and calls.days == 365


@pytest.mark.parametrize(("document", "locale"), [("privacy.md", "en"), ("privacy.zh-CN.md", "zh-CN")])
def test_the_table_in_the_documents_is_todays(document: str, locale: str) -> None:
    content = (ROOT / "docs" / document).read_text(encoding="utf-8")
    shown = content.partition(begin)[2].partition(end)[0].strip()
    assert shown == table(locale), "run: python -m tests.privacy.document"


def test_a_name_that_is_no_name_of_sql_is_refused() -> None:
    content = (ROOT / "domain" / "privacy" / "personal_data.toml").read_text(encoding="utf-8")
    with pytest.raises(ValueError, match="only names of SQL"):
        read(content.replace("[table.staff]", "[table.'staff; drop']"))
    with pytest.raises(ValueError, match="no such category"):
        read(content.replace('category = "staff"', 'category = "staf"'))
    with pytest.raises(ValueError, match="no such way"):
        read(content.replace('erased = "never"', 'erased = "perhaps"'))

"""The example rosters, from file to archive and report (P1)."""

from pathlib import Path
from typing import Any

import pytest

from roster import Tally, findings, read_roster
from services.buildings.rosters import import_roster, report
from store.database import queries

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = ["owners-xinghe-garden.xlsx", "owners-lakeview.csv"]


@pytest.mark.parametrize("name", FILES)
def test_every_rejected_row_says_why(name: str) -> None:
    rows = list(read_roster(EXAMPLES / name))
    assert len(rows) > 300
    assert all(row.problems for row in rows if row.verdict == "rejected")
    assert all(row.owner is not None for row in rows if row.verdict == "accepted")
    assert sum(row.verdict == "accepted" for row in rows) > 0.85 * len(rows)


@pytest.mark.parametrize(
    ("name", "accepted", "merged", "rejected"),
    [
        (
            "roster-yunlu-contacts.csv",
            28,
            1,
            {"phone-too-short", "phone-landline", "phone-missing", "returned", "name-missing"},
        ),
        ("roster-lakeside-two-areas.xlsx", 34, 0, {"phone-too-short", "returned", "phone-missing"}),
        ("roster-harbour-view.csv", 13, 1, {"phone-missing", "returned", "phone-shortened", "room-missing"}),
    ],
)
def test_the_messy_examples_end_as_their_readme_says(
    name: str, accepted: int, merged: int, rejected: set[str]
) -> None:
    rows, tally = list(read_roster(EXAMPLES / name)), Tally()
    for row in rows:
        tally.add(row)
    assert (tally.summary().accepted, tally.summary().merged) == (accepted, merged)
    refused = [row for row in rows if row.verdict == "rejected"]
    assert {problem.code for row in refused for problem in row.problems} == rejected
    assert f"`{name}`" in (EXAMPLES / "README.md").read_text("utf-8")
    for locale in ("zh-CN", "en"):
        assert all(found.problem and found.action for row in rows for found in findings(row, locale))


@pytest.mark.parametrize("name", FILES)
async def test_importing_twice_changes_nothing(name: str, pool: Any) -> None:
    async with pool.acquire() as db:
        building = await queries.add_building(db, name="示例花园", handover_date=None)
    first = await import_roster(pool, building["id"], EXAMPLES / name, file_name=name, locale="zh-CN")
    async with pool.acquire() as db:
        before = await db.fetch("SELECT * FROM customers ORDER BY id")
    again = await import_roster(pool, building["id"], EXAMPLES / name, file_name=name, locale="zh-CN")
    async with pool.acquire() as db:
        assert await db.fetch("SELECT * FROM customers ORDER BY id") == before
    assert first.counts["new_ownerships"] > 250
    assert [again.counts[key] for key in ("new_customers", "new_ownerships", "changed_numbers")] == [0, 0, 0]
    async with pool.acquire() as db:
        kept = await report(db, first.import_id)
    assert kept is not None and len(kept[2]) > 1000

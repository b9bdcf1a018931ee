"""The two example rosters, from file to archive and report (P1)."""

from pathlib import Path
from typing import Any

import pytest

from api.imports import import_owners, report
from roster import read_roster
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


@pytest.mark.parametrize("name", FILES)
async def test_importing_twice_changes_nothing(name: str, pool: Any) -> None:
    async with pool.acquire() as db:
        building = await queries.add_building(db, name="示例花园", handover_date=None)
    first = await import_owners(pool, building["id"], EXAMPLES / name, file_name=name, locale="zh-CN")
    async with pool.acquire() as db:
        before = await db.fetch("SELECT * FROM customers ORDER BY id")
    again = await import_owners(pool, building["id"], EXAMPLES / name, file_name=name, locale="zh-CN")
    async with pool.acquire() as db:
        assert await db.fetch("SELECT * FROM customers ORDER BY id") == before
    assert first.counts["new_ownerships"] > 250
    assert [again.counts[key] for key in ("new_customers", "new_ownerships", "changed_numbers")] == [0, 0, 0]
    kept = await report(pool, first.import_id)
    assert kept is not None and len(kept[2]) > 1000

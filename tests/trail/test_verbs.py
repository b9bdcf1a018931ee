"""What an export takes out, without HTTP (P23)."""

from typing import Any

import pytest

from services.refused import Refused
from services.trail import exports
from services.trail.exports import ToExport, take_out
from store.database import queries
from tests.town.archive import Archive


async def test_each_export_has_a_number_and_a_mark_of_its_own(pool: Any, archive: Archive) -> None:
    customer = await archive.customer()
    await archive.flat(customer)
    async with pool.acquire() as db:
        first = await take_out(db, ToExport(customers=[customer]))
        second = await take_out(db, ToExport(customers=[customer], status="sold"))
    assert [row["customer_id"] for row in first.rows] == [customer] and second.rows == []
    assert int(second.id[1:]) > int(first.id[1:]) and second.mark != first.mark


async def test_a_building_that_is_not_there_and_too_many_rows_are_refused(
    pool: Any, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await archive.customer()
    await archive.flat(customer)
    async with pool.acquire() as db:
        before = await queries.next_export_number(db)
        with pytest.raises(Refused, match="no-such-building"):
            await take_out(db, ToExport(building_id="B999999"))
        monkeypatch.setattr(exports, "MOST_ROWS", 0)
        with pytest.raises(Refused) as refused:
            await take_out(db, ToExport(customers=[customer]))
        (unfit,) = refused.value.unfit
        assert (unfit.where, unfit.rule, unfit.values) == ("#", "export-size", {"limit": 0})
        assert await queries.next_export_number(db) == before + 1

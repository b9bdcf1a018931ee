"""Buildings, crews and rosters as programs keep them: without HTTP, each verb whole or not at all."""

import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from roster import RosterUnreadable
from services.backend import Backend
from services.buildings.buildings import add_building, change_building, open_building
from services.buildings.changes import start_change, tell_tickets
from services.buildings.crews import make_crew_responsible, make_nobody_responsible
from services.buildings.import_follow_up import follow_import
from services.buildings.rosters import import_roster, report
from services.people.crews import form_crew
from services.refused import Refused
from store.database import queries
from tests.town.staffing import new_number

_HANDOVER = date(2027, 1, 15)


async def test_a_building_changes_only_as_it_was_seen_and_not_once_it_is_cancelled(pool: Any) -> None:
    async with pool.acquire() as db:
        new = await add_building(db, name="示例花园")
        building = new["id"]
        moved = await change_building(db, building, {"handover_date": _HANDOVER}, seen=1)
        assert (moved["name"], moved["handover_date"], moved["version"]) == ("示例花园", _HANDOVER, 2)
        assert await change_building(db, building, {"handover_date": _HANDOVER}) == moved
        with pytest.raises(Refused, match="changed-meanwhile"):
            await change_building(db, building, {"name": "别的花园"}, seen=1)
        assert await open_building(db, building) == moved
        ended = await change_building(db, building, {"status": "cancelled"})
        with pytest.raises(Refused, match="building-cancelled"):
            await change_building(db, building, {"status": "active"})
        with pytest.raises(Refused, match="building-cancelled"):
            await open_building(db, building)
        assert await queries.get_building(db, id=building) == ended
        with pytest.raises(Refused, match="no-such-building"):
            await change_building(db, "B999999", {"name": "别的花园"})


async def test_a_crew_is_responsible_until_nobody_is(pool: Any) -> None:
    async def responsible() -> list[tuple[str, str]]:
        return [(row["trade"], row["crew_id"]) async for row in queries.building_crews(db, building_id=id_)]

    async with pool.acquire() as db:
        id_ = (await add_building(db, name="示例花园"))["id"]
        crew = await form_crew(db, name="一队", leader_id=None, department_id=None, trades=["plumbing"])
        await make_crew_responsible(db, id_, "plumbing", crew_id=crew["id"])
        with pytest.raises(Refused) as refused:
            await make_crew_responsible(db, id_, "plumbing", crew_id="W99999999")
        assert [(each.where, each.rule) for each in refused.value.unfit] == [("#/crew_id", "unknown-crew")]
        assert await responsible() == [("plumbing", crew["id"])]
        await make_nobody_responsible(db, id_, "plumbing")
        await make_nobody_responsible(db, id_, "plumbing")
        assert await responsible() == []
        with pytest.raises(Refused, match="no-such-building"):
            await make_nobody_responsible(db, "B999999", "plumbing")


async def test_a_roster_goes_into_a_building_that_is_there_and_not_cancelled(
    pool: Any, tmp_path: Path
) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(f"姓名,联系电话,房号\n李示例,{new_number()},1201\n", encoding="utf-8")
    async with pool.acquire() as db:
        building = (await add_building(db, name="示例花园"))["id"]
    done = await import_roster(pool, building, file, file_name=file.name, locale="en")
    assert done.counts["accepted"] == done.counts["new_customers"] == 1 and not done.problems
    async with pool.acquire() as db:
        kept = await report(db, done.import_id)
    assert kept is not None and kept[0] == done.report_name
    async with pool.acquire() as db:
        await change_building(db, building, {"status": "cancelled"})
    for refused, code in ((building, "building-cancelled"), ("B999999", "no-such-building")):
        with pytest.raises(Refused, match=code):
            await import_roster(pool, refused, file, file_name=file.name, locale="en")
    file.write_bytes(b"")
    with pytest.raises(RosterUnreadable):
        await import_roster(pool, building, file, file_name=file.name, locale="en")
    async with pool.acquire() as db:
        assert (await queries.count_owners(db, building_id=building))["active"] == 1


async def test_tickets_are_told_once_of_a_change_and_of_an_import(
    pool: Any, temporal: WorkflowEnvironment
) -> None:
    queue, client = f"nobody-{uuid.uuid4().hex[:8]}", temporal.client
    async with pool.acquire() as db:
        row = await add_building(db, name="示例花园", handover_date=_HANDOVER)
    import_id = f"I{uuid.uuid4().hex[:8]}"
    assert await start_change(client, queue, row, "en")
    assert not await start_change(client, queue, row, "en")
    assert await follow_import(client, queue, import_id, row["id"], "en")
    assert not await follow_import(client, queue, import_id, row["id"], "en")
    for workflow in (f"building-change-{row['id']}-1", f"import-follow-up-{import_id}"):
        await client.get_workflow_handle(workflow).terminate()


async def test_what_cannot_be_told_now_is_left_to_the_reconciler(
    pool: Any, temporal: WorkflowEnvironment, capsys: pytest.CaptureFixture[str]
) -> None:
    converter = temporal.client.data_converter
    nobody = await Client.connect("127.0.0.1:9", lazy=True, data_converter=converter)
    backend = Backend(pool, nobody, "tickets", timedelta(milliseconds=300))
    async with pool.acquire() as db:
        quiet = await add_building(db, name="示例花园")
        await tell_tickets(backend, quiet, "en")
        assert "left_to_reconciler" not in capsys.readouterr().out
        await queries.set_building_policy(db, id=quiet["id"], policy={})
        moved = await change_building(db, quiet["id"], {"handover_date": _HANDOVER})
    await tell_tickets(backend, moved, "en")
    assert "building_change_left_to_reconciler" in capsys.readouterr().out

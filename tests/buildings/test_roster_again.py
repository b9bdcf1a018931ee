"""A newer roster: a corrected name, owners who are gone, and remarks that stop texts (P1)."""

import itertools
from pathlib import Path
from typing import Any

import pytest

from services.buildings.rosters import ImportResult, import_roster
from store.database import queries
from tests.town.workbooks import csv_file

_numbers = itertools.count(19900710000)
HEAD = "姓名,联系电话,楼栋,房号,备注\n"


class Desk:
    """A building and the rosters that come for it."""

    def __init__(self, pool: Any, building: str, folder: Path) -> None:
        self.pool, self.building, self.folder = pool, building, folder

    async def roster(self, *lines: str) -> ImportResult:
        path = csv_file(self.folder, HEAD + "\n".join(lines) + "\n")
        return await import_roster(self.pool, self.building, path, file_name="roster.csv", locale="zh-CN")

    async def owners(self) -> list[tuple[str, str, str | None]]:
        """Room, name and why texts wait, flat by flat."""
        return sorted((row["room"], row["name"], row["held"]) for row in await self._rows())

    async def ownership(self, room: str) -> str:
        return next(str(row["id"]) for row in await self._rows() if row["room"] == room)

    async def _rows(self) -> list[Any]:
        rows: list[Any] = await self.pool.fetch(
            "SELECT o.id, o.room, c.name, text_hold(o.id) AS held"
            " FROM ownerships o JOIN customers c ON c.id = o.customer_id"
            " WHERE o.building_id = $1 AND o.status <> 'merged'",
            self.building,
        )
        return rows


@pytest.fixture
async def desk(pool: Any, tmp_path: Path) -> Desk:
    async with pool.acquire() as db:
        building = await queries.add_building(db, name="示例花园", handover_date=None)
    return Desk(pool, str(building["id"]), tmp_path)


def said(result: ImportResult) -> list[tuple[int, str]]:
    return [(finding.row, finding.problem) for finding in result.problems]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("李示列", "李示例"),
        ("李示", "李示例"),
        ("李例示", "李示例"),
        ("买买提•示例", "买买提·示列"),
        ("\U00020bb7示列", "\U00020bb7示例"),
        ("Li Shilie", "Li Shili"),
    ],
)
async def test_a_corrected_spelling_is_one_person_and_asked_once(before: str, after: str, desk: Desk) -> None:
    phone = next(_numbers)
    await desk.roster(f"{before},{phone},1栋,101,")
    (first,) = await desk.owners()
    again = await desk.roster(f"{after},{phone},1栋,101,")
    assert await desk.owners() == [first]
    assert again.counts["new_customers"] == again.counts["new_ownerships"] == 0
    assert said(again) == [(2, "档案中这套房、这个号码的业主姓名只差一个字")]
    assert said(await desk.roster(f"{after},{phone},1栋,101,")) == []


async def test_a_corrected_spelling_keeps_its_new_remarks_and_area(desk: Desk) -> None:
    phone = next(_numbers)
    await desk.roster(f"李示列,{phone},1栋,101,")
    await desk.roster(f"李示例,{phone},1栋,101,精装")
    async with desk.pool.acquire() as db:
        found = await db.fetchrow("SELECT note FROM ownerships WHERE building_id = $1", desk.building)
    assert found["note"] == "精装"


async def test_two_people_on_one_number_in_one_flat_stay_two(desk: Desk) -> None:
    phone = next(_numbers)
    await desk.roster(f"李示例,{phone},1栋,101,")
    await desk.roster(f"李示例,{phone},1栋,101,", f"王小明,{phone},1栋,101,")
    assert [name for _, name, _ in await desk.owners()] == ["李示例", "王小明"]


async def test_a_name_that_differs_in_what_nobody_sees_is_the_same(desk: Desk) -> None:
    phone = next(_numbers)
    await desk.roster(f"买买提·示例,{phone},1栋,101,")
    for name in (
        "买买提•示例",
        "买买提・示例",
        "买买提．示例",
        "买买提 ‧ 示例",
        "买买提·\u2067示例",
        "买买提·示\ufe0d例\u3164",
    ):
        again = await desk.roster(f"{name},{phone},1栋,101,")
        assert said(again) == [] and again.counts["new_customers"] == 0


async def test_money_that_came_back_does_not_keep_a_new_number_out(desk: Desk) -> None:
    old, new = next(_numbers), next(_numbers)
    await desk.roster(f"李示例,{old},1栋,101,")
    again = await desk.roster(f"李示例,{new},1栋,101,装修押金已退")
    assert again.counts["changed_numbers"] == 1 and said(again) == []


async def test_owners_who_are_gone_are_listed_and_get_no_text_unasked(desk: Desk) -> None:
    lines = [f"业主{n}号,{next(_numbers)},1栋,{100 + n},".replace("号", "甲乙丙丁戊"[n]) for n in range(5)]
    await desk.roster(*lines)
    newer = await desk.roster(*lines[:2])
    assert "3 户在以前的名单上" in newer.summary
    assert [finding.column for finding in newer.problems] == ["1栋102", "1栋103", "1栋104"]
    assert [held for *_, held in await desk.owners()] == [None, None, *["not-on-roster"] * 3]
    back = await desk.roster(*lines)
    assert said(back) == [] and {held for *_, held in await desk.owners()} == {None}


async def test_an_addition_to_a_roster_leaves_the_others_alone(desk: Desk) -> None:
    lines = [f"业主{'甲乙丙丁戊己庚辛'[n]},{next(_numbers)},1栋,{100 + n}," for n in range(8)]
    await desk.roster(*lines)
    await desk.roster(f"新业主,{next(_numbers)},1栋,201,")
    await desk.roster(f"新业主二,{next(_numbers)},2栋,201,")
    await desk.roster(lines[0])
    assert {held for *_, held in await desk.owners()} == {None}


async def test_a_row_that_could_not_be_imported_this_time_is_not_gone(desk: Desk) -> None:
    lines = [f"业主{'甲乙丙'[n]},{next(_numbers)},1栋,{100 + n}," for n in range(3)]
    await desk.roster(*lines)
    await desk.roster(*lines[:2], "业主丙,1990001,1栋,102,")
    assert {held for *_, held in await desk.owners()} == {None}


@pytest.mark.parametrize(
    ("name", "note", "reason"),
    [("王五(已故)", "", "deceased"), ("王五", "涉诉", "dispute"), ("王五【勿扰】", "", "do-not-disturb")],
)
async def test_what_remarks_say_holds_texts(name: str, note: str, reason: str, desk: Desk) -> None:
    first = await desk.roster(f"{name},{next(_numbers)},1栋,101,{note}")
    assert await desk.owners() == [("101", "王五", reason)]
    assert any("短信已暂停" in finding.action for finding in first.problems)


async def test_who_has_died_holds_all_their_flats_and_nobody_elses(desk: Desk) -> None:
    phone = next(_numbers)
    await desk.roster(f"王五(已故),{phone},1栋,101,", f"王五,{phone},1栋,102,", f"赵小六,{phone},1栋,101,")
    assert await desk.owners() == [
        ("101", "王五", "deceased"),
        ("101", "赵小六", None),
        ("102", "王五", "deceased"),
    ]


async def test_a_number_that_is_not_to_be_disturbed_is_held_for_everybody_who_has_it(desk: Desk) -> None:
    phone = next(_numbers)
    await desk.roster(f"王五,{phone},1栋,101,请勿打扰", f"赵小六,{phone},1栋,102,")
    assert {held for *_, held in await desk.owners()} == {"do-not-disturb"}

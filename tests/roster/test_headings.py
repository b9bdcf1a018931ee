"""A row that holds a number or a flat is no heading; a column that is missing is named (P1)."""

from pathlib import Path
from typing import Any

import pytest

from roster import RosterUnreadable, read_lines
from roster.vocabulary import heading
from tests.town.workbooks import HEAD, csv_file, rows_of, told, xlsx_file

OWNERS = [
    ("李示例", 19900012301, "1栋", "1单元", "101室"),
    ("王示例", 19900012302, "1栋", "1单元", "102室"),
    ("赵示例", 19900012303, "2栋", "1单元", "101室"),
]


def saved(folder: Path, kind: str, rows: list[Any]) -> Path:
    if kind == "xlsx":
        return xlsx_file(folder, rows)
    return csv_file(folder, "".join(",".join(str(cell) for cell in row) + "\n" for row in rows))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "head",
    [
        ("业主姓名", "联系电话", "楼栋/区域", "单元/分区", "房号/铺位号"),
        ("业主姓名", "联系电话/手机", "楼栋", "单元", "房号（室）"),
        ("1.业主姓名", "2.联系电话", "3.楼栋", "4.单元", "5.房号"),
        ("姓名 Name", "电话 Phone", "楼栋 Block", "单元 Unit", "房号 Room"),
        ("①姓名", "②联系电话", "③楼栋", "④单元", "⑤房号"),
    ],
)
def test_the_first_owner_is_no_heading(head: tuple[str, ...], kind: str, tmp_path: Path) -> None:
    found = rows_of(saved(tmp_path, kind, [head, *OWNERS]))
    assert [row.owner and (row.owner.name, row.owner.block, row.owner.room) for row in found] == [
        ("李示例", "1栋", "101"),
        ("王示例", "1栋", "102"),
        ("赵示例", "2栋", "101"),
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("head", "first", "field"),
    [
        (("业主姓名", "联系电话", "栋座说明", "层位", "门户"), OWNERS[0], "room"),
        (
            ("业主姓名", "拨打", "楼栋", "单元", "房号"),
            ("李示例", "手机:19900012301", "1栋", "1单元", "101室"),
            "phone",
        ),
        (
            ("住户方", "联系电话", "楼栋", "单元", "房号"),
            ("业主", 19900012301, "1栋", "1单元", "101室"),
            "name",
        ),
    ],
)
def test_a_needed_column_under_an_unknown_heading_is_named_on_the_headings_line(
    head: tuple[str, ...], first: tuple[Any, ...], field: str, kind: str, tmp_path: Path
) -> None:
    with pytest.raises(RosterUnreadable) as error:
        rows_of(saved(tmp_path, kind, [("示例花园业主名单",), head, first, *OWNERS[1:]]))
    assert error.value.code == "column-missing"
    assert error.value.values == {"field": field, "row": 2}


def test_a_first_owner_below_a_complete_heading_is_no_second_heading(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "姓名,联系电话,房号,单元说明\n业主,手机:19900012301,101室,1单元\n李示例,19900012302,102,\n"
    )
    assert [row.line for row in rows_of(path)] == [2, 3]


@pytest.mark.parametrize(
    "cell",
    [
        "101室",
        "1单元",
        "6号楼",
        "手机:19900012301",
        "手机(19900012301)",
        "电话 0571-88880000",
        "Room 403",
        "Unit 1",
    ],
)
def test_what_holds_a_number_or_a_flat_is_no_heading(cell: str) -> None:
    assert heading(cell) is None


@pytest.mark.parametrize(
    ("cell", "field"),
    [
        ("联系电话1", "phone"),
        ("业主2", "name"),
        ("3. 房号", "room"),
        ("房号（1-2号楼）", "room"),
        ("建筑面积㎡", "area"),
        ("姓名/Name", "name"),
        ("姓名/电话", None),
        ("置业顾问/电话", None),
        ("楼栋-单元-房号", "room"),
    ],
)
def test_what_is_one(cell: str, field: str | None) -> None:
    assert heading(cell) == field


def test_titles_headings_and_totals_are_said_to_be_no_owners(tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path, [("名单",), (), HEAD, ("李示例", 19900012301, "101"), ("合计", "", "1户"), HEAD]
    )
    assert sorted((row.line, row.verdict) for row in read_lines(path)) == [
        (1, "passed"),
        (3, "passed"),
        (4, "accepted"),
        (5, "passed"),
        (6, "passed"),
    ]


def test_an_owner_called_like_a_total_is_read(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, ("合计", 19900012301, "101")])
    assert [row.verdict for row in rows_of(path)] == ["accepted"]


def test_a_number_above_the_heading_or_on_a_sheet_without_one_is_asked_about(tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path,
        [("李示例", 19900012301, "101"), HEAD, ("王示例", 19900012302, "102")],
        [("赵示例", 19900012303, "103")],
    )
    said = [(row.sheet, row.line, *told(row)) for row in read_lines(path) if row.problems]
    assert said == [("1", 1, ("", "above-heading")), ("2", 1, ("", "sheet-without-heading"))]


def test_a_second_list_below_the_first_has_its_own_columns(tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path,
        [
            HEAD,
            ("李示例", 19900012301, "101"),
            ("二期业主",),
            ("房号", "业主姓名", "备注", "手机"),
            ("201", "王示例", "", 19900012302),
        ],
    )
    assert [(row.owner.name, row.owner.phone, row.owner.room) for row in rows_of(path) if row.owner] == [
        ("李示例", "+8619900012301", "101"),
        ("王示例", "+8619900012302", "201"),
    ]

"""Days, areas, names and places as spreadsheets and people write them."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.cells import area, day, plain
from roster.names import person, several
from roster.places import place
from tests.town.workbooks import one_row, told

FIFTEENTH = date(2027, 1, 15)


@pytest.mark.parametrize(
    "cell",
    [
        FIFTEENTH,
        datetime(2027, 1, 15, 10, 30),
        "2027年1月15日",
        "2027年01月15号",
        "2027/1/15",
        "2027.01.15",
        "2027-01-15",
        "2027-1-15 00:00:00",
        "20270115",
        "２０２７年１月１５日",
        "2027 年 1 月 15 日",
        46402,
        46402.0,
        "46402",
    ],
)
def test_a_day_however_it_is_written(cell: Any, tmp_path: Path) -> None:
    assert day(cell) == FIFTEENTH
    row = one_row(tmp_path, 交房日期=cell)
    assert row.owner and row.owner.handover_date == FIFTEENTH and not row.problems


@pytest.mark.parametrize("cell", ["待定", "待通知", "未定", "", None, "/", "TBD", "无"])
def test_a_day_that_is_not_fixed_yet_is_left_open(cell: Any, tmp_path: Path) -> None:
    row = one_row(tmp_path, 交房日期=cell)
    assert row.owner and row.owner.handover_date is None and not row.problems


@pytest.mark.parametrize(
    "cell", ["明年春节后", "2027年13月1日", "15/1/2027", "2027年2月30日", "1027-01-01", 5, "1.15"]
)
def test_a_day_that_cannot_be_read_is_said_and_stops_nothing(cell: Any, tmp_path: Path) -> None:
    row = one_row(tmp_path, 交房日期=cell)
    assert row.verdict == "accepted" and row.owner and row.owner.handover_date is None
    assert told(row) == [("交房日期", "date-unreadable")]


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from("年/.-"), st.booleans())
def test_every_day_reads_back(when: date, between: str, padded: bool) -> None:
    month, of_month = (f"{when.month:02}", f"{when.day:02}") if padded else (str(when.month), str(when.day))
    second, last = ("月", "日") if between == "年" else (between, "")
    assert day(f"{when.year}{between}{month}{second}{of_month}{last}") == when


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("89.5", "89.50"),
        ("118.6㎡", "118.60"),
        ("102平米", "102.00"),
        ("1,024.5 m2", "1024.50"),
        ("95 sqm", "95.00"),
    ],
)
def test_areas(text: str, metres: str) -> None:
    assert area(plain(text)) == Decimal(metres)


@pytest.mark.parametrize("cell", ["约九十", "-5", 0, "12345678"])
def test_an_area_that_cannot_be_read_is_said(cell: Any, tmp_path: Path) -> None:
    row = one_row(tmp_path, 建筑面积=cell)
    assert row.verdict == "accepted" and told(row) == [("建筑面积", "area-unreadable")]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("李示例", "李示例"),
        ("  李  明 ", "李明"),
        ("李\u3000明", "李明"),
        ("欧阳 示例", "欧阳示例"),
        ("阿依 · 买买提", "阿依·买买提"),
        ("Smith,  John", "Smith, John"),
        ("李示例\n", "李示例"),
    ],
)
def test_a_name_loses_only_its_padding(cell: str, name: str) -> None:
    assert person(cell) == name and not several(name)


@pytest.mark.parametrize(
    "cell",
    [
        "李示例、王示例",
        "李示例/王示例",
        "李示例，王示例",
        "李示例；王示例",
        "李示例 王示例",
        "李示例\n王示例",
        "Li Ming & Wang Fang",
    ],
)
def test_two_owners_in_one_cell_are_kept_and_pointed_out(cell: str, tmp_path: Path) -> None:
    row = one_row(tmp_path, cell, "19900012345/19900012346")
    assert row.verdict == "accepted" and row.owner and row.owner.other_phones == ("+8619900012346",)
    assert told(row) == [("业主姓名", "name-several"), ("联系电话", "phone-second")]


@pytest.mark.parametrize("cell", ["", None, "无", "待补", "/", 12345, "——"])
def test_without_a_name_a_row_is_rejected(cell: Any, tmp_path: Path) -> None:
    row = one_row(tmp_path, cell)
    assert row.verdict == "rejected" and told(row) == [("业主姓名", "name-missing")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (("6", "1", "403"), ("6栋", "1单元", "403")),
        (("06栋", "1单元", "0403"), ("6栋", "1单元", "403")),
        (("6号楼", "01", "403室"), ("6栋", "1单元", "403")),
        (("Block 6", "Unit 1", "Room 403"), ("6栋", "1单元", "403")),
        (("6#", "", "403号"), ("6栋", "", "403")),
        (("", "", "6-1-403"), ("6栋", "1单元", "403")),
        (("", "", "6栋1单元403室"), ("6栋", "1单元", "403")),
        (("", "", "6-403"), ("6栋", "", "403")),
        (("A座", "", "12b"), ("A栋", "", "12B")),
        (("", "", "别墅·临湖之家"), ("", "", "别墅·临湖之家")),
    ],
)
def test_a_flat_is_written_one_way(given: tuple[str, str, str], kept: tuple[str, str, str]) -> None:
    assert place(*given) == kept
    assert place(*kept) == kept


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.none(), st.datetimes()))
def test_no_cell_is_too_odd(cell: Any) -> None:
    text = plain(cell)
    assert text == text.strip() and "\n" not in text
    several(person(cell))
    place(text, text, text)
    for read in (day, lambda given: area(plain(given))):
        try:
            read(cell)
        except ValueError:
            continue

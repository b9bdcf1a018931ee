"""Flats that only look equal are never merged; a spreadsheet's dates and errors are no places (P1)."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from roster import read_lines
from roster.cells import is_moment, plain
from tests.town.workbooks import csv_file, one_row, rows_of, told, xlsx_file


def sheet(folder: Path, place: str, first: str, second: str) -> Path:
    return xlsx_file(
        folder,
        [
            ("业主姓名", "联系电话", place, "房号"),
            ("张示例", 19900012301, first, "101"),
            ("张示例", 19900012301, second, "101"),
            ("李示例", 19900012302, first, "201"),
            ("王示例", 19900012303, second, "201"),
        ],
    )


@pytest.mark.parametrize(
    ("place", "first", "second"),
    [
        ("楼栋/区域", "1栋", "2栋"),
        ("所属", "1栋", "2栋"),
        ("号楼说明", "A座", "B座"),
        ("位置", "东区", "西区"),
        ("期数", "一期", "二期"),
        ("组团", "1", "2"),
        ("所在", "1单元", "2单元"),
    ],
)
def test_a_part_of_the_place_that_is_not_known_by_its_heading_keeps_flats_apart(
    place: str, first: str, second: str, tmp_path: Path
) -> None:
    found = rows_of(sheet(tmp_path, place, first, second))
    assert [row.verdict for row in found] == ["accepted"] * 4
    assert len({(row.owner.block, row.owner.unit, row.owner.room) for row in found if row.owner}) == 4
    assert not any(code == "co-owner" for row in found for _, code in told(row))


def test_a_column_that_was_not_read_and_differs_is_a_question(tmp_path: Path) -> None:
    found = rows_of(sheet(tmp_path, "铺位代码", "壹", "贰"))
    assert [row.verdict for row in found] == ["accepted", "rejected", "accepted", "accepted"]
    assert told(found[1]) == [("铺位代码", "flat-unclear")]


def test_columns_that_were_not_read_are_listed(tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path,
        [
            ("业主姓名", "联系电话", "房号", "会员编码", "", "空列", "付款方式"),
            ("李示例", 19900012301, "101", "x1", "y", "", "按揭"),
        ],
    )
    (heading,) = [row for row in read_lines(path) if row.verdict == "passed"]
    assert heading.line == 1 and told(heading) == [("会员编码、E、付款方式", "columns-unread")]


def test_the_same_line_twice_is_merged_though_a_date_of_payment_differs(tmp_path: Path) -> None:
    head = ("业主姓名", "联系电话", "房号", "付款日期")
    path = xlsx_file(
        tmp_path, [head, ("李示例", 19900012301, "101", "a"), ("李示例", 19900012301, "101", "b")]
    )
    assert [row.verdict for row in rows_of(path)] == ["accepted", "merged"]


@pytest.mark.parametrize("column", ["楼栋", "单元", "房号"])
@pytest.mark.parametrize(
    "cell", [datetime(2001, 2, 3), date(2026, 1, 2), time(1, 2), "2001-02-03", "1月2日", "2-Jan", "Jan-02"]
)
def test_a_place_that_became_a_date_is_refused_with_what_to_do(
    column: str, cell: Any, tmp_path: Path
) -> None:
    row = one_row(tmp_path, room=cell) if column == "房号" else one_row(tmp_path, **{column: cell})
    assert row.verdict == "rejected" and told(row) == [(column, "place-date")]


@pytest.mark.parametrize(
    "cell", ["1-2-301", "6-1-403", "2026", "101", "1栋1单元101", "12-3", "20-1-101", "A1"]
)
def test_a_place_is_no_date(cell: str) -> None:
    assert not is_moment(cell)


_ERRORS = [
    "#N/A",
    "#REF!",
    "#NAME?",
    "#VALUE!",
    "#DIV/0!",
    "#NULL!",
    "#NUM!",
    "#n/a",
    "＃N/A",
    "#SPILL!",
    "Err:502",
    "########",
]


@pytest.mark.parametrize("word", _ERRORS)
def test_a_spreadsheets_error_is_blank_in_every_column(word: str, tmp_path: Path) -> None:
    assert plain(word) == ""
    head = "姓名,联系电话,楼栋,房号,备注\n"
    for column in range(5):
        cells = ["李示例", "19900012301", "1栋", "101", "x"]
        cells[column] = word
        (row,) = rows_of(csv_file(tmp_path, head + ",".join(cells) + "\n"))
        assert row.verdict == ("rejected" if column in (0, 1, 3) else "accepted")
        if row.owner:
            assert word not in (row.owner.block, row.owner.note)
            assert [code for _, code in told(row)] == (["cell-error"] if column == 2 else [])


@pytest.mark.parametrize("word", ["nan", "NaN", "NULL", "None", "undefined"])
def test_words_of_programs_are_no_names(word: str, tmp_path: Path) -> None:
    assert told(one_row(tmp_path, word)) == [("业主姓名", "name-missing")]

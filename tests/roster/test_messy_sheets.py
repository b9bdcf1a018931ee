"""Rosters as developers hand them over: each row ends accepted, merged or rejected; none stops another."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from roster import RosterUnreadable
from tests.town.workbooks import HEAD, csv_file, one_row, patched, rows_of, told, verdicts, xlsx_file

LI = ("李示例", 19900012345, "1201")
WANG = ("王示例", 19900012346, "1202")


def names(path: Path) -> list[str]:
    return [row.owner.name for row in rows_of(path) if row.owner]


def test_titles_blanks_and_totals_are_no_owners(tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path,
        [
            ("示例花园三期业主名册",),
            ("制表人：示例部   日期：2026-11-01",),
            (),
            HEAD,
            LI,
            (),
            ("", "  ", "\u3000"),
            WANG,
            (),
            ("合计", "", "2户"),
            ("总计：2 户",),
            ("小计", 2, None),
        ],
    )
    assert verdicts(path) == [(5, "accepted", []), (8, "accepted", [])]


def test_a_person_whose_name_begins_like_a_total_is_a_person(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, ("合计明", 19900012345, "1201"), ("Total Wang", 19900012346, "1202")])
    assert [verdict for _, verdict, _ in verdicts(path)] == ["accepted", "accepted"]


def test_a_row_with_only_a_serial_number_is_blank(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [("序号", *HEAD), (1, *LI), (2,), (3, *WANG), (4, "", "", "")])
    assert [line for line, *_ in verdicts(path)] == [2, 4]


def test_the_heading_repeated_on_each_printed_page(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [("第1页",), HEAD, LI, ("第2页",), HEAD, WANG])
    found = rows_of(path)
    assert [row.line for row in found if row.verdict == "accepted"] == [3, 6]


@pytest.mark.parametrize(
    "heading",
    [
        ("业主姓名", "联系电话", "房号"),
        ("姓名", "手机", "房间"),
        ("客户姓名*", "手机号码（必填）", "房屋编号"),
        (" 姓  名 ", "联系电话1", "房 号"),
        ("购房人", "联系方式", "室号"),
        ("Owner's name", "Mobile No.", "Room"),
        ("NAME", "Phone number", "Flat no."),
        ("产权人", "业主手机号", "门牌号"),
    ],
)
def test_headings_under_other_names(heading: tuple[str, ...], tmp_path: Path) -> None:
    (row,) = rows_of(xlsx_file(tmp_path, [heading, LI]))
    assert row.owner and (row.owner.name, row.owner.phone, row.owner.room) == (
        "李示例",
        "+8619900012345",
        "1201",
    )


def test_columns_in_any_order_with_others_between(tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path,
        [
            ("房号", "付款方式", "姓名", "备用电话", "身份证", "手机", "栋", "单元"),
            ("1201", "按揭", "李示例", 19900012346, "x", 19900012345, 6, 1),
        ],
    )
    (row,) = rows_of(path)
    assert row.owner and (row.owner.block, row.owner.unit) == ("6栋", "1单元")
    assert {row.owner.phone, *row.owner.other_phones} == {"+8619900012345", "+8619900012346"}


def test_a_heading_over_two_rows(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        sheet = book["1"]
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:B2")
        sheet.merge_cells("C1:E1")

    path = xlsx_file(
        tmp_path,
        [
            ("业主姓名", "联系电话", "房屋", "", ""),
            ("", "", "楼栋", "单元", "房号"),
            ("李示例", 19900012345, 6, 1, 403),
        ],
        change=merge,
    )
    (row,) = rows_of(path)
    assert row.owner and (row.owner.block, row.owner.unit, row.owner.room) == ("6栋", "1单元", "403")


def test_merged_cells_stand_for_each_of_their_rows(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        sheet = book["1"]
        sheet.merge_cells("A1:D1")
        sheet.merge_cells("A3:A5")
        sheet.merge_cells("B3:B4")
        sheet.merge_cells("C3:C4")

    path = xlsx_file(
        tmp_path,
        [
            ("示例花园",),
            ("楼栋", "姓名", "电话", "房号"),
            ("6栋", "李示例", 19900012345, 1201),
            ("", "", "", 1202),
            ("", "王示例", 19900012346, 1203),
        ],
        change=merge,
    )
    owners = [row.owner for row in rows_of(path)]
    assert [(o.block, o.name, o.room) for o in owners if o] == [
        ("6栋", "李示例", "1201"),
        ("6栋", "李示例", "1202"),
        ("6栋", "王示例", "1203"),
    ]


def test_notes_and_hidden_sheets_are_passed_over_and_all_others_read(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["3"].sheet_state = "hidden"
        book["3"].title = "旧名单"

    notes = [("填表说明",), ("联系电话可填多个，用/分隔",), ("姓名须与购房合同一致",)]
    path = xlsx_file(
        tmp_path, notes, [HEAD, LI], [HEAD, ("旧业主", 19900012340, "9")], [("B区",), HEAD, WANG], change=hide
    )
    assert [(row.sheet, row.line, row.owner and row.owner.name) for row in rows_of(path)] == [
        ("2", 2, "李示例"),
        ("4", 3, "王示例"),
    ]


def test_hidden_rows_are_read_like_any_other(tmp_path: Path) -> None:
    def hide(book: Workbook) -> None:
        book["1"].row_dimensions[2].hidden = True
        book["1"].column_dimensions["B"].hidden = True

    assert names(xlsx_file(tmp_path, [HEAD, LI, WANG], change=hide)) == ["李示例", "王示例"]


def test_a_formula_counts_with_the_value_it_showed(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, ("李示例", "=D2", "1201", 19900012345), WANG])
    told_by_excel = patched(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<f>D2</f><v />", b"<f>D2</f><v>19900012345</v>").replace(
            b"<f>D2</f><v></v>", b"<f>D2</f><v>19900012345</v>"
        ),
    )
    assert verdicts(told_by_excel) == [(2, "accepted", []), (3, "accepted", [])]
    # Written by a program that never calculated it, it has no value yet.
    assert verdicts(path)[0] == (2, "rejected", ["phone-missing"])


def test_cells_that_show_an_error(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, ("赵示例", "#REF!", "1203"), LI])
    assert [verdict for _, verdict, _ in verdicts(path)] == ["rejected", "accepted"]


def test_numbers_and_dates_as_excel_keeps_them(tmp_path: Path) -> None:
    head = (*HEAD, "面积", "交付日期")
    path = xlsx_file(tmp_path, [head, ("李示例", 19900012345.0, 403, 89.5, datetime(2027, 1, 15))])
    (row,) = rows_of(path)
    assert row.owner and row.owner.room == "403" and str(row.owner.area) == "89.50"
    assert row.owner.phone == "+8619900012345" and row.owner.handover_date == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("phone", "code"),
    [
        ("1990000", "phone-too-short"),
        ("199000123456", "phone-too-long"),
        ("0571-88880000", "phone-landline"),
        ("", "phone-missing"),
        (None, "phone-missing"),
        ("无", "phone-missing"),
        ("待补", "phone-missing"),
        ("见备注", "phone-invalid"),
        ("1.99E+10", "phone-shortened"),
    ],
)
def test_a_row_without_a_mobile_is_rejected_and_says_why(phone: Any, code: str, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, ("赵示例", phone, "1203"), LI])
    first, second = rows_of(path)
    assert (first.line, first.verdict, first.owner) == (2, "rejected", None)
    assert told(first) == [("联系电话", code)]
    assert second.verdict == "accepted"


def test_every_fault_of_a_row_is_told_at_once(tmp_path: Path) -> None:
    row = one_row(tmp_path, "", "1990000", "", 备注="")
    assert told(row) == [
        ("业主姓名", "name-missing"),
        ("联系电话", "phone-too-short"),
        ("房号", "room-missing"),
    ]


@pytest.mark.parametrize("room", ["", "无", "待定", None])
def test_without_a_room_a_row_is_rejected(room: Any, tmp_path: Path) -> None:
    assert told(one_row(tmp_path, room=room)) == [("房号", "room-missing")]


def test_texts_that_are_too_long_are_rejected(tmp_path: Path) -> None:
    assert told(one_row(tmp_path, "李" * 101)) == [("业主姓名", "text-too-long")]
    assert told(one_row(tmp_path, room="9" * 41)) == [("房号", "text-too-long")]


def test_a_short_row_and_a_long_one(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "姓名,电话,房号\n李示例\n王示例,19900012346,1202,多,余,的\n")
    assert verdicts(path) == [(2, "rejected", ["phone-missing", "room-missing"]), (3, "accepted", [])]


@pytest.mark.parametrize("note", ["已退房", "客户已退房 2026-10", "退房", "合同作废", "Contract cancelled"])
def test_a_flat_that_was_given_back_is_not_imported(note: str, tmp_path: Path) -> None:
    row = one_row(tmp_path, 备注=note)
    assert row.verdict == "rejected" and row.returned and told(row) == [("备注", "returned")]


@pytest.mark.parametrize("note", ["未退房", "申请退房", "没有退房", "按揭", "not returned"])
def test_a_note_that_only_speaks_of_it_stops_nothing(note: str, tmp_path: Path) -> None:
    assert one_row(tmp_path, 备注=note).verdict == "accepted"


def test_the_same_line_twice_is_merged(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, LI, WANG, ("李 示例", "199 0001 2345", "1201室")])
    assert verdicts(path) == [(2, "accepted", []), (3, "accepted", []), (4, "merged", ["repeat"])]
    assert rows_of(path)[2].problems[0].values == {"row": "2"}


def test_the_same_owner_and_flat_with_another_number(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, LI, ("李示例", 19900012399, "1201")])
    assert verdicts(path)[1] == (3, "merged", ["repeat-number"])


def test_the_same_owner_of_two_flats_is_one_person_with_two_rows(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, LI, ("李示例", "+86 19900012345", "1301")])
    assert verdicts(path) == [(2, "accepted", []), (3, "accepted", [])]


def test_two_owners_of_one_flat_and_one_number_of_two_people(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, LI, ("王示例", 19900012346, "1201"), ("赵示例", 19900012345, "1301")])
    assert [codes for *_, codes in verdicts(path)] == [[], ["co-owner"], ["number-shared"]]


@pytest.mark.parametrize("first", ["", "已退房"])
def test_a_roster_that_contradicts_itself(first: str, tmp_path: Path) -> None:
    notes = (first, "" if first else "已退房")
    path = xlsx_file(tmp_path, [(*HEAD, "备注"), *((*LI, note) for note in notes)])
    assert "returned-contradicted" in verdicts(path)[1][2]


def test_repeats_are_found_across_sheets_and_name_the_sheet(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, LI], [HEAD, LI])
    second = rows_of(path)[1]
    assert second.verdict == "merged" and second.problems[0].values == {"row": "1!2"}


def test_a_sheet_that_begins_far_from_the_corner(tmp_path: Path) -> None:
    rows = [()] * 20 + [("", "", "", *HEAD), ("", "", "", *LI)]
    (row,) = rows_of(xlsx_file(tmp_path, rows))
    assert row.line == 22 and row.verdict == "accepted"


@pytest.mark.parametrize(
    ("head", "field", "line"),
    [(("姓名", "手机", "备注"), "room", 1), (("姓名", "房号"), "phone", 1), (("手机", "房号"), "name", 1)],
)
def test_a_heading_that_lacks_a_column_names_it(
    head: tuple[str, ...], field: str, line: int, tmp_path: Path
) -> None:
    with pytest.raises(RosterUnreadable) as error:
        rows_of(xlsx_file(tmp_path, [head, LI]))
    assert error.value.code == "column-missing" and error.value.values == {"field": field, "row": line}


def test_a_heading_without_owners_and_a_file_without_heading(tmp_path: Path) -> None:
    with pytest.raises(RosterUnreadable, match="no-rows"):
        rows_of(xlsx_file(tmp_path, [HEAD, ("合计", "", "0户")]))
    with pytest.raises(RosterUnreadable, match="no-header"):
        rows_of(xlsx_file(tmp_path, [("你好",), (1, 2)], []))


def test_formatted_rows_without_content_cost_nothing(tmp_path: Path) -> None:
    def colour(book: Workbook) -> None:
        book["1"].cell(5000, 60).fill = PatternFill("solid", fgColor="FFFF00")

    assert verdicts(xlsx_file(tmp_path, [HEAD, LI], change=colour)) == [(2, "accepted", [])]

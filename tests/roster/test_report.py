"""The report: the same file with what became of each row, for a supervisor to read and mend."""

import csv
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from roster import read_roster, write_report
from tests.town.workbooks import HEAD, csv_file, patched, verdicts, xlsx_file

LI = ("李示例", 19900012345, "1201")
ZHAO = ("赵示例", "1990000", "1203")
TOO_SHORT = "联系电话：号码位数不够（只有 7 位）。请向业主核实，填写完整的 11 位手机号。"


def report_of(path: Path, locale: str = "zh-CN") -> Path:
    target = path.with_name(f"report{path.suffix}")
    write_report(path, list(read_roster(path)), target, locale)
    return target


def csv_rows(path: Path, separator: str = ",") -> list[list[str]]:
    return list(
        csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=separator)
    )


def sheet_of(path: Path, name: str = "1") -> Worksheet:
    sheet = load_workbook(path)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def values(path: Path, name: str = "1") -> list[tuple[Any, ...]]:
    return list(sheet_of(path, name).iter_rows(values_only=True))


CSV = """示例花园,,
业主姓名,联系电话,房号
李示例,19900012345,1201
赵示例,1990000,1203
李示例,19900012345,1201
合计,,3户
"""


def test_a_csv_file_comes_back_with_two_columns(tmp_path: Path) -> None:
    assert csv_rows(report_of(csv_file(tmp_path, CSV))) == [
        ["示例花园", "", ""],
        ["业主姓名", "联系电话", "房号", "导入结果", "问题与处理办法"],
        ["李示例", "19900012345", "1201", "已导入", ""],
        ["赵示例", "1990000", "1203", "未导入", TOO_SHORT],
        ["李示例", "19900012345", "1201", "已合并", "业主姓名：与第 3 行重复。已合并，无需处理。"],
        ["合计", "", "3户"],
    ]


def test_it_speaks_the_reader_s_language(tmp_path: Path) -> None:
    rows = csv_rows(report_of(csv_file(tmp_path, CSV), "en"))
    assert rows[1][3:] == ["Import result", "Problem and what to do"]
    assert rows[3][3] == "not imported" and rows[3][4].startswith(
        "联系电话: The number is too short (it has 7 digits)"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_excel_opens_it_whatever_the_file_was_written_in(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    report = report_of(csv_file(tmp_path, CSV.replace(",", separator), encoding))
    assert report.read_bytes().startswith(b"\xef\xbb\xbf")
    assert csv_rows(report, separator)[3][-1] == TOO_SHORT


@pytest.mark.parametrize(
    "cell", ["=1+1", "+HYPERLINK(1)", "@SUM(A1)", "-1+cmd|' /C calc'!A0", "\t=1", "＝1+1", " =1+1"]
)
def test_a_cell_cannot_become_a_formula(cell: str, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*HEAD, "备注"], [*LI, cell]])
    for value in csv_rows(report_of(path))[1]:
        assert not value.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_a_heading_cannot_carry_a_formula_into_the_problem_column(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "姓名,=手机,房号\n赵示例,1990,1203\n".replace("=手机", "=手机()"))
    for row in csv_rows(report_of(path)):
        assert not any(value.startswith("=") for value in row)


def test_numbers_and_phones_stay_as_they_are(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "姓名,电话,房号,面积\n李示例,+8619900012345,1201,-5\n")
    assert csv_rows(report_of(path))[1][:4] == ["李示例", "+8619900012345", "1201", "-5"]


def test_a_report_that_was_mended_is_imported_again_and_gets_its_columns_anew(tmp_path: Path) -> None:
    report = report_of(csv_file(tmp_path, CSV))
    report.write_text(report.read_text("utf-8-sig").replace(",1990000,", ",19900012346,"), "utf-8-sig")
    again = csv_rows(report_of(report.rename(tmp_path / "mended.csv")))
    assert again[1] == [*HEAD, "导入结果", "问题与处理办法"]
    assert [row[3] for row in again[2:5]] == ["已导入", "已导入", "已合并"]


def test_an_xlsx_file_comes_back_with_two_columns(tmp_path: Path) -> None:
    assert values(
        report_of(xlsx_file(tmp_path, [("示例花园",), HEAD, LI, ZHAO, (), ("合计", "", "2户")]))
    ) == [
        ("示例花园", None, None, None, None),
        (*HEAD, "导入结果", "问题与处理办法"),
        (*LI, "已导入", None),
        (*ZHAO, "未导入", TOO_SHORT),
        (None,) * 5,
        ("合计", None, "2户", None, None),
    ]


def decorated(book: Workbook) -> None:
    sheet = book["1"]
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F4E78")
    sheet.column_dimensions["A"].width = 33
    sheet.row_dimensions[2].height = 40
    sheet.freeze_panes = "A2"
    sheet["F2"] = "旧系统"
    sheet["B2"].number_format = "0"
    sheet["E3"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet.merge_cells("A6:C6")
    book["2"]["A1"].font = Font(italic=True)
    book["3"].sheet_state = "hidden"


def test_everything_else_in_the_workbook_stays(tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path,
        [HEAD, LI, ZHAO, (), (), ("合计",)],
        [("填表说明",)],
        [("旧名单",), HEAD, LI],
        change=decorated,
    )
    report = report_of(path)
    before, after = load_workbook(path), load_workbook(report)
    assert after.sheetnames == before.sheetnames and after["3"].sheet_state == "hidden"
    one = after["1"]
    assert one["A1"].font.bold and one["A1"].fill.fgColor.rgb == "001F4E78"
    assert one.column_dimensions["A"].width == 33 and one.row_dimensions[2].height == 40
    assert one.freeze_panes == "A2" and [str(span) for span in one.merged_cells.ranges] == ["A6:C6"]
    assert (
        one["F2"].value == "旧系统"
        and one["B2"].number_format == "0"
        and one["E3"].fill.fgColor.rgb == "00FFFF00"
    )
    assert one["G1"].value == "导入结果" and one["H3"].value == TOO_SHORT
    assert after["2"]["A1"].font.italic
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(report) as new:
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
        assert new.namelist() == old.namelist() and changed == ["xl/worksheets/sheet1.xml"]


@pytest.mark.parametrize("widths", [False, True])
def test_the_two_columns_can_be_read_at_a_glance(widths: bool, tmp_path: Path) -> None:
    def style(book: Workbook) -> None:
        for cell in book["1"][1]:
            cell.font = Font(bold=True)
        if widths:
            book["1"].column_dimensions["B"].width = 20

    sheet = sheet_of(report_of(xlsx_file(tmp_path, [HEAD, LI, ZHAO], change=style)))
    assert sheet["D1"].font.bold and sheet["E1"].font.bold and not sheet["E3"].font.bold
    assert sheet.column_dimensions["D"].width >= 10 and sheet.column_dimensions["E"].width >= 60
    assert not widths or sheet.column_dimensions["B"].width == 20


def test_widths_that_cover_our_columns_are_left_alone(tmp_path: Path) -> None:
    def style(book: Workbook) -> None:
        book["1"].column_dimensions.group("A", "Z", hidden=False)

    path = xlsx_file(tmp_path, [HEAD, LI], change=style)
    with zipfile.ZipFile(report_of(path)) as archive:
        assert archive.read("xl/worksheets/sheet1.xml").count(b"<col ") == 1


def test_each_sheet_gets_its_own(tmp_path: Path) -> None:
    report = report_of(xlsx_file(tmp_path, [HEAD, LI], [("B区",), (*HEAD, "备注"), (*ZHAO, "x")]))
    assert sheet_of(report, "1")["D2"].value == "已导入"
    assert sheet_of(report, "2")["E3"].value == "未导入" and sheet_of(report, "2")["F3"].value == TOO_SHORT


def test_a_cell_that_only_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [("姓名", '手机(=HYPERLINK("x"))<&>', "房号"), ZHAO])
    sheet = sheet_of(report_of(path))
    assert sheet["E2"].data_type in ("s", "inlineStr") and str(sheet["E2"].value).startswith(
        "手机(=HYPERLINK"
    )


def test_an_xlsx_report_that_was_mended_gets_its_columns_anew(tmp_path: Path) -> None:
    report = report_of(xlsx_file(tmp_path, [HEAD, LI, ZHAO]))
    book = load_workbook(report)
    book["1"]["B3"] = 19900012346
    mended = tmp_path / "mended.xlsx"
    book.save(mended)
    assert verdicts(mended) == [(2, "accepted", []), (3, "accepted", [])]
    assert values(report_of(mended)) == [
        (*HEAD, "导入结果", "问题与处理办法"),
        (*LI, "已导入", None),
        ("赵示例", 19900012346, "1203", "已导入", None),
    ]


def test_a_table_survives(tmp_path: Path) -> None:
    def add(book: Workbook) -> None:
        book["1"].add_table(Table(displayName="名单", ref="A1:C3"))

    report = report_of(xlsx_file(tmp_path, [HEAD, LI, ZHAO], change=add))
    assert list(sheet_of(report).tables) == ["名单"]


def test_a_workbook_from_another_program_with_its_own_prefixes(tmp_path: Path) -> None:
    def prefixed(xml: bytes) -> bytes:
        xml = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", xml)
        return xml.replace(b"xmlns=", b"xmlns:x=")

    path = patched(xlsx_file(tmp_path, [HEAD, LI, ZHAO]), "xl/worksheets/sheet1.xml", prefixed)
    assert values(report_of(path))[2] == (*ZHAO, "未导入", TOO_SHORT)


def test_no_formula_of_an_xlsx_file_comes_back(tmp_path: Path) -> None:
    def evil(book: Workbook) -> None:
        for sheet in book:
            sheet["D2"] = "=cmd|'/C calc'!A0"
            sheet["D2"].font = Font(bold=True)
            sheet["E2"] = "=1+1"
            sheet["F2"] = '=UPPER("b")'
            sheet["G2"] = "旧"

    def shown(xml: bytes) -> bytes:
        xml = xml.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(
            b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>"
        )
        return re.sub(
            rb'<c r="F2"><f>UPPER[^<]*</f><v ?(?:/>|></v>)',
            b'<c r="F2" t="str"><f t="shared" si="0"/><v>@B &amp; \xe4\xb8\xad</v>',
            xml,
        )

    path = xlsx_file(tmp_path, [(*HEAD, "一", "二", "三", "四"), LI], [("填表说明",)], change=evil)
    path = patched(patched(path, "xl/worksheets/sheet1.xml", shown), "xl/worksheets/sheet2.xml", shown)
    report = report_of(path)
    for sheet in load_workbook(report):
        cells = [sheet.cell(2, column) for column in range(4, 8)]
        assert [cell.value for cell in cells] == ["'=cmd|'/C calc'!A0", 2, "'@B & 中", "旧"]
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
        assert cells[0].font.bold
    assert sheet_of(report)["H2"].value == "已导入"


def test_the_order_of_reckoning_goes_with_the_formulas(tmp_path: Path) -> None:
    note = b'<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
    link = b'<Relationship Id="rId99" Type="x/calcChain" Target="calcChain.xml"/></Relationships>'
    path = patched(
        xlsx_file(tmp_path, [HEAD, LI]),
        "[Content_Types].xml",
        lambda xml: xml.replace(b"</Types>", note),
    )
    path = patched(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"</Relationships>", link))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/calcChain.xml", b"<calcChain/>")
    report = report_of(path)
    with zipfile.ZipFile(report) as archive:
        assert not any(b"calcChain" in archive.read(name) for name in archive.namelist())
        assert "xl/calcChain.xml" not in archive.namelist()
    assert values(report)[1] == (*LI, "已导入", None)

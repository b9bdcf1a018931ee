"""Workbooks as other programs write them: what Excel opens is read, or refused with the true reason (P1)."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from roster import read_roster, write_report
from roster.phones import phones
from tests.town.workbooks import HEAD, csv_file, one_row, patched, rows_of, told, xlsx_file

LI = ("李示例", 19900012345, "1201")
SHEET = "xl/worksheets/sheet1.xml"


def renamed(path: Path, name: Callable[[str], str]) -> Path:
    """The workbook with its parts under other names, written as they are into both of the archive's lists."""
    target = path.with_name("renamed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            info = zipfile.ZipInfo("x")
            info.filename = name(item.filename)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(item))
    return target


@pytest.mark.parametrize(
    "name",
    [
        lambda part: part.replace("/", "\\"),
        lambda part: part.replace("workbook", "Workbook"),
        lambda part: part.replace("sheet1", "Sheet1").replace("worksheets", "Worksheets"),
        lambda part: part.upper() if part.startswith("xl/") else part,
    ],
)
def test_parts_under_other_names_are_read_and_reported(name: Callable[[str], str], tmp_path: Path) -> None:
    path = renamed(xlsx_file(tmp_path, [HEAD, LI, ("王示例", 1990, "1202")]), name)
    rows = rows_of(path)
    assert [row.verdict for row in rows] == ["accepted", "rejected"]
    report = tmp_path / "report.xlsx"
    write_report(path, rows, report, "zh-CN")
    with zipfile.ZipFile(report) as archive:
        (sheet,) = [part for part in archive.namelist() if part.lower().endswith("sheet1.xml")]
        assert "未导入".encode("ascii", "xmlcharrefreplace") in archive.read(sheet)


@pytest.mark.parametrize("extent", [b"A0:AZ3", b"A1:AZ0", b"", b"A:C", b"1:2", b"#REF!"])
def test_a_wrong_note_of_the_extent_is_not_believed(extent: bytes, tmp_path: Path) -> None:
    path = patched(
        xlsx_file(tmp_path, [HEAD, LI]), SHEET, lambda xml: xml.replace(b'ref="A1:C2"', b'ref="%s"' % extent)
    )
    assert [row.verdict for row in read_roster(path)] == ["accepted"]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("gb18030", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_as_libreoffice_and_wps_save_it(
    encoding: str, mark: bytes, separator: str, tmp_path: Path
) -> None:
    """Every text in marks, numbers bare, lines ended as on Windows."""
    lines = [f'"{a}"{separator}"{b}"{separator}"{c}"' for a, b, c in [HEAD]]
    lines += [
        f'"李示例"{separator}19900012345{separator}"1201"',
        f'"王""示例"{separator}19900012346{separator}1202',
    ]
    path = tmp_path / "saved.csv"
    path.write_bytes(mark + ("\r\n".join(lines) + "\r\n").encode(encoding))
    assert [row.owner and row.owner.name for row in rows_of(path)] == ["李示例", '王"示例']


@pytest.mark.parametrize(
    "cell", ["①19900012345②19900012346", "⑴19900012345 ⑵19900012346", "❶19900012345\n❷19900012346"]
)
def test_numbers_that_are_counted_by_circled_figures(cell: str) -> None:
    assert phones(cell).mobiles == ("+8619900012345", "+8619900012346")


@pytest.mark.parametrize("cell", ["19900012345转1234", "19900012345 ext. 12", "19900012345分机8"])
def test_an_extension_is_left_out_and_said_to_be(cell: str, tmp_path: Path) -> None:
    row = one_row(tmp_path, phone=cell)
    assert row.owner and row.owner.phone == "+8619900012345"
    assert told(row) == [("联系电话", "phone-extension")]


def test_a_csv_file_called_like_a_workbook_is_read(tmp_path: Path) -> None:
    assert len(rows_of(csv_file(tmp_path, "姓名,电话,房号\n李示例,19900012345,1201\n", name="名单.xls"))) == 1

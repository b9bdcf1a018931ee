"""What is kept of a roster: which rows have problems, and nobody whom one could call (P23)."""

import csv
import io
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from roster import read_roster, write_problem_rows

_HEADING = ["姓名", "联系电话", "房号", "身份证号", "备注"]
_NAMES = st.sampled_from(["李示例", "王示例", "欧阳示例", "Anna Example", "赵示例19900077777"])
_NUMBERS = st.sampled_from(
    ["19900077777", "1990007", "+86 199-0007-7777", "010-77777777", "19900077777/19900077778", ""]
)
_FLATS = st.sampled_from(["1栋1单元1201", "19900077777", "李示例", "", "1-1-1201"])
_NOTES = st.sampled_from(["李示例的号码是19900077777", "已退房", ""])
_ROWS = st.lists(st.tuples(_NAMES, _NUMBERS, _FLATS, st.just("110101199001011234"), _NOTES), min_size=1)


def _written(folder: Path, rows: list[tuple[str, ...]]) -> Path:
    path = folder / "roster.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_HEADING, *rows])
    return path


@given(_ROWS)
@settings(max_examples=50)
def test_no_name_number_or_remark_is_in_it(tmp_path_factory: "object", rows: list[tuple[str, ...]]) -> None:
    path = _written(tmp_path_factory.mktemp("roster"), rows)  # type: ignore[attr-defined]
    read = list(read_roster(path))
    report = write_problem_rows(path, read, "zh-CN").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(report)))[1:]
    assert [int(line[0]) for line in lines] == [row.line for row in read if row.problems]
    assert not re.search(r"\d{7}", report)
    assert not [word for word in ("示例", "Anna", "Example", "号码是") if word in report]


def test_a_workbook_gives_a_workbook_of_its_rows_with_problems(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "一期"
    for row in (
        _HEADING,
        ["李示例", 19900077777, "1栋1单元1201", "", ""],
        ["王示例", 1990007, "1202", "", ""],
    ):
        sheet.append(row)
    path = tmp_path / "roster.xlsx"
    book.save(path)
    report = load_workbook(io.BytesIO(write_problem_rows(path, list(read_roster(path)), "zh-CN")))
    assert report.sheetnames == ["一期"]
    heading, row = report["一期"].iter_rows(values_only=True)
    assert heading[:4] == ("行号", "姓名", "联系电话", "房号")
    assert row[:4] == ("3", "王*", "****07", "1202")

"""CSV files as Excel, WPS and older programs write them."""

from pathlib import Path

import pytest

from roster.delimited import dialect_of
from tests.town.workbooks import csv_file, rows_of, verdicts

LINES = [
    ["云湖国际3期业主名单", "", "", ""],
    ["姓名", "联系电话", "房号", "备注"],
    ["李示例", "19900012345", "1栋1单元1201", ""],
    ["赵镕基", "19900012346", "1栋1单元1202", "朝南、采光好"],
    ["钱示例", "1990001", "1栋1单元1203", ""],
]
SEPARATORS = [",", ";", "\t", "|"]


def text(separator: str) -> str:
    return "\r\n".join(separator.join(cells) for cells in LINES) + "\r\n"


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encoding_and_separator_are_found(encoding: str, separator: str, tmp_path: Path) -> None:
    path = csv_file(tmp_path, text(separator), encoding)
    assert dialect_of(path).separator == separator
    rows = rows_of(path)
    assert [row.owner.name for row in rows if row.owner] == ["李示例", "赵镕基"]
    assert verdicts(path)[2] == (5, "rejected", ["phone-too-short"])


def test_characters_that_only_gb18030_has(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "姓名,电话,房号\n李\u3400\U00020000,19900012345,1201\n", "gb18030")
    (row,) = rows_of(path)
    assert row.owner and row.owner.name == "李\u3400\U00020000"


def test_another_encoding_is_guessed(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "姓名,電話,房號\n".replace("電話", "手機").replace("房號", "房号") + "", "utf-8"
    )
    path.write_bytes("name,phone,room\nJosé Ejemplo,19900012345,1201\n".encode("latin-1"))
    (row,) = rows_of(path)
    assert row.owner and row.owner.phone == "+8619900012345"


def test_one_damaged_name_rejects_one_row(tmp_path: Path) -> None:
    good = "".join(f"李示例{number},{19900010000 + number},{number}\n" for number in range(1, 40))
    path = tmp_path / "roster.csv"
    path.write_bytes(
        f"姓名,电话,房号\n{good}".encode()
        + b"\xff\xfe\xe7,19900019999,4001\n"
        + "王示例,19900018888,4002\n".encode()
    )
    found = verdicts(path)
    assert [line for line, verdict, _ in found if verdict == "rejected"] == [41]
    assert found[39][2] == ["text-damaged"] and found[40][1] == "accepted"


def test_quoted_cells_with_line_breaks_and_separators(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        '姓名,电话,房号,备注\n李示例,"19900012345\n19900012346",1201,"a,""b"""\n王示例,19900012347,1202,\n',
    )
    first, second = rows_of(path)
    assert first.owner and first.owner.other_phones == ("+8619900012346",) and first.owner.note == 'a,"b"'
    assert second.line == 3


def test_a_quotation_mark_that_is_never_closed_is_not_fatal_to_others(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, '姓名,电话,房号,备注\n李示例,19900012345,1201,6" 管\n王示例,19900012346,1202,\n'
    )
    assert [row.verdict for row in rows_of(path)] == ["accepted", "accepted"]


def test_old_line_ends(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "姓名,电话,房号\r李示例,19900012345,1201\r王示例,19900012346,1202\r")
    assert [line for line, *_ in verdicts(path)] == [2, 3]


def test_the_name_of_the_file_does_not_matter(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "姓名,电话,房号\n李示例,19900012345,1201\n", name="业主.xlsx")
    assert len(rows_of(path)) == 1

"""Uploads made to hurt are refused by what they are, before anything unpacks them."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from roster import RosterUnreadable, harmless_cell, read_roster, unreadable
from roster.limits import LIMITS
from tests.town.workbooks import HEAD, csv_file, patched, rows_of, xlsx_file

LI = ("李示例", 19900012345, "1201")
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def refused(path: Path) -> str:
    with pytest.raises(RosterUnreadable) as error:
        list(read_roster(path))
    for locale in ("zh-CN", "en"):
        assert len(unreadable(error.value, locale)) > 8
    return error.value.code


def with_parts(source: Path, parts: dict[str, bytes]) -> Path:
    """The workbook with further parts in its archive."""
    target = source.with_name("more.xlsx")
    target.write_bytes(source.read_bytes())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    return xlsx_file(tmp_path, [HEAD, LI])


def test_more_than_two_hundred_bytes_from_one(roster: Path) -> None:
    bomb = with_parts(roster, {"xl/sharedStrings.xml": b"<si/>" * (LIMITS.expansion_from // 4)})
    assert bomb.stat().st_size < 200_000
    assert refused(bomb) == "too-large-inside"


def test_thousands_of_parts(roster: Path) -> None:
    crowd = with_parts(roster, {f"xl/media/{number}": b"" for number in range(LIMITS.parts)})
    assert refused(crowd) == "too-large-inside"


@pytest.mark.parametrize(
    "name", ["xl/vbaProject.bin", "xl/embeddings/oleObject1.bin", "xl/media/more.zip", "inner.xlsx"]
)
def test_macros_and_archives_inside_an_archive(name: str, roster: Path) -> None:
    assert refused(with_parts(roster, {name: roster.read_bytes()})) == "files-inside"


def test_names_that_climb_out_or_come_twice(roster: Path) -> None:
    assert refused(with_parts(roster, {"xl/../../../etc/cron.d/x": b""})) == "damaged"
    assert refused(with_parts(roster, {"xl\\..\\..\\x": b""})) == "damaged"
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = with_parts(roster, {SHEET: b"<worksheet/>"})
    assert refused(twice) == "damaged"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"])
def test_entities_in_any_part(part: str, roster: Path) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert refused(patched(roster, part, lambda xml: laughs + xml)) == "damaged"
    wide = patched(roster, part, lambda xml: xml.decode().encode("utf-16"))
    assert refused(wide) == "damaged"


def test_a_part_that_unpacks_to_more_than_it_says_is_not_unpacked(roster: Path) -> None:
    """Even where its checksum is that of the beginning: a reader that trusts sizes would be content."""
    start = b"<sst>"
    honest = with_parts(roster, {"xl/sharedStrings.xml": b"<sst>" + b" " * 50_000_000})
    content = honest.read_bytes()
    with zipfile.ZipFile(honest) as archive:
        part = archive.getinfo("xl/sharedStrings.xml")
    true = struct.pack("<III", part.CRC, part.compress_size, part.file_size)
    false = struct.pack("<III", zlib.crc32(start), part.compress_size, len(start))
    assert content.count(true) == 2, "in the local header and in the directory"
    honest.write_bytes(content.replace(true, false))
    assert refused(honest) == "damaged"


_FAR = [
    b'<row r="1048576"><c><v>1</v></c></row><row>' + b"<c><v>1</v></c>" * 5000 + b"</row>",
    b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
    b'<row r="1"><c r = "XFD1048576"><v>1</v></c></row>',
    b'<row><c\nr="XFD1048576"><v>1</v></c></row>',
    b'<row><c t="n" r="XFD1048576"><v>1</v></c></row>',
    b'<row><c r="XFD1048576" t="a/>"><v>1</v></c></row>',
    b'<row><x:c xmlns:x="' + MAIN + b'" r="XFD1048576"><v>1</v></x:c></row>',
]  # fmt: skip


@pytest.mark.parametrize("row", _FAR)
def test_a_cell_far_out_however_it_is_written(row: bytes, roster: Path) -> None:
    """The reader keeps a sheet as a full rectangle: this one would have 17 thousand million cells."""
    far = patched(roster, SHEET, lambda xml: xml.replace(b"</sheetData>", row + b"</sheetData>"))
    assert refused(far) == "too-large-inside"


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b'<c r="', b"<c  r='").replace(b'" t=', b"' t="),
        lambda xml: xml.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"'),
    ],
)
def test_odd_writing_and_false_claims_of_size_do_no_harm(
    change: Callable[[bytes], bytes], roster: Path
) -> None:
    path = patched(roster, SHEET, change)
    assert path.read_bytes() != roster.read_bytes()
    assert [row.verdict for row in rows_of(path)] == ["accepted"]


def test_merged_ranges_without_end(roster: Path) -> None:
    many = b'<mergeCell ref="A1:XFD1048576"/>' * (LIMITS.merged + 1)
    ending = b"</sheetData><mergeCells>" + many + b"</mergeCells>"
    path = patched(roster, SHEET, lambda xml: xml.replace(b"</sheetData>", ending))
    assert refused(path) == "too-large-inside"


def test_two_archives_in_one_file(roster: Path) -> None:
    with zipfile.ZipFile(roster, "a") as archive:
        archive.comment = b"PK\x05\x06" + b"\0" * 18
    # The last end counts, for every reader.
    assert refused(roster) == "not-a-spreadsheet"


@pytest.mark.parametrize("line", ["," * 1_000_000, "李示例,19900012345,1201" + ",x" * LIMITS.columns])
def test_a_line_of_a_million_columns(line: str, tmp_path: Path) -> None:
    assert refused(csv_file(tmp_path, f"姓名,电话,房号\n{line}\n")) == "too-many-columns"


def test_one_line_without_end(tmp_path: Path) -> None:
    assert refused(csv_file(tmp_path, "姓名,电话,房号\n" + "x" * 5_000_000)) == "cell-too-long"
    assert refused(csv_file(tmp_path, '姓名,电话,房号\n"' + "x" * 5_000_000)) == "cell-too-long"


def test_a_quotation_mark_without_end(tmp_path: Path) -> None:
    rows = read_roster(csv_file(tmp_path, '姓名,电话,房号\n"' + "x\n" * 20_000))
    assert {row.verdict for row in rows} == {"rejected"}


def test_a_csv_file_of_zeros(tmp_path: Path) -> None:
    path = tmp_path / "zeros.csv"
    path.write_bytes(b"\0" * 100_000)
    assert refused(path) == "not-a-spreadsheet"


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        " =1",
        "\t=1",
        "\r=1",
        "＝1+1",
        "\u200b=1",
        "'=1",
        "\u00a0@x",
    ],
)
def test_no_cell_of_ours_is_a_formula(cell: str) -> None:
    assert harmless_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-12.5", "+8619900012345", "1e5", "", "李示例", "a=b", "1栋-2单元"])
def test_numbers_and_words_stay(cell: str) -> None:
    assert harmless_cell(cell) == cell

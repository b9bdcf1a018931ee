"""Files that are no rosters are refused with a reason, and cannot hurt."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from roster import RosterUnreadable, read_roster, unreadable, write_report
from roster.rows import OwnerLine
from tests.town.workbooks import HEAD, csv_file, patched, rows_of, xlsx_file

LI = ("李示例", 19900012345, "1201")
SHEET = "xl/worksheets/sheet1.xml"
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")


def refused(path: Path) -> str:
    with pytest.raises(RosterUnreadable) as error:
        rows_of(path)
    for locale in ("zh-CN", "en"):
        assert len(unreadable(error.value, locale)) > 8
    return error.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (_COMPOUND + b"\0" * 600 + b"Workbook", "old-excel"),
        (_COMPOUND + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 9000, "encrypted"),
        (_COMPOUND + b"\0" * 9000 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.7\n", "not-a-spreadsheet"),
        (b"\xef\xbb\xbf  <html><table><tr><td>\xe5\xa7\x93\xe5\x90\x8d", "not-a-spreadsheet"),
        (b'{"a": 1}', "not-a-spreadsheet"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not-a-spreadsheet"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"\n\n\n", "no-header"),
        ("姓名,电话,房号\n".encode(), "no-rows"),
    ],
)
def test_what_a_file_is_not(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(content)
    assert refused(path) == code


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, b"<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("word/document.xml",), "not-a-spreadsheet"),
        (("content.xml", "mimetype"), "other-spreadsheet"),
        (("xl/workbook.bin",), "other-spreadsheet"),
        (("xl/workbook.xml",), "damaged"),
    ],
)
def test_other_zip_files(names: tuple[str, ...], code: str, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(zipped(*names))
    assert refused(path) == code


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_download_that_broke_off(share: float, tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, LI] * 50)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert refused(path) == "damaged"


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml[: len(xml) // 2],
        lambda xml: b"",
        lambda xml: b"no xml",
        lambda xml: xml.replace(b"</sheetData>", b""),
    ],
)
def test_a_workbook_whose_sheet_is_damaged(change: object, tmp_path: Path) -> None:
    path = patched(xlsx_file(tmp_path, [HEAD, LI]), SHEET, change)  # type: ignore[arg-type]
    try:
        rows = rows_of(path)
    except RosterUnreadable as error:
        assert error.code in ("damaged", "no-header")
    else:
        assert [row.verdict for row in rows] == ["accepted"]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, LI])
    bomb = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path) as old,
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for item in old.infolist():
            new.writestr(item, old.read(item))
        with new.open("xl/media/big.xml", "w", force_zip64=True) as part:
            for _ in range(600):
                part.write(b"\0" * 2**20)
    assert bomb.stat().st_size < 4 * 2**20
    assert refused(bomb) == "too-large-inside"


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path, [HEAD, LI])
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo(SHEET).file_size
    content = path.read_bytes()
    lied = content.replace(true.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lied != content
    path.write_bytes(lied)
    assert refused(path) in ("damaged", "no-header")


def test_a_cell_a_million_rows_down_is_refused(tmp_path: Path) -> None:
    def far(book: Workbook) -> None:
        book["1"]["XFD1048576"] = "."

    assert refused(xlsx_file(tmp_path, [HEAD, LI], change=far)) == "too-large-inside"


def test_a_million_formatted_rows_without_content_are_read(tmp_path: Path) -> None:
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(3, 1_000_003))
    path = patched(
        xlsx_file(tmp_path, [HEAD, LI]),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>"),
    )
    assert [row.verdict for row in rows_of(path)] == ["accepted"]


def test_entities_that_would_grow_without_end(tmp_path: Path) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    path = patched(
        xlsx_file(tmp_path, [HEAD, LI]),
        SHEET,
        lambda xml: laughs + xml.replace(b"<sheetData>", b"<sheetData>", 1),
    )
    assert refused(path) == "damaged"


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    with path.open("wb") as file:
        file.truncate(64 * 2**20 + 1)
    assert refused(path) == "too-large"


def _readable(path: Path, target: Path) -> None:
    """Whatever is in the file: rows or RosterUnreadable, and a report of the rows."""
    try:
        rows = list(read_roster(path))
    except RosterUnreadable as error:
        assert unreadable(error, "zh-CN")
        return
    assert rows
    for row in rows:
        assert isinstance(row.owner, OwnerLine) or row.problems
    write_report(path, rows, target, "zh-CN")


_ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_HEADED = st.binary(max_size=300).map(lambda tail: "姓名,电话,房号\n".encode() + tail)


@_ANY
@given(
    st.one_of(
        st.binary(max_size=400),
        _HEADED,
        st.text(max_size=200).map(lambda text: ("姓名,电话,房号\n" + text).encode("gb18030", "replace")),
    )
)
def test_no_bytes_are_too_odd(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "roster"
    path.write_bytes(content)
    _readable(path, tmp_path / "report")


_CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
    st.dates(),
)


@settings(_ANY, max_examples=30)
@given(st.lists(st.lists(_CELL, max_size=6), max_size=8))
def test_no_cells_are_too_odd(tmp_path: Path, rows: list[list[object]]) -> None:
    _readable(xlsx_file(tmp_path, [HEAD, *rows]), tmp_path / "report")


@settings(_ANY, max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=4))
@example([(56794, 0)])
def test_no_damage_to_a_workbook_is_too_odd(tmp_path: Path, damage: list[tuple[int, int]]) -> None:
    content = bytearray(xlsx_file(tmp_path, [HEAD, LI]).read_bytes())
    for place, byte in damage:
        content[4 + place % (len(content) - 4)] = byte
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(content)
    try:
        _readable(path, tmp_path / "report")
    except RosterUnreadable as error:
        assert error.code == "damaged"


def test_a_nul_in_a_csv_file(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "姓名,电话,房号\n" + "李示例,19900012345,1201\n" * 500 + "a\0b,c,d\n")
    found = rows_of(path)
    assert found[0].verdict == "accepted"

"""An exported file says who made it, and is found again by a few rows copied out of it (P23)."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from domain.privacy.export_mark import BITS, marks_in, woven
from huifang.cli.failures import Failure
from huifang.cli.find_source import traces_in
from roster import read_roster
from tests.town.api import Api, Problem, client
from tests.trail.test_command import called

PURPOSE = {"X-Purpose": "quality"}
MARKS = st.integers(0, 2**BITS - 1)


@given(MARKS, st.text(), st.text())
def test_a_mark_is_found_in_whatever_text_it_stands(mark: int, before: str, after: str) -> None:
    assert mark in list(marks_in(before + woven("测试业主", mark) + after))


@given(MARKS)
def test_nobody_sees_it_and_cut_short_it_is_none(mark: int) -> None:
    text = woven("测试业主", mark)
    assert text.startswith("测试业主") and not any(
        char.isprintable() and char != "\u2060" for char in text[4:]
    )
    assert list(marks_in(text[:-1])) == []


async def exported(api: Api, body: dict[str, Any], **headers: str) -> Any:
    async with client(api.url, **PURPOSE, **headers) as caller:
        return await caller.post("/exports", json=body)


@pytest.fixture
async def town(api: Api) -> tuple[str, list[str]]:
    """A building with three owners, one of whom has a name that a spreadsheet would run."""
    building = await api.building(name="测试云湖")
    names = ("测试甲", "=HYPERLINK(1)", "测试丙")
    return building, [(await api.owner(building, name=name))[1] for name in names]


async def test_who_when_and_why_stand_first_and_it_is_in_the_trail(
    api: Api, town: tuple[str, list[str]]
) -> None:
    building, people = town
    answer = await exported(api, {"building_id": building, "format": "csv"})
    assert answer.status_code == 200, answer.text
    export = answer.headers["x-export-id"]
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert export in table[0][0] and "quality" in table[1][0]
    assert [row[-1] for row in table[4:]] == people
    seen = (await api.http.get("/trail", params={"what": "export"})).json()["items"][0]
    assert (seen["customers"], seen["count"], seen["purpose"]) == (people, len(people), "quality")
    assert (seen["details"]["export"], seen["details"]["rows"]) == (export, len(people))
    listed = (await api.http.get("/exports")).json()["items"][0]
    assert (listed["id"], listed["rows"], listed["building_id"]) == (export, len(people), building)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_no_cell_can_be_run(api: Api, town: tuple[str, list[str]], kind: str) -> None:
    answer = await exported(api, {"building_id": town[0], "format": kind})
    if kind == "csv":
        cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
    else:
        sheet = load_workbook(io.BytesIO(answer.content)).active
        assert sheet is not None
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "-", "@", "\t", "\r")]


async def test_a_few_copied_rows_name_their_source(
    api: Api, town: tuple[str, list[str]], database_url: str, tmp_path: Path
) -> None:
    first = await exported(api, {"building_id": town[0], "format": "csv"})
    second = await exported(api, {"customers": town[1][:1], "format": "xlsx"})
    lines = first.content.decode("utf-8-sig").splitlines()
    (tmp_path / "copied.txt").write_text(lines[5].split(",")[4], "utf-8")  # one name, and nothing else
    (tmp_path / "typed.txt").write_text("测试甲,19900000000", "utf-8")
    found, typed = called(
        database_url,
        ["find-source", str(tmp_path / "copied.txt")],
        ["find-source", str(tmp_path / "typed.txt")],
    )
    assert found.code == 0, found.err
    assert first.headers["x-export-id"] in found.out and "for quality" in found.out
    assert second.headers["x-export-id"] not in found.out
    assert typed.code == 1 and "No mark was found" in typed.err


async def test_a_whole_file_and_other_encodings_carry_it(
    api: Api, town: tuple[str, list[str]], tmp_path: Path
) -> None:
    book = await exported(api, {"building_id": town[0]})
    (tmp_path / "whole.xlsx").write_bytes(book.content)
    marks, ids = traces_in(tmp_path / "whole.xlsx")
    assert len(marks) == 1 and ids == {book.headers["x-export-id"]}
    for encoding in ("utf-16", "gb18030"):
        (tmp_path / "saved.txt").write_text(woven("测试甲", 7), encoding)
        assert traces_in(tmp_path / "saved.txt") == ({7}, set())
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(2):
            archive.writestr(f"{part}.xml", bytes(100 * 1024 * 1024))
    with pytest.raises(Failure):
        traces_in(tmp_path / "bomb.xlsx")


async def test_a_workbook_names_its_export_in_its_properties(api: Api, town: tuple[str, list[str]]) -> None:
    answer = await exported(api, {"building_id": town[0]})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert answer.headers["x-export-id"].encode() in archive.read("docProps/core.xml")


async def test_what_was_exported_can_be_imported(
    api: Api, town: tuple[str, list[str]], tmp_path: Path
) -> None:
    """The mark is not taken for a part of a name."""
    answer = await exported(api, {"building_id": town[0], "format": "xlsx"})
    (tmp_path / "roster.xlsx").write_bytes(answer.content)
    names = {row.owner.name for row in read_roster(tmp_path / "roster.xlsx") if row.owner is not None}
    assert {"测试甲", "测试丙"} <= names


async def test_refused_without_a_purpose_and_for_nobody_in_particular(
    api: Api, problem: Problem, town: tuple[str, list[str]]
) -> None:
    missing = await api.http.post("/exports", json={"building_id": town[0]})
    assert problem(missing, 422, "invalid")["errors"][0]["pointer"] == "X-Purpose"
    for body in ({}, {"building_id": town[0], "customers": town[1]}):
        problem(await exported(api, body), 422, "invalid")
    problem(await exported(api, {"building_id": "B999999"}), 404, "no-such-building")
    nobody = await exported(api, {"building_id": town[0], "signed": True, "format": "csv"})
    assert len(nobody.content.decode("utf-8-sig").splitlines()) == 4

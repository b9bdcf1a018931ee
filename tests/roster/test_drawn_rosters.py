"""Rosters of every mess, drawn: nobody is lost without a word, and nobody gets what is another's (P1).

Every owner has characters and digits that nobody else has, so whatever lands in a foreign record is seen.
"""

import csv
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from roster import RosterRow, RosterUnreadable, read_lines, write_report
from tests.town.workbooks import xlsx_file

_EXAMPLES = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_MARK = "\ue000"
"""Stands for a quotation mark that nobody closes, until the file is written."""

_NAMES = (
    "{}示例",
    " {} 示例",
    "{}示例（已故）",
    "{}示例·买",
    "{}示例(妻：某)",
    "①{}示例",
    "{}\u2060示例",
    "#N/A",
    "",
    "无",
)
_PHONES = ("{}", "+86 {}", "手机：{}", "{}转12", "{}/", "①{}", "{}（本人）", "", "#REF!", "见备注", "1990001")
_ROOMS = ("{}", "{}室", "1栋{}", "2-1-{}", "", "#REF!", "2001-02-03")
_NOTES = (
    "",
    "备{}",
    "备{},二",
    f"{_MARK}备{{}}",
    "备{}\n第二行",
    "装修押金已退备{}",
    "已退房",
    "勿扰备{}",
    '6" 备{}',
)
_ADVISERS = ("", "周示例", f"{_MARK}周示例")
_NO_OWNERS = ("title", "total", "heading", "blank")


@dataclass(frozen=True)
class Line:
    """A line of the file: an owner's, with what is theirs alone, or one of `_NO_OWNERS`."""

    cells: tuple[str, ...]
    mark: str = ""
    own: str = ""
    foreign: str = ""


@st.composite
def owners(draw: st.DrawFn, number: int) -> Line:
    """One owner's cells, in the order of `_HEAD`."""
    mark, own, foreign = chr(0x4E00 + 300 + number), f"199000{10000 + number}", f"199000{90000 + number}"
    name, phone, room, note = (draw(st.sampled_from(each)) for each in (_NAMES, _PHONES, _ROOMS, _NOTES))
    adviser = draw(st.sampled_from(_ADVISERS))
    cells = (
        name.format(mark),
        phone.format(own),
        room.format(100 + number),
        note.format(mark),
        adviser,
        foreign if adviser else "",
    )
    return Line(cells, mark, own, foreign)


_HEAD = ("业主姓名", "联系电话", "房号", "备注", "置业顾问", "联系电话")
_ORDER = ((0, 1, 2, 3, 4, 5), (2, 0, 1, 4, 5, 3), (2, 0, 1, 3, 4, 5), (0, 1, 4, 5, 2, 3))


@st.composite
def rosters(draw: st.DrawFn) -> list[Line]:
    """Title or not, a heading, then owners, blanks, totals, headings and repeated lines in any order."""
    order = draw(st.sampled_from(_ORDER))
    lines = [Line(("示例花园业主名单",))] if draw(st.booleans()) else []
    head = Line(tuple(_HEAD[column] for column in order))
    lines.append(head)
    for number in range(draw(st.integers(1, 8))):
        line = draw(owners(number))
        kind = draw(st.sampled_from((*_NO_OWNERS, *["owner"] * 8, "again")))
        placed = Line(tuple(line.cells[column] for column in order), line.mark, line.own, line.foreign)
        if kind == "total":
            lines.append(Line(("合计", "2户")))
        elif kind == "heading":
            lines.append(head)
        elif kind == "blank":
            lines.append(Line(("",) * len(_HEAD)))
        lines += [placed, placed] if kind == "again" else [placed]
    return lines


def as_csv(folder: Path, lines: Sequence[Line], separator: str, encoding: str) -> Path:
    """As an office writes it: quoted where it must be, and marks that nobody closes as they are."""
    out = io.StringIO(newline="")
    for line in lines:
        row = io.StringIO(newline="")
        csv.writer(row, delimiter=separator).writerow(line.cells)
        out.write(row.getvalue().replace(_MARK, '"'))
    path = folder / "roster.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def as_xlsx(folder: Path, lines: Sequence[Line]) -> Path:
    return xlsx_file(folder, [[cell.replace(_MARK, '"') for cell in line.cells] for line in lines])


@_EXAMPLES
@given(
    rosters(),
    st.sampled_from(["xlsx", "csv"]),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_nobody_is_lost_and_nobody_gets_what_is_anothers(
    lines: list[Line], kind: str, separator: str, encoding: str
) -> None:
    note("\n".join("|".join(line.cells) for line in lines))
    with tempfile.TemporaryDirectory() as folder:
        path = (
            as_xlsx(Path(folder), lines)
            if kind == "xlsx"
            else as_csv(Path(folder), lines, separator, encoding)
        )
        try:
            rows = list(read_lines(path))
        except RosterUnreadable as error:
            # Every line was drawn as one that is no owner's.
            assert error.code == "no-rows" and not any(line.own for line in lines)
            return
        _every_line_is_accounted_for(lines, rows)
        _nobody_has_what_is_anothers(lines, rows)
        write_report(path, rows, Path(folder) / "report", "zh-CN")


def _every_line_is_accounted_for(lines: Sequence[Line], rows: Sequence[RosterRow]) -> None:
    wanted = [number for number, line in enumerate(lines, 1) if any(line.cells)]
    assert sorted(row.line for row in rows) == wanted
    for row in rows:
        line = lines[row.line - 1]
        assert (row.verdict == "passed") == (not line.own)
        assert row.verdict != "rejected" or row.problems


def _nobody_has_what_is_anothers(lines: Sequence[Line], rows: Sequence[RosterRow]) -> None:
    for row in rows:
        if row.owner is None:
            continue
        line = lines[row.line - 1]
        said = row.owner.name + row.owner.note
        assert line.mark in row.owner.name
        assert not any(other.mark in said for other in lines if other.mark and other.mark != line.mark)
        assert {row.owner.phone, *row.owner.other_phones} == {f"+86{line.own}"}

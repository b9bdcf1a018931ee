"""A quotation mark that nobody closes swallows no owner, and no data lands in a foreign note (P1)."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roster.quotes import records
from tests.roster.test_unreadable import refused
from tests.town.workbooks import csv_file, rows_of, verdicts

HEAD = "业主姓名,联系电话,楼栋,房号,备注\n"
LI = "李示例,19900012301,1栋,101,"
WANG = "王示例,19900012302,1栋,102,"
ZHAO = "赵示例,19900012303,1栋,103,"
SUN = "孙示例,19900012304,1栋,104,"


def cells(text: str, separator: str = ",") -> list[list[str]]:
    return [[str(cell) for cell in record] for record in records(io.StringIO(text, newline=""), separator)]


@pytest.mark.parametrize(
    "body",
    [
        f'{LI}"精装交付\n{WANG}\n{ZHAO}\n{SUN}\n',
        f'{LI}"精装交付\n{WANG}\n{ZHAO}毛坯"\n{SUN}\n',
        f'{LI}"精装交付\n{WANG}"毛坯"\n{ZHAO}\n{SUN}\n',
        f'{LI}"精装交付\n{WANG}"毛坯\n{ZHAO}\n{SUN}"\n',
        f'"{LI}\n{WANG}\n{ZHAO}\n{SUN}\n',
        f'"{LI}\n"王示例",19900012302,1栋,102,\n{ZHAO}\n{SUN}\n',
        f'李示例,"19900012301,1栋,101,\n{WANG}\n{ZHAO}\n{SUN}',
        f'{LI}\n{WANG}\n{ZHAO}\n{SUN}"最后一行',
        f'{LI[:-1]}\n{WANG}"x\n{ZHAO[:-1]}\n{SUN[:-1]}\n',
    ],
)
def test_a_mark_that_is_not_closed_loses_nobody(body: str, tmp_path: Path) -> None:
    found = rows_of(csv_file(tmp_path, HEAD + body))
    owners = [row.owner for row in found if row.owner]
    assert [(o.name, o.phone[-4:], o.room) for o in owners] == [
        ("李示例", "2301", "101"),
        ("王示例", "2302", "102"),
        ("赵示例", "2303", "103"),
        ("孙示例", "2304", "104"),
    ]
    assert [row.line for row in found] == [2, 3, 4, 5]
    assert not any("199" in owner.note or "示例" in owner.note for owner in owners)
    assert "quote-open" in {problem.code for row in found for problem in row.problems}


def test_the_row_with_the_mark_is_named(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f'{HEAD}{LI}\n{WANG}"精装\n{ZHAO}\n')
    assert verdicts(path) == [(2, "accepted", []), (3, "accepted", ["quote-open"]), (4, "accepted", [])]


def test_every_cell_in_marks_and_one_left_open(tmp_path: Path) -> None:
    quoted = [",".join(f'"{cell}"' for cell in row.split(",")) for row in (LI, WANG, ZHAO)]
    quoted[0] = quoted[0].removesuffix('""') + '"精装'
    path = csv_file(tmp_path, HEAD + "\n".join(quoted) + "\n")
    assert [(row.line, row.owner and row.owner.name) for row in rows_of(path)] == [
        (2, "李示例"),
        (3, "王示例"),
        (4, "赵示例"),
    ]


def test_a_title_with_a_mark_does_not_swallow_the_heading(tmp_path: Path) -> None:
    assert len(rows_of(csv_file(tmp_path, f'"示例花园业主名单\n{HEAD}{LI}\n'))) == 1


def test_a_large_file_is_not_damaged_by_one_mark(tmp_path: Path) -> None:
    body = "".join(f"业主{n:05d},{19900020000 + n},1栋,{n},\n" for n in range(6000))
    found = rows_of(csv_file(tmp_path, f'{HEAD}{LI}"精装\n{body}'))
    assert len(found) == 6001 and all(row.owner for row in found)


def test_a_cell_of_several_lines_stays_one(tmp_path: Path) -> None:
    first, second = rows_of(
        csv_file(
            tmp_path, f'{HEAD}{LI}"精装,带车位\n朝南,采光好\n"\n王示例,"19900012302\n19900012305",1栋,102,x\n'
        )
    )
    assert first.owner and first.owner.note == "精装,带车位 朝南,采光好" and not first.problems
    assert second.line == 3 and second.owner and second.owner.other_phones == ("+8619900012305",)


def test_a_short_row_within_a_closed_cell_is_asked_about_and_kept_out_of_the_note(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f'{HEAD}{LI}"精装\n王示例,19900012302\n"\n{ZHAO}\n')
    first, second = rows_of(path)
    assert [problem.code for problem in first.problems] == ["quote-crowded"]
    assert first.owner and first.owner.note == "精装" and second.owner and second.owner.name == "赵示例"


def test_text_behind_an_open_mark_is_no_owner(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, '姓名,电话,房号,备注,面积\n李示例,19900012301,101,"联系\n其妻,19900012399,下午\n'
    )
    assert [verdict for _, verdict, _ in verdicts(path)] == ["accepted", "rejected"]


def test_a_cell_longer_than_any_is_said_to_be(tmp_path: Path) -> None:
    assert refused(csv_file(tmp_path, f'{HEAD}{LI}"{"长" * 140_000}"\n')) == "cell-too-long"


_CELL = st.text(st.sampled_from('ab1",，\n 李;'), max_size=8)


@given(st.lists(st.lists(_CELL, min_size=1, max_size=4), max_size=5), st.sampled_from(",;\t|"))
def test_what_the_csv_module_writes_without_line_breaks_is_read_as_it_reads_it(
    rows: list[list[str]], separator: str
) -> None:
    flat = [[cell.replace("\n", " ") for cell in row] for row in rows]
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(flat)
    text = file.getvalue()
    assert cells(text, separator) == list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


@given(st.text(st.sampled_from('ab1", \n李'), max_size=60))
def test_no_character_is_lost(text: str) -> None:
    """Whatever the marks: what is not a mark, a separator or a line end stands in some cell, in its order."""
    kept = "".join(cell for record in records(io.StringIO(text, newline=""), ",") for cell in record)
    bare = str.maketrans("", "", '",\n')
    assert kept.translate(bare) == text.translate(bare)

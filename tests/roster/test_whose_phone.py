"""A phone column belongs to the name before it: no text goes to an adviser or another buyer (P1)."""

from pathlib import Path
from typing import Any

import pytest

from roster import RosterRow, RosterUnreadable, read_lines
from tests.town.workbooks import rows_of, told, xlsx_file

OWN, OTHERS = 19900012301, 19900099999


def only(folder: Path, *rows: tuple[Any, ...]) -> RosterRow:
    (row,) = rows_of(xlsx_file(folder, [*rows]))
    return row


@pytest.mark.parametrize("own", ["", "1990001230", "无", "0571-88880000"])
@pytest.mark.parametrize(
    "other",
    [
        "置业顾问",
        "销售",
        "经办人",
        "紧急联系人",
        "配偶姓名",
        "管家",
        "跟进",
        "服务对接",
        "推荐人",
        "Sales agent",
        "Emergency contact",
    ],
)
def test_the_number_behind_somebody_else_is_never_the_owners(other: str, own: Any, tmp_path: Path) -> None:
    row = only(
        tmp_path,
        ("房号", "业主姓名", "联系电话", other, "联系电话"),
        ("101", "李示例", own, "周示例", OTHERS),
    )
    assert row.verdict == "rejected" and row.owner is None and told(row)[0][0] == "联系电话"


@pytest.mark.parametrize(
    "other",
    ["置业顾问", "紧急联系人", "跟进", "配偶", "联系人", "Agent"],
)
def test_nor_is_it_kept_among_the_owners_numbers(other: str, tmp_path: Path) -> None:
    path = xlsx_file(
        tmp_path,
        [("房号", "业主姓名", "联系电话", other, "联系电话"), ("101", "李示例", OWN, "周示例", OTHERS)],
    )
    (row,) = rows_of(path)
    assert row.owner and row.owner.phone == f"+86{OWN}" and row.owner.other_phones == ()
    assert any(problem.code == "phone-whose" for said in read_lines(path) for problem in said.problems)


@pytest.mark.parametrize(
    "groups",
    [
        ("房屋", "业主信息", "", "紧急联系人", ""),
        ("", "业主", "", "置业顾问", ""),
        ("房屋信息", "买受人", "", "共同买受人", ""),
    ],
)
def test_groups_of_columns_say_whose_they_are(groups: tuple[str, ...], tmp_path: Path) -> None:
    head = ("房号", "姓名", "电话", "姓名", "电话")
    row = only(tmp_path, groups, head, ("101", "李示例", "", "周示例", OTHERS))
    assert row.owner is None and "phone-missing" in [code for _, code in told(row)]


@pytest.mark.parametrize("second", ["买受人2", "共有人姓名", "姓名", "第二买受人", "Co-owner"])
def test_a_second_buyer_is_asked_about_and_keeps_their_number(second: str, tmp_path: Path) -> None:
    row = only(
        tmp_path,
        ("房号", "买受人", "联系电话", second, "联系电话"),
        ("101", "李示例", OWN, "周示例", OTHERS),
    )
    assert row.owner and (row.owner.name, row.owner.phone, row.owner.other_phones) == (
        "李示例",
        f"+86{OWN}",
        (),
    )
    assert told(row) == [(second, "second-buyer")]
    nobody = only(
        tmp_path,
        ("房号", "买受人", "联系电话", second, "联系电话"),
        ("101", "李示例", "", "周示例", OTHERS),
    )
    assert nobody.owner is None


@pytest.mark.parametrize(
    "head",
    [
        ("房号", "业主姓名", "联系电话", "备用电话"),
        ("房号", "业主姓名", "手机", "联系电话"),
        ("房号", "业主姓名", "联系电话1", "联系电话2"),
        ("联系电话", "业主姓名", "房号", "其他电话"),
        ("房号", "业主姓名", "置业顾问", "业主电话"),
        ("房号", "业主姓名", "身份证号", "联系电话"),
        ("房号", "业主姓名", "付款方式", "手机号码"),
    ],
)
def test_an_owners_own_numbers_are_read_wherever_they_stand(head: tuple[str, ...], tmp_path: Path) -> None:
    cells = {"房号": "101", "业主姓名": "李示例", "置业顾问": "周示例", "身份证号": "x", "付款方式": "按揭"}
    values = [cells.get(title, OWN) for title in head]
    row = only(tmp_path, head, tuple(values))
    assert row.owner and row.owner.phone == f"+86{OWN}"


@pytest.mark.parametrize("between", ["置业顾问", "联系人", "共有人"])
def test_a_sheet_whose_only_numbers_are_somebody_elses_is_refused_with_the_column(
    between: str, tmp_path: Path
) -> None:
    with pytest.raises(RosterUnreadable) as error:
        only(tmp_path, ("业主姓名", between, "联系电话", "房号"), ("李示例", "周示例", OTHERS, "101"))
    assert error.value.code == "phone-whose"
    assert error.value.values == {"row": 1, "heading": "联系电话"}

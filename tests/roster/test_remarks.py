"""What remarks say: money that comes back is no return, and who is to be left in peace is (P1)."""

from pathlib import Path
from typing import Any

import pytest

from roster.remarks import holds, returned
from tests.town.workbooks import one_row, told


@pytest.mark.parametrize(
    "note",
    [
        "装修押金已退",
        "契税差额已退",
        "已退定金差额",
        "退房申请已撤回",
        "取消退房",
        "不同意退房",
        "维修基金多收部分已退",
        "已退还多缴物业费",
        "未办理退房",
        "车位已退，房屋保留",
        "尾款已退",
        "首付款已退",
        "退房款已付",
        "诚意金已退",
        "无需退房",
        "不退房",
        "钥匙已退",
        "从未退房",
        "deposit returned",
        "keys returned",
        "not returned",
    ],
)
def test_money_negation_and_cancellation_are_no_return(note: str, tmp_path: Path) -> None:
    assert returned(note) == "no"
    row = one_row(tmp_path, 备注=note)
    assert row.verdict == "accepted" and row.owner and row.owner.note and not row.problems


@pytest.mark.parametrize(
    "note",
    [
        "业主咨询退房流程",
        "正在考虑退房",
        "申请退房",
        "要求退房",
        "退房协议已签",
        "已退房，后撤回",
        "曾退房后又买回",
        "已换房",
        "已转让给他人",
        "解约中",
    ],
)
def test_in_doubt_an_owner_is_imported_with_a_question(note: str, tmp_path: Path) -> None:
    row = one_row(tmp_path, 备注=note)
    assert row.verdict == "accepted" and told(row) == [("备注", "returned-perhaps")]


@pytest.mark.parametrize(
    "note",
    [
        "已退房",
        "退房",
        "已退",
        "客户已退房 2026-10",
        "2026年5月3日已退房",
        "业主于2026年5月退房",
        "已办理退房手续",
        "退房手续已办结",
        "该房已退",
        "已退房，押金已退",
        "贷款未批准，退房",
        "已退房（押金未退）",
        "合同作废",
        "Contract cancelled",
        "Flat returned",
    ],
)
def test_a_return_that_is_said_in_full_is_one(note: str, tmp_path: Path) -> None:
    row = one_row(tmp_path, 备注=note)
    assert row.returned and told(row) == [("备注", "returned")]


def test_a_return_said_beside_the_name_or_in_a_column_of_its_own(tmp_path: Path) -> None:
    assert told(one_row(tmp_path, "李示例（已退房）")) == [("业主姓名", "returned")]
    assert told(one_row(tmp_path, 认购状态="已退房")) == [("认购状态", "returned")]
    assert one_row(tmp_path, 认购状态="已签约").verdict == "accepted"


@pytest.mark.parametrize(
    ("cell", "name", "note", "reason"),
    [
        ("王五(已故)", "王五", "已故", "deceased"),
        ("王五（已故）", "王五", "已故", "deceased"),
        ("王五【涉诉】", "王五", "涉诉", "dispute"),
        ("【勿扰】王五", "王五", "勿扰", "do-not-disturb"),
        ("王五 已故", "王五", "已故", "deceased"),
        ("王五-勿扰", "王五", "勿扰", "do-not-disturb"),
        ("王五已故", "王五", "已故", "deceased"),
        ("王五/涉诉", "王五", "涉诉", "dispute"),
        ("王五（2025年去世）", "王五", "2025年去世", "deceased"),
        ("王五（请勿联系）", "王五", "请勿联系", "do-not-disturb"),
        ("Wang Wu (deceased)", "Wang Wu", "deceased", "deceased"),
    ],
)
def test_a_remark_in_the_name_is_split_off_and_stops_texts(
    cell: str, name: str, note: str, reason: str, tmp_path: Path
) -> None:
    row = one_row(tmp_path, cell)
    assert row.verdict == "accepted" and row.owner
    assert (row.owner.name, row.owner.note) == (name, note)
    assert [hold.reason for hold in row.owner.holds] == [reason]
    assert [code for _, code in told(row)] == ["name-remark", f"hold-{reason}"]


@pytest.mark.parametrize(
    ("cell", "name"), [("王五（女）", "王五"), ("王五(妻:李六)", "王五"), ("①王五", "王五")]
)
def test_other_remarks_are_split_off_and_stop_nothing(cell: str, name: str, tmp_path: Path) -> None:
    row = one_row(tmp_path, cell)
    assert row.owner and row.owner.name == name and not row.owner.holds


@pytest.mark.parametrize("cell", ["示例(上海)有限公司", "Smith, John", "郭已", "李故"])
def test_what_belongs_to_a_name_stays(cell: str, tmp_path: Path) -> None:
    row = one_row(tmp_path, cell)
    assert row.owner and row.owner.name == cell and not row.problems


@pytest.mark.parametrize("cell", ["(已故)", "（勿扰）", "【】"])
def test_a_remark_alone_is_no_name(cell: str, tmp_path: Path) -> None:
    assert "name-missing" in [code for _, code in told(one_row(tmp_path, cell))]


@pytest.mark.parametrize("note", ["未涉诉", "无诉讼", "非涉诉", "没有纠纷", "精装", ""])
def test_what_is_denied_stops_nothing(note: str) -> None:
    assert holds(note) == ()


@pytest.mark.parametrize(
    ("place", "said"), [("备注", "业主已故"), ("备注", "精装，请勿打扰"), ("客户标签", "涉诉")]
)
def test_a_note_or_another_column_stops_texts_as_well(place: str, said: Any, tmp_path: Path) -> None:
    row = one_row(tmp_path, **{place: said})
    assert row.verdict == "accepted" and row.owner and len(row.owner.holds) == 1

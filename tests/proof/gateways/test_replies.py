"""Opt-out replies, as owners write them."""

import pytest

from gateways.replies import is_opt_out

WORDS = [
    "退订", "请退订", "我要退订", "退订，谢谢", "退订短信", "不要再发了，退订！", "TD退订", "回T退订",
    "【退订】", "退 订",
    "退訂", "拒收", "拒收短信", "r 退订", "Ｔ退订",
]  # fmt: skip
LETTERS = [
    "T", "t", "ｔｄ", "R", "N", "n。", " TD。", "T T", "TT", "t.t.t", "TDTD", "td td", "RR", "NN",
    "回T", "回复TD", "回复：R",
]  # fmt: skip


@pytest.mark.parametrize("text", [*WORDS, *LETTERS])
def test_opting_out(text: str) -> None:
    assert is_opt_out(text)


@pytest.mark.parametrize(
    "text",
    ["", "1", "no", "thanks", "the tap", "RT", "TV", "回复", "好的", "不订了", "已收到", "到访", "报名"],
)
def test_not_opting_out(text: str) -> None:
    assert not is_opt_out(text)

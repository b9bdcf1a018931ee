"""Opt-out replies, as owners write them."""

import pytest

from gateways.replies import opt_out

WORDS = [
    "退订", "请退订", "我要退订", "退订，谢谢", "退订短信", "不要再发了，退订！", "TD退订", "回T退订",
    "【退订】", "退 订",
    "退\u2060订", "退\u200b订", "退\ufe0f订", "退\u3164订", "T\u200d", "退-订", "退。订",
    "退訂", "拒收", "拒收短信", "r 退订", "Ｔ退订",
]  # fmt: skip
LETTERS = [
    "T", "t", "ｔｄ", "R", "N", "n。", " TD。", "T T", "TT", "t.t.t", "TDTD", "td td", "RR", "NN",
    "回T", "回复TD", "回复：R",
]  # fmt: skip


@pytest.mark.parametrize("text", [*WORDS, *LETTERS])
def test_opting_out(text: str) -> None:
    assert opt_out(text) == "yes"


@pytest.mark.parametrize(
    "text",
    ["", "1", "no", "thanks", "the tap", "RT", "TV", "回复", "好的", "不订了", "已收到", "到访", "报名"],
)
def test_not_opting_out(text: str) -> None:
    assert opt_out(text) == "no"


@pytest.mark.parametrize(
    "text",
    [
        "已退订金了吗",
        "退订单",
        "我的退订金什么时候到",
        "退订房要什么手续",
        "怎么退订？",
        "可以退订吗",
        "退订？",
        "我没退订",
        "不要退订",
        "取消退订",
        "快递拒收了",
        "不要再发了",
        "别再给我发短信",
        "请勿打扰",
        "取消订阅",
        "unsubscribe",
        "STOP",
    ],
)
def test_what_may_be_one_is_a_persons_to_read(text: str) -> None:
    assert opt_out(text) == "perhaps"

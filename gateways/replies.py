"""What a customer's reply means, as far as it is fixed: opting out of marketing, agreeing to a new number."""

import re
from typing import Literal

from domain.typed_text import visible

OptOut = Literal["yes", "perhaps", "no"]
"""`perhaps`: a person reads it, and the number gets no texts meanwhile."""

_WORDS = re.compile("退订|退訂|拒收")
_ANOTHER_THING = re.compile("(?:退订|退訂)(?=[金单單货貨房票购購款合酒机])|(?:快递|包裹|货物|货|件)拒收")
"""What looks like the word and is none: a deposit, an order, a parcel."""
_TAKEN_BACK = re.compile("(?:不要|不用|不想|不会|不|没有|没|未|别|勿|取消|撤销|误|无需)(?:退订|退訂|拒收)")
_ASKED = re.compile("[?？吗嗎呢么]$|如何|怎么|怎樣|怎样|怎麼|为什么|为何|是不是|是否|能不能|可以退订吗|了没")
_LEFT_ALONE = re.compile(
    "(?:别|不要|勿|不用|不必|请勿|莫|停止|禁止|拒绝)(?:再)?(?:给我|向我|跟我)?(?:发|打扰|骚扰|联系|推送|发送|打电话)"
    "|取消订阅|取消訂閱|骚扰短信|垃圾短信|投诉你|黑名单|unsubscribe|optout|removeme|donot(?:text|contact|send)",
    re.IGNORECASE,
)
"""To be left alone, in other words than those that the text names."""
_LETTERS = re.compile(r"回?复?(TD|T|R|N)\1*")
_STOP = re.compile(r"(?:STOP|QUIT|END|CANCEL|QX)+")


_AGREES = frozenset({"同意换号", "同意更换号码", "确认换号"})


def agrees_to_new_number(text: str) -> bool:
    """Whether the reply agrees that the customer has another number now: those words alone."""
    return re.sub(r"[\W_]+", "", visible(text)) in _AGREES


def opt_out(text: str) -> OptOut:
    """Whether the reply says 退订 or 拒收, or is nothing but T, R, TD or N, once or repeated.

    Width, case, spaces, punctuation and what nobody sees do not matter. Where the words may mean something
    else (a deposit, a question, the contrary), or the customer wants to be left alone in other words, it is
    `perhaps`.
    """
    words = re.sub(r"\s+", "", visible(text))
    bare = re.sub(r"[\W_]+", "", words)
    if _LETTERS.fullmatch(bare.upper()):
        return "yes"
    if _WORDS.search(bare):
        left = _TAKEN_BACK.sub("", _ANOTHER_THING.sub("", bare))
        return "yes" if _WORDS.search(left) and not _ASKED.search(words) else "perhaps"
    return "perhaps" if _LEFT_ALONE.search(bare) or _STOP.fullmatch(bare.upper()) else "no"

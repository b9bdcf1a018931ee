"""What a customer's reply means, as far as it is fixed: opting out of marketing, agreeing to a new number."""

import re
import unicodedata

_WORDS = ("退订", "退訂", "拒收")
_LETTERS = re.compile(r"回?复?(TD|T|R|N)\1*")


_AGREES = frozenset({"同意换号", "同意更换号码", "确认换号"})


def agrees_to_new_number(text: str) -> bool:
    """Whether the reply agrees that the customer has another number now: those words alone."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)) in _AGREES


def is_opt_out(text: str) -> bool:
    """Whether the reply says 退订 or 拒收 anywhere, or is nothing but T, R, TD or N, once or repeated.

    Width, case, spaces and punctuation do not matter. In doubt it counts: an owner who is left in peace too
    soon loses an invitation, one who is not listened to complains.
    """
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if any(word in words for word in _WORDS):
        return True
    return _LETTERS.fullmatch(re.sub(r"[\W_]+", "", words).upper()) is not None

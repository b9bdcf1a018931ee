"""What a customer's reply means, as far as the law fixes it: opting out of marketing."""

import re
import unicodedata

_WORDS = ("退订", "退訂", "拒收")
_LETTERS = re.compile(r"回?复?(TD|T|R|N)\1*")


def is_opt_out(text: str) -> bool:
    """Whether the reply says 退订 or 拒收 anywhere, or is nothing but T, R, TD or N, once or repeated.

    Width, case, spaces and punctuation do not matter. In doubt it counts: an owner who is left in peace too
    soon loses an invitation, one who is not listened to complains.
    """
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if any(word in words for word in _WORDS):
        return True
    return _LETTERS.fullmatch(re.sub(r"[\W_]+", "", words).upper()) is not None

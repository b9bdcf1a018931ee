"""What a customer's reply means, as far as the law fixes it: opting out of marketing."""

import re
import unicodedata

_OPT_OUT = re.compile(r"回?复?\s*(退订|TD\s*退订|退订\s*TD|T\s*退订|TD|T|R)")


def is_opt_out(text: str) -> bool:
    """Whether the whole reply is an opt-out keyword (退订, T, R, TD) in any width or case."""
    words = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text)).strip().upper()
    return _OPT_OUT.fullmatch(words) is not None

"""The form a text message must have: signature, opt-out wording, length and segments."""

from dataclasses import dataclass
from typing import Literal

Purpose = Literal["marketing", "service"]

SINGLE_SEGMENT = 70
JOINED_SEGMENT = 67
"""Characters in one segment of a Chinese text: 70 alone, 67 each when several are joined (UCS-2)."""


@dataclass(frozen=True)
class Draft:
    """A text as the owner's phone will show it, with what it costs."""

    text: str
    characters: int
    segments: int


def segments(text: str) -> int:
    """How many segments an operator bills for `text`, counted in UCS-2 units."""
    units = len(text.encode("utf-16-le")) // 2
    return 1 if units <= SINGLE_SEGMENT else -(-units // JOINED_SEGMENT)


def compose(body: str, signature: str, opt_out_wording: str, purpose: Purpose) -> Draft:
    """The whole message: 【signature】body, and for marketing the wording that offers to opt out.

    Raises ValueError when the signature is missing: operators refuse unsigned texts.
    """
    if not signature.strip():
        raise ValueError("a text message needs a company signature")
    ending = opt_out_wording if purpose == "marketing" and opt_out_wording not in body else ""
    text = f"【{signature.strip()}】{body.strip()}{ending}"
    return Draft(text, len(text), segments(text))

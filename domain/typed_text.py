"""Text as people and programs typed it, folded to what is seen: whatever is compared passes through here."""

import re
import unicodedata

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters that nobody sees: joiners, marks of direction, variation selectors, tags, fillers."""


def visible(text: str) -> str:
    """The text without invisible characters, full-width forms narrowed (NFKC)."""
    # Before and after: a filler may be the narrowed form of another character.
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", text)))

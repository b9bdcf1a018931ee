"""Codes in the caller's language."""

from services.refused import Named
from texts import text


def wording(locale: str, family: str, code: str | None) -> str:
    """The catalogue's text `<family>-<code>`; the code itself where the catalogue has none."""
    try:
        return text(locale, f"{family}-{code}")
    except KeyError:
        return code or ""


def in_words(locale: str, value: object) -> object:
    """A value of a refusal: codes as words, anything else as it is."""
    if not isinstance(value, Named):
        return value
    return "、".join(wording(locale, value.family, code) for code in value.codes) or "—"

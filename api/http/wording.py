"""Codes in the caller's language."""

from services.refused import Named
from texts import named


def wording(locale: str, family: str, code: str | None, own: str | None = None) -> str:
    """The catalogue's text `<family>-<code>`; the code itself where the catalogue has none.

    `own`: how a playbook's own texts begin; `<family>-<own>-<code>` goes before the common one.
    """
    return named(locale, family, code, own) or code or ""


def in_words(locale: str, value: object) -> object:
    """A value of a refusal: codes as words, none of them twice; anything else as it is."""
    if not isinstance(value, Named):
        return value
    words = dict.fromkeys(wording(locale, value.family, code) for code in value.codes)
    return "、".join(words) or "—"

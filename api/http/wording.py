"""Codes in the caller's language."""

from texts import text


def wording(locale: str, family: str, code: str | None) -> str:
    """The catalogue's text `<family>-<code>`; the code itself where the catalogue has none."""
    try:
        return text(locale, f"{family}-{code}")
    except KeyError:
        return code or ""

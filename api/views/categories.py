"""Categories of complaints in the caller's language (P8)."""

from api.http.wording import wording


def category_name(locale: str, code: str | None) -> str:
    """What people call a category; its code where the catalogue has no name for it."""
    if code is None:
        return wording(locale, "category", "none")
    name = wording(locale, "category", code.replace(".", "-"))
    return code if name == code.replace(".", "-") else name

"""Names: how they are written, compared and spoken (P1, P22)."""

import re

from domain.typed_text import visible

HAN = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters as a class of a pattern, those beyond the basic plane among them."""
_MIDDOT = re.compile(f"(?<=[{HAN}]) ?[.·•∙⋅․‧・･·᛫⸱⸳ꞏ●⚫◦˙] ?(?=[{HAN}])")
"""What stands between the parts of a name such as 买买提·示例, however it was typed."""
_PADDED = re.compile(f"[{HAN}·]+(?: [{HAN}·]+)+")
_OPENING, _CLOSING = re.escape("([【〔〈<{《「"), re.escape(")]】〕〉>}》」")
_BRACKET = f" *[{_OPENING}]([^{_OPENING}{_CLOSING}]*)[{_CLOSING}] *"
_BEHIND, _BEFORE = re.compile(f"{_BRACKET}$"), re.compile(f"^{_BRACKET}")


def written(name: str) -> str:
    """A name as it is kept: one kind of middle dot between Chinese characters."""
    return _MIDDOT.sub("·", name)


def is_padded(name: str) -> bool:
    """Whether blanks stand between Chinese characters: padding, or two people."""
    return _PADDED.fullmatch(name) is not None


def without_remarks(name: str) -> tuple[str, tuple[str, ...]]:
    """The name, and what stood in brackets before or behind it: "王五(已故)" is 王五."""
    remarks: list[str] = []
    for pattern in (_BEHIND, _BEFORE):
        while found := pattern.search(name):
            remarks.append(found[1].strip())
            name = (name[: found.start()] + name[found.end() :]).strip()
    return name, tuple(filter(None, remarks))


def spoken(name: str) -> str:
    """A name as its bearer is addressed: without what somebody remarked beside it."""
    return without_remarks(name)[0] or name


def compared(name: str) -> str:
    """A name as it is compared: without remarks, blanks, case, width and kinds of dots."""
    bare, _ = without_remarks(written(visible(name)))
    return re.sub(r"[\s·.\-_'’]+", "", bare).casefold()


def one_edit_away(one: str, two: str) -> bool:
    """Whether two names are the same but for one character too many, missing, wrong, or out of order."""
    first, second = compared(one), compared(two)
    if not first or not second or abs(len(first) - len(second)) > 1:
        return False
    if first == second:
        return True
    if len(first) > len(second):
        first, second = second, first
    start = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), len(first))
    if len(first) < len(second):
        return first[start:] == second[start + 1 :] and len(first) > 1
    swapped = (
        first[start : start + 2] == second[start : start + 2][::-1]
        and first[start + 2 :] == second[start + 2 :]
    )
    return (first[start + 1 :] == second[start + 1 :] or swapped) and len(first) > 1

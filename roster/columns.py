"""Which columns of a sheet are the owner's: a phone belongs to the name before it (P1)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from roster.vocabulary import (
    Field,
    heading,
    is_further_buyer,
    is_further_phone,
    is_harmless,
    is_other,
    is_owners,
)

_LONGEST_GROUP = 12
"""Characters of a group's heading ("紧急联系人"); what is longer is a title."""

Bearer = Literal["owner", "buyer", "other", ""]
"""Whose columns they are, as far as a heading says."""


@dataclass
class Columns:
    """The columns (from 0) of each field, as headings give them."""

    found: dict[Field, tuple[int, ...]] = field(default_factory=dict)
    buyers: tuple[int, ...] = ()
    """Names of further buyers."""
    foreign: tuple[int, ...] = ()
    """Phone columns of somebody else, or of whom cannot be said."""


def columns(titles: Sequence[str], groups: Sequence[str] = ()) -> Columns:
    """Told by the titles, from left to right; `groups` are the headings above them, once per column."""
    sorting = _Sorting()
    for index, title in enumerate(titles):
        sorting.take(index, title, groups[index] if index < len(groups) else "")
    return sorting.columns


def bearer(text: str) -> Bearer:
    """Whose columns a heading above others says they are."""
    if not text or len(text) > _LONGEST_GROUP:
        return ""
    if is_further_buyer(text):
        return "buyer"
    if is_other(text) and not is_owners(text):
        return "other"
    return "owner" if is_owners(text) else ""


class _Sorting:
    """Goes over a sheet's headings and remembers whose name came last."""

    def __init__(self) -> None:
        self.columns = Columns()
        self._last: Bearer = ""
        self._unsure = False
        self._group: tuple[str, Bearer] = ("", "")

    def take(self, index: int, title: str, group: str) -> None:
        self._enter(group)
        kind = heading(title)
        if kind == "name":
            self._name(index, title)
        elif kind == "phone":
            self._phone(index, title)
        elif kind is not None:
            self.columns.found.setdefault(kind, (index,))
        elif is_further_buyer(title):
            self._buyer(index)
        elif title and is_other(title):
            self._last = "other"
        elif title and not is_harmless(title):
            self._unsure = True

    def _enter(self, group: str) -> None:
        text, whose = self._group
        if group == text:
            return
        self._group = group, (now := bearer(group))
        if now in ("buyer", "other"):
            self._last = now
        elif whose in ("buyer", "other"):
            # Behind somebody else's group nothing is said of anybody.
            self._last = "owner" if now == "owner" else "other"

    def _name(self, index: int, title: str) -> None:
        if self._group[1] == "other":
            self._last = "other"
        elif self._group[1] == "buyer" or "name" in self.columns.found or is_further_buyer(title):
            self._buyer(index)
        else:
            self.columns.found["name"] = (index,)
            self._last, self._unsure = "owner", False

    def _buyer(self, index: int) -> None:
        self.columns.buyers = (*self.columns.buyers, index)
        self._last = "buyer"

    def _phone(self, index: int, title: str) -> None:
        if self._owners(title):
            self.columns.found["phone"] = (*self.columns.found.get("phone", ()), index)
            self._unsure = False
        else:
            self.columns.foreign = (*self.columns.foreign, index)

    def _owners(self, title: str) -> bool:
        if self._group[1] in ("buyer", "other"):
            return False
        known = "phone" in self.columns.found
        if is_owners(title) or self._group[1] == "owner":
            return not (known and self._last == "buyer")
        if self._last not in ("owner", ""):
            return False
        # The first one behind the name is the owner's; a further one only where nothing unknown stands
        # between.
        return not known or not self._unsure or is_further_phone(title)

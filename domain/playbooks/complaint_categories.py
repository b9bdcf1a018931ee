"""The tree in which complaints are classified, as data (P8)."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PART = re.compile(r"[a-z][a-z0-9_]{0,29}")
_KIND = re.compile(r"[a-z][a-z0-9_-]{0,39}")
LONGEST = 60


@dataclass(frozen=True)
class Category:
    """A branch with `parts`, or a leaf, under which complaints are classified.

    `concerns` are the kinds of department that hear of such a complaint when it ends.
    """

    code: str
    concerns: tuple[str, ...] = ()
    parts: tuple["Category", ...] = ()


@dataclass(frozen=True)
class Categories:
    """The whole tree."""

    tree: tuple[Category, ...]

    def leaves(self) -> Iterator[Category]:
        """What a complaint may be classified as, in the order of the file."""
        return _leaves(self.tree)

    def leaf(self, code: str | None) -> Category | None:
        """The leaf of this code; None for a branch and for what is not in the tree."""
        return next((each for each in self.leaves() if each.code == code), None)

    def concerns(self, code: str | None) -> tuple[str, ...]:
        """The kinds of department a category concerns; none for one that is not in the tree (any more)."""
        found = self.leaf(code)
        return found.concerns if found else ()


def read(content: str) -> Categories:
    """The tree of a TOML file. Raises ValueError that says where it is not one."""
    tree = _branch(tomllib.loads(content), "")
    if not tree:
        raise ValueError("no category at all")
    return Categories(tree)


def _branch(given: Mapping[str, Any], above: str) -> tuple[Category, ...]:
    return tuple(_category(f"{above}{name}", name, value) for name, value in given.items())


def _category(code: str, name: str, value: Any) -> Category:
    if not _PART.fullmatch(name):
        raise ValueError(f"{code}: lower-case letters, digits and _ only")
    if len(code) > LONGEST:
        raise ValueError(f"{code}: longer than {LONGEST} characters")
    if isinstance(value, Mapping):
        if not value:
            raise ValueError(f"{code}: a branch without categories")
        return Category(code, parts=_branch(value, f"{code}."))
    if not isinstance(value, list) or not all(
        isinstance(kind, str) and _KIND.fullmatch(kind) for kind in value
    ):
        raise ValueError(f"{code}: a list of kinds of department, such as ['construction'], or []")
    return Category(code, tuple(value))


def _leaves(tree: tuple[Category, ...]) -> Iterator[Category]:
    for each in tree:
        if each.parts:
            yield from _leaves(each.parts)
        else:
            yield each


BUILT_IN = read((Path(__file__).parent / "complaint_categories.toml").read_text(encoding="utf-8"))
"""The tree that comes with the product."""

"""Who may do what (P22, P23): roles are data, named permissions and a reach over customers' files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


class Reach(StrEnum):
    """Whose files a role sees."""

    ALL = "all"
    OWN = "own"
    """Customers who are one's own, tickets in hand, and files lent to one."""
    JOBS = "jobs"
    """Customers of the jobs one's crew has in hand."""
    NONE = "none"


class Shown(StrEnum):
    """When a role reads a piece of personal data in clear; otherwise it is masked."""

    ALWAYS = "always"
    PURPOSE = "purpose"
    """When the caller states what for."""
    NEVER = "never"


@dataclass(frozen=True)
class Role:
    """What a role may do, whose files it sees, and how much of name, phone, address and free text."""

    name: str
    permissions: frozenset[str]
    reach: Reach
    shows: Mapping[str, Shown]
    own_department: bool = False
    """Whether tickets of the own department are in hand, too."""
    closed_days: int = 0
    """How long a closed ticket stays in sight of whoever had it in hand."""


PIECES = ("name", "phone", "address", "text")
"""Pieces of personal data a role's `shows` speaks of."""


def read(content: str) -> dict[str, Role]:
    """The roles of a TOML file. Raises ValueError that says where it is wrong."""
    return {name: _role(name, given) for name, given in tomllib.loads(content).items()}


def _role(name: str, given: Any) -> Role:
    try:
        shows = {piece: Shown(given["shows"][piece]) for piece in PIECES}
        return Role(
            name,
            frozenset(given["may"]),
            Reach(given["reach"]),
            shows,
            bool(given.get("own_department", False)),
            int(given.get("closed_days", 0)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"role {name}: {error}") from None


BUILT_IN = read((Path(__file__).parent / "roles.toml").read_text("utf-8"))

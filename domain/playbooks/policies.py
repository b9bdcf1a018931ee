"""What the company promises, kind by kind: its own numbers where it has some, defaults for the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

Policy = TypeVar("Policy")


@dataclass(frozen=True, init=False)
class Policies:
    """One policy of each kind, asked for by its type: `policies.of(RepairPolicy)`."""

    changed: tuple[Any, ...]

    def __init__(self, changed: Iterable[Any] = ()) -> None:
        """`changed` are policies of the company's own, at most one of a type."""
        given = tuple(changed)
        if len({type(each) for each in given}) != len(given):
            raise ValueError("two policies of one kind")
        object.__setattr__(self, "changed", given)

    def of(self, kind: type[Policy]) -> Policy:
        """The company's policy of that type, or its defaults."""
        return next((each for each in self.changed if type(each) is kind), None) or kind()

"""What is asked for and not done: one kind of refusal, whoever asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Unfit:
    """A part of the input that does not fit: where it stands, and which rule it breaks.

    `where` is an RFC 6901 fragment into what was given, such as `#/until`; `rule` names the texts
    `invalid-<rule>` that say what is wrong and what to do, filled with `values`.
    """

    where: str
    rule: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """Codes that are told as words in the reader's language: roles, acts, stages."""

    family: str
    """How their texts begin: `role`, `act`, `stage`."""
    codes: tuple[str, ...]


class Refused(Exception):
    """Nothing was changed; `code` says why: a problem of the catalogue, such as `no-such-customer`.

    The API answers with that problem, the command line prints its texts, other programs read the code.
    """

    def __init__(self, code: str, unfit: Sequence[Unfit] = (), **values: Any) -> None:
        super().__init__(code)
        self.code, self.unfit = code, tuple(unfit)
        self.values: dict[str, Any] = values


def unfit(field: str, rule: str, **values: object) -> Refused:
    """The refusal that one field of what was given does not fit."""
    return Refused("invalid", [Unfit(f"#/{field}", rule, values)])

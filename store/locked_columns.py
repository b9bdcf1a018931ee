"""Which columns hold what opens only in its own row, and what it is bound to there (decision 0030)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vault.locked import place


@dataclass(frozen=True)
class Bound:
    """What a value is bound to: a name, and columns of its row."""

    name: str
    row: tuple[str, ...]

    def of(self, row: Mapping[str, Any]) -> bytes:
        """In this row."""
        return place(self.name, *(str(row[name]) for name in self.row))

    def at(self, *row: str) -> bytes:
        """In the row with these values, in the order of `row`."""
        return place(self.name, *row)


SECOND_FACTOR = Bound("accounts.second_factor", ("id",))
"""Being set up or in force: of one account."""
KEPT_ANSWER = Bound("idempotency_keys.body", ("endpoint", "key"))
"""Given to one caller, at one address, under one key."""
PERSONAL_COPY = Bound("privacy_copies.copy", ("ticket_id",))
"""Made at one request, which is one person's."""

LOCKED: Mapping[str, Mapping[str, Bound]] = {
    "accounts": {"code_secret": SECOND_FACTOR, "code_pending": SECOND_FACTOR},
    "idempotency_keys": {"body": KEPT_ANSWER},
    "privacy_copies": {"copy": PERSONAL_COPY},
}
"""By table and column."""

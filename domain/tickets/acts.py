"""What people do to a ticket, and when it is their turn (P17, P34). Fields are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass, field

OUT_OF_TURN = "OutOfTurn"
"""Type of the error an act is refused with; its details are the stage and the acts that are possible now."""


@dataclass(frozen=True)
class Act:
    """One human act: `name` of it, by `actor` (staff or crew id, `customer`, `operations`).

    `data` holds codes, ids and moments. What was said or written stays in Postgres; `text_id` names it.
    """

    name: str
    actor: str
    data: Mapping[str, str] = field(default_factory=dict)
    text_id: str | None = None

"""What people do to a ticket, and when it is their turn (P17, P34). Fields are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass, field

IMPLAUSIBLE = "Implausible"
"""Type of the error a moment is refused with; its details are the field and the rule."""
REST_HOURS = "RestHours"
"""Type of the error with which a call to a customer is refused; its detail is when one may be made."""
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
    role: str = ""
    """In which role the actor acts."""

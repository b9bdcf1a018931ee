"""What the departments hear of repairs and complaints that ended (P19)."""

from collections.abc import Mapping

CONCERNED_BY: Mapping[str, tuple[str, ...]] = {"wait_for_parts": ("purchasing",)}
"""Kinds of department that hear of a ticket because of an act that was done in it."""
CONCERNED_OTHERWISE = ("construction", "engineering")
"""Kinds of department that hear of a ticket which names none."""

_ELSEWHERE = "closed_duplicate"
_BY_FORCE = "closed_terminated"


def is_fed_back(event: str) -> bool:
    """Whether the event is an end of which departments hear.

    A duplicate is told by the ticket it was linked to; one that operations staff ended by force waits for
    a person to say what became of it.
    """
    return event.startswith("closed_") and event not in (_ELSEWHERE, _BY_FORCE)

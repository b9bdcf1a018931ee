"""What is known when a request is taken in (P17, P18). Fields are only ever added."""

from dataclasses import dataclass

AT_REST = 1
"""Records are written at rest (decision 0025)."""
CHANGES_TOLD = 2
"""Whoever was told hears of changes, waits are chased, rungs that are ahead again count (decision 0031)."""
NEWEST = CHANGES_TOLD
"""The order of commands of what is taken in now."""


@dataclass(frozen=True)
class Intake:
    """Who asked for what, by whom it was taken in; what was said stays in Postgres under `text_id`.

    `first_contact` stays answerable until the ticket is closed (P17). `reopened` counts the times the ticket
    was opened again, `version` is that of the row in the read model. `order_of_commands` says which of the
    rules above the workflow goes by, 0 for what was taken in before any; it changes over at an act.
    """

    customer_id: str
    first_contact: str | None = None
    urgent: bool = False
    building_id: str | None = None
    ownership_id: str | None = None
    text_id: str | None = None
    locale: str = "zh-CN"
    version: int = 0
    reopened: int = 0
    order_of_commands: int = 0

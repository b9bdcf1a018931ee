"""What operations staff see of a ticket in the Temporal Web UI: details, and what it is searched by (P34)."""

from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeUpdate

with workflow.unsafe.imports_passed_through():
    from domain.promises.telling import Tried
    from domain.tickets.state import TicketEvent, TicketState
    from services.tickets.search_attributes import (
        AGENT,
        CREW,
        DEPARTMENT,
        DUE_AT,
        ESCALATION_LEVEL,
        STAGE,
        URGENT,
    )
    from workflows.parts.ticket_details import ticket_details

SHOWN_EVENTS = 12
"""Of what happened, so many of the latest are shown; all are in the timeline."""


class View:
    """Follows the ticket: the details with every call, the search attributes with every record."""

    def __init__(self, locale: str, own: str) -> None:
        """`own`: how the texts of the ticket's kind begin."""
        self._locale, self._own = locale, own
        self._lately: tuple[TicketEvent, ...] = ()
        self._attributes: dict[str, Any] = {}

    def happened(self, events: tuple[TicketEvent, ...]) -> None:
        """To be shown from now on."""
        self._lately = (*self._lately, *events)[-SHOWN_EVENTS:]

    def details(self, state: TicketState, tried: tuple[Tried, ...]) -> None:
        """In the Web UI alone; no command."""
        shown = ticket_details(self._locale, state, self._lately, tried, self._own)
        workflow.set_current_details(shown)

    def attributes(self, state: TicketState) -> None:
        """Those that have changed."""
        now: dict[Any, Any] = {
            STAGE: state.stage,
            URGENT: state.urgent,
            DUE_AT: state.due_at,
            ESCALATION_LEVEL: state.escalation_level,
            AGENT: state.handler,
            CREW: state.crew_id,
            DEPARTMENT: state.department_id,
        }
        updates: list[SearchAttributeUpdate[Any]] = [
            key.value_unset() if value is None else key.value_set(value)
            for key, value in now.items()
            if self._attributes.get(key.name) != value
        ]
        self._attributes = {key.name: value for key, value in now.items()}
        if updates:
            workflow.upsert_search_attributes(updates)

"""Where a ticket of people stands, in Markdown, for operations staff in the Temporal Web UI (P34)."""

from collections.abc import Sequence

from domain.ticket_state import TicketEvent, TicketState
from texts import text
from workflows.parts.cadence_details import HOME_ZONE, clock


def ticket_details(locale: str, state: TicketState, happened: Sequence[TicketEvent]) -> str:
    """What is promised until when, how far it has escalated, what may be done next, what happened last."""
    lines = [f"**{_headline(locale, state)}**"]
    if state.promise is not None:
        lines.append(_promise(locale, state))
    if state.escalation_level:
        lines.append(text(locale, "details-escalated", level=state.escalation_level))
    if state.acts:
        acts = " · ".join(named(locale, f"act-{act}", act) for act in state.acts)
        lines.append(text(locale, "details-acts", acts=acts))
    lines.append("\n".join(f"- {_event(locale, event)}" for event in happened))
    return "\n\n".join(lines)


def _headline(locale: str, state: TicketState) -> str:
    if state.close_reason is not None:
        reason = named(locale, f"reason-{state.close_reason}", state.close_reason)
        return text(locale, "ticket-closed", reason=reason)
    stage = named(locale, f"stage-{state.stage}", state.stage)
    return text(locale, "details-urgent", stage=stage) if state.urgent else stage


def _promise(locale: str, state: TicketState) -> str:
    promise = named(locale, f"promise-{state.promise}", state.promise or "")
    if state.due_at is None:
        left = "" if state.time_left is None else _hours(state.time_left.total_seconds())
        return text(locale, "details-paused", promise=promise, left=left)
    return text(locale, "details-due", promise=promise, due=clock(locale, state.due_at, HOME_ZONE))


def _event(locale: str, event: TicketEvent) -> str:
    act = named(locale, f"act-{event.kind}", event.kind)
    kind = named(locale, f"details-event-{event.kind}", act)
    detail = event.data.get("promise") or event.data.get("rung")
    if detail:
        family = "rung" if "rung" in event.data else "promise"
        detail = named(locale, f"{family}-{event.data.get(family)}", detail)
    moment = clock(locale, event.at, HOME_ZONE)
    return f"{moment} {kind}" + (f" · {detail}" if detail else "")


def _hours(seconds: float) -> str:
    return f"{int(seconds // 3600)}:{int(seconds % 3600 // 60):02d}"


def named(locale: str, key: str, otherwise: str) -> str:
    """The text `key`; `otherwise` for a name of the company's own that the catalogue does not know."""
    try:
        return text(locale, key)
    except KeyError:
        return otherwise

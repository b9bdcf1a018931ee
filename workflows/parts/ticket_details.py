"""Where a ticket of people stands, in Markdown, for operations staff in the Temporal Web UI (P34)."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from zoneinfo import ZoneInfo

import texts
from domain.promises.telling import Tried
from domain.tickets.state import TicketEvent, TicketState, Wait
from texts import text
from workflows.parts.cadence_details import HOME_ZONE, clock


def ticket_details(
    locale: str,
    state: TicketState,
    happened: Sequence[TicketEvent],
    tried: Sequence[Tried] = (),
    own: str = "",
) -> str:
    """What is promised until when, how far it has escalated, who may do what now; then what happened lately.

    Whoever was called or texted stands among it, with how that went. `own`: how the texts of its kind begin.
    """
    lines = [f"**{_headline(locale, state, own)}**"]
    if state.promise is not None:
        lines.append(_promise(locale, state, own))
    lines += [_wait(locale, each) for each in state.waits]
    if state.escalation_level:
        lines.append(text(locale, "details-escalated", level=state.escalation_level))
    if people := _people(locale, state):
        lines.append(people)
    if state.acts:
        acts = " · ".join(named(locale, "act", act, act, own) for act in state.acts)
        lines.append(text(locale, "details-acts", acts=acts))
    lately = [(each.at, _event(locale, each, own)) for each in happened]
    lately += [(each.at, _attempt(locale, each)) for each in tried]
    lines.append(text(locale, "details-lately"))
    lines.append("\n".join(f"- {_hour(at)} {said}" for at, said in sorted(lately, key=itemgetter(0))))
    return "\n\n".join(lines)


def _headline(locale: str, state: TicketState, own: str) -> str:
    if state.close_reason is not None:
        reason = named(locale, "reason", state.close_reason, state.close_reason, own)
        return text(locale, "ticket-closed", reason=reason)
    stage = named(locale, "stage", state.stage, state.stage, own)
    return text(locale, "details-urgent", stage=stage) if state.urgent else stage


def _promise(locale: str, state: TicketState, own: str) -> str:
    promise = named(locale, "promise", state.promise or "", state.promise or "", own)
    if state.due_at is None:
        left = "" if state.time_left is None else _hours(state.time_left.total_seconds())
        return text(locale, "details-paused", promise=promise, left=left)
    return text(locale, "details-due", promise=promise, due=clock(locale, state.due_at, HOME_ZONE))


def _wait(locale: str, wait: Wait) -> str:
    what = named(locale, "waited-for", wait.waited_for, wait.waited_for)
    return text(locale, "details-wait", what=what, since=clock(locale, wait.since, HOME_ZONE), by=wait.by)


def _event(locale: str, event: TicketEvent, own: str) -> str:
    act = named(locale, "act", event.kind, event.kind, own)
    kind = named(locale, "details-event", event.kind, act, own)
    detail = event.data.get("promise") or event.data.get("rung")
    if detail:
        family = "rung" if "rung" in event.data else "promise"
        detail = named(locale, family, event.data.get(family) or "", detail, own)
    return kind + (f" · {detail}" if detail else "")


def _attempt(locale: str, tried: Tried) -> str:
    role = named(locale, "role", tried.role, "")
    who = f"{role} {tried.staff_id}".strip()
    if tried.outcome == "texted":
        return text(locale, "details-texted", who=who)
    outcome = named(locale, "call-outcome", tried.outcome, tried.outcome)
    if tried.key is not None:
        return text(locale, "details-called-key", who=who, outcome=outcome, pressed=tried.key)
    return text(locale, "details-called", who=who, outcome=outcome)


def _people(locale: str, state: TicketState) -> str:
    """Ids only: names stay in the archive."""
    known = (("crew", state.crew_id), ("department", state.department_id), ("handler", state.handler))
    return " · ".join(text(locale, f"details-{key}", id=value) for key, value in known if value is not None)


def _hour(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(HOME_ZONE)):%m-%d %H:%M}"


def _hours(seconds: float) -> str:
    return f"{int(seconds // 3600)}:{int(seconds % 3600 // 60):02d}"


def named(locale: str, family: str, code: str, otherwise: str, own: str = "") -> str:
    """What people call `code`: in the words of the playbook whose texts begin with `own`, else as all do.

    `otherwise` for a name of the company's own that the catalogue does not know.
    """
    return texts.named(locale, family, code, own) or otherwise

"""Events of a timeline as sentences."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from api.http.wording import wording
from api.views.categories import category_name
from texts import named, text

_REASONS = "closed_"
_OUTCOMES = "message_"
_CALLS = "call_"
_STAGES = "stage_"
_NOTICES = "sms-"
_IN_WORDS = {
    "step": "step",
    "promise": "promise",
    "rung": "rung",
    "satisfaction": "satisfaction",
    "reached": "call-outcome",
    "arrived_in_time": "arrived-in-time",
}
"""Values that are codes, with the catalogue's family that says them in words."""
_CATEGORIES = ("category", "before")
"""Values that are categories of complaints."""
_FULLER = {"ticket_replanned": ("date",), "reply_handled": ("note",)}
"""Values that are not always there, by kind: with one of them the text `event-<kind>-<value>` is told."""
_SAYS_MOST = ("rung", "promise", "satisfaction", "reached")


def event_text(locale: str, kind: str, data: Mapping[str, Any], own: str | None = None) -> str:
    """The event in `locale`; an event the catalogue does not know is told by its kind.

    `own`: how the texts of the ticket's playbook begin.
    """
    values = {name: "" if value is None else value for name, value in data.items()}
    if str(values.get("step", "")).startswith(_NOTICES):
        values["step"] = "notice"
    for name in values.keys() & set(_CATEGORIES):
        values[name] = category_name(locale, values[name] or None)
    coded = _IN_WORDS.keys() & values.keys()
    for name in coded:
        values[name] = wording(locale, _IN_WORDS[name], str(values[name]), own)
    if kind.startswith(_REASONS):
        reason = wording(locale, "reason", kind.removeprefix(_REASONS), own)
        return text(locale, "event-closed", reason=reason)
    if kind.startswith(_CALLS) and "call_kind" in values:
        kind, values = _call(locale, kind, data, values)
    if fuller := next((name for name in _FULLER.get(kind, ()) if values.get(name)), None):
        kind = f"{kind}-{fuller}"
    with suppress(KeyError, ValueError):
        if all(values[name] for name in coded):
            return text(locale, f"event-{kind}", **values)
    if kind.startswith(_OUTCOMES) and "step" in values:
        outcome = wording(locale, "outcome", kind.removeprefix(_OUTCOMES))
        return text(locale, "event-message", step=values["step"], outcome=outcome)
    if kind.startswith(_STAGES):
        return wording(locale, "stage", kind.removeprefix(_STAGES), own)
    return _of_a_playbook(locale, kind, values, own) or text(locale, "event-other", kind=kind)


def _of_a_playbook(locale: str, kind: str, values: Mapping[str, Any], own: str | None) -> str | None:
    """What tickets of people have in common: acts, promises, rungs of a ladder."""
    known = named(locale, "details-event", kind, own) or named(locale, "act", kind, own)
    if known is None:
        return None
    what = known[:1].upper() + known[1:]
    detail = next((values[name] for name in _SAYS_MOST if values.get(name)), None)
    return text(locale, "event-detail", what=what, detail=detail) if detail else what


def _call(
    locale: str, kind: str, data: Mapping[str, Any], values: dict[str, Any]
) -> tuple[str, dict[str, Any]]:
    """The text that says most of what is known of a call, and its values in words."""
    words = dict(values)
    words["call_kind"] = wording(locale, "call-kind", str(data["call_kind"]))
    words["error"] = wording(locale, "call-error", str(data.get("error")))
    if kind != "call_ended":
        return kind, words
    outcome = str(data["outcome"])
    spoke = data["call_kind"] == "bridge" and outcome == "answered"
    words["outcome"] = wording(locale, "call-outcome", "answered-bridge" if spoke else outcome)
    words["leg"] = wording(locale, "call-leg", str(data["leg"])) if data.get("leg") else ""
    said = next((name for name in ("key", "leg", "talk_seconds") if data.get(name)), None)
    return f"{kind}-{said}" if said else kind, words

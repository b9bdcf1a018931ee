"""Events of a timeline as sentences."""

from collections.abc import Mapping
from typing import Any

from api.wording import wording
from texts import text

_REASONS = "closed_"
_OUTCOMES = "message_"
_CALLS = "call_"


def event_text(locale: str, kind: str, data: Mapping[str, Any]) -> str:
    """The event in `locale`; an event the catalogue does not know is told by its kind."""
    values = {name: "" if value is None else value for name, value in data.items()}
    if "step" in values:
        values["step"] = wording(locale, "step", str(values["step"]))
    if kind.startswith(_REASONS):
        return text(locale, "event-closed", reason=wording(locale, "reason", kind.removeprefix(_REASONS)))
    if kind.startswith(_CALLS) and "call_kind" in values:
        kind, values = _call(locale, kind, data, values)
    try:
        return text(locale, f"event-{kind}", **values)
    except (KeyError, ValueError):
        pass
    if kind.startswith(_OUTCOMES) and "step" in values:
        outcome = wording(locale, "outcome", kind.removeprefix(_OUTCOMES))
        return text(locale, "event-message", step=values["step"], outcome=outcome)
    return text(locale, "event-other", kind=kind)


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

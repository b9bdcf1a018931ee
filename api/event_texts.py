"""Events of a timeline as sentences."""

from collections.abc import Mapping
from typing import Any

from api.wording import wording
from texts import text

_REASONS = "closed_"
_OUTCOMES = "message_"


def event_text(locale: str, kind: str, data: Mapping[str, Any]) -> str:
    """The event in `locale`; an event the catalogue does not know is told by its kind."""
    values = {name: "" if value is None else value for name, value in data.items()}
    if "step" in values:
        values["step"] = wording(locale, "step", str(values["step"]))
    if kind.startswith(_REASONS):
        return text(locale, "event-closed", reason=wording(locale, "reason", kind.removeprefix(_REASONS)))
    try:
        return text(locale, f"event-{kind}", **values)
    except (KeyError, ValueError):
        pass
    if kind.startswith(_OUTCOMES) and "step" in values:
        outcome = wording(locale, "outcome", kind.removeprefix(_OUTCOMES))
        return text(locale, "event-message", step=values["step"], outcome=outcome)
    return text(locale, "event-other", kind=kind)

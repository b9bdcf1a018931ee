"""Where a cadence stands, in Markdown, for operations staff in the Temporal Web UI (P34)."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.messages.cadence import Due, plan
from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from texts import text

HOME_ZONE = "Asia/Shanghai"


def cadence_details(
    locale: str,
    headline: str,
    anchor: date,
    policy: PreHandoverPolicy,
    outcomes: Mapping[str, str],
    now: datetime,
) -> str:
    """The headline, the date everything is counted from, and each step with its outcome or its moment."""
    steps = [_line(locale, due, outcomes.get(due.step.name), policy, now) for due in plan(anchor, policy)]
    return "\n\n".join([f"**{headline}**", text(locale, "ticket-handover", date=anchor), "\n".join(steps)])


def step_name(locale: str, name: str) -> str:
    """What people call the step; a company's own steps go by their own names."""
    try:
        return text(locale, f"step-{name}")
    except KeyError:
        return name


def clock(locale: str, moment: datetime, zone: str) -> str:
    """The moment as the owners' clocks show it."""
    shown = f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    if zone == HOME_ZONE:
        return text(locale, "clock-home", moment=shown)
    return text(locale, "clock-elsewhere", moment=shown, zone=zone)


def _line(locale: str, due: Due, outcome: str | None, policy: PreHandoverPolicy, now: datetime) -> str:
    name = step_name(locale, due.step.name)
    if outcome is not None:
        return "- " + text(locale, "ticket-done", step=name, outcome=text(locale, f"outcome-{outcome}"))
    key = "ticket-ahead" if due.at >= now else "ticket-passed"
    return "- " + text(locale, key, step=name, due=clock(locale, due.at, policy.hours.timezone))

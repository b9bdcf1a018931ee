"""Every scenario that has a recorded history, by the kind of workflow."""

from typing import Any

from tests.replay import buildings, lending, people, pre_handover, privacy

SCENARIOS: dict[str, dict[str, Any]] = {
    "PreHandover": pre_handover.SCENARIOS | pre_handover.WITHOUT_LOOKUP,
    "Enrolment": buildings.ENROLMENT,
    "BuildingChange": buildings.BUILDING_CHANGE,
    "ImportFollowUp": buildings.IMPORT_FOLLOW_UP,
    "Reconciliation": buildings.RECONCILIATION,
    "Repair": people.REPAIR,
    "Complaint": people.COMPLAINT,
    "FollowUpCall": people.FOLLOW_UP_CALL,
    "Lending": lending.LENDING,
    "PrivacyRequest": privacy.PRIVACY_REQUEST,
    "Retention": privacy.RETENTION,
}
"""A scenario is played in a `Town` or an `Office`, and returns the id of the workflow that is kept."""

WITH_PEOPLE = ("Repair", "Complaint", "FollowUpCall", "Lending", "PrivacyRequest", "Retention")
"""Kinds that are played in an `Office`."""

NOT_RELEASED: set[str] = set()
"""Kinds that no release has yet: nobody's tickets run, so they may still change. Each is taken off this list,
and its ways are recorded, before the first release that has it."""


def cannot_be_asked(kind: str, scenario: str) -> bool:
    """Whether it is played with a provider that has no look-up."""
    return kind == "PreHandover" and scenario in pre_handover.WITHOUT_LOOKUP

"""Every scenario that has a recorded history, by the kind of workflow."""

from typing import Any

from domain.playbooks.registry import PLAYBOOKS
from tests.replay import buildings, lending, people, pre_handover, privacy, ringing
from tests.replay.derived import rung_ways_of, ways_of

_OF_THEIR_OWN: dict[str, dict[str, Any]] = {
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
    "RingCustomer": ringing.RING_CUSTOMER,
}
SCENARIOS: dict[str, dict[str, Any]] = _OF_THEIR_OWN | {
    each.name: _OF_THEIR_OWN.get(each.name, {})
    | (rung_ways_of(each) if each.name in _OF_THEIR_OWN else ways_of(each))
    for each in PLAYBOOKS
    if each.taken is not None
}
"""A scenario is played in a `Town` or an `Office`, and returns the id of the workflow that is kept.

A playbook that is taken in by a form has those that follow from its declaration: all, or where it has ways of
its own those in which nobody does anything.
"""

NO_TICKETS = ("Retention", "RingCustomer")
"""Kinds that are played in an `Office` and are no tickets of people."""
WITH_PEOPLE = (*(each.name for each in PLAYBOOKS if each.name != "PreHandover"), *NO_TICKETS)
"""Kinds that are played in an `Office`."""

NOT_RELEASED: set[str] = set()
"""Kinds that no release has yet: nobody's tickets run, so they may still change. Each is taken off this list,
and its ways are recorded, before the first release that has it."""


def cannot_be_asked(kind: str, scenario: str) -> bool:
    """Whether it is played with a provider that has no look-up."""
    return kind == "PreHandover" and scenario in pre_handover.WITHOUT_LOOKUP

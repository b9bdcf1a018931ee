"""What is declared has been lived through in a recorded history: every act, stage, rung and end.

A change that would break running tickets where nothing was recorded would find no test to fail.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from domain.playbooks.declaration import Playbook
from domain.playbooks.every_ticket import EVERY_END
from domain.playbooks.registry import PLAYBOOKS
from tests.replay.files import HISTORIES
from tests.replay.scenarios import NOT_RELEASED

NOT_LIVED: dict[str, set[str]] = {
    # Ended by force outside of the workflow, which writes nothing then; in the reconciler's tests.
    "*": {"end terminated"},
    # Told and closed at one moment: one record, which says closed.
    "PrivacyRequest": {"stage told"},
}
"""By kind (`*`: all), what no history has, and why."""


@dataclass
class Lived:
    """What a kind's histories have seen."""

    acts: set[str] = field(default_factory=set)
    stages: set[str] = field(default_factory=set)
    rungs: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)


def payloads(value: Any) -> Iterator[Any]:
    """Every payload of a history, decoded."""
    if isinstance(value, dict):
        if isinstance(value.get("data"), str) and "metadata" in value:
            yield json.loads(base64.b64decode(value["data"]) or b"null")
        for each in value.values():
            yield from payloads(each)
    elif isinstance(value, list):
        for each in value:
            yield from payloads(each)


def lived(kind: str) -> Lived:
    found = Lived()
    for file in sorted((HISTORIES / kind).glob("*.json")):
        for payload in payloads(json.loads(file.read_text("utf-8"))["events"]):
            if isinstance(payload, dict):
                _see(payload, found)
    return found


def _see(payload: dict[str, Any], found: Lived) -> None:
    if "events" in payload and "state" in payload:
        found.stages.add(payload["state"]["stage"])
        for event in payload["events"]:
            found.acts.add(event["kind"])
            if event["kind"] == "rung_told" or "rung" in event["data"]:
                found.rungs.add(event["data"]["rung"])
            if event["kind"].startswith("closed_"):
                found.ends.add(event["kind"].removeprefix("closed_"))
    for snapshot in (payload.get("snapshot"), payload.get("after"), payload):
        if isinstance(snapshot, dict) and snapshot.get("close_reason"):
            found.ends.add(snapshot["close_reason"])
    if payload.get("reason") and set(payload) == {"reason"}:
        found.ends.add(payload["reason"])


def missing(playbook: Playbook) -> set[str]:
    """What the kind's histories have not lived through."""
    seen, policy = lived(playbook.name), playbook.policy()
    wanted = {f"end {each}" for each in playbook.ends}
    if playbook.acts:
        wanted |= {f"end {each}" for each in EVERY_END if each in ("cancelled", "terminated")}
        wanted |= {f"act {act.name}" for act in playbook.own_acts()}
        wanted |= {f"stage {stage}" for stage in playbook.turns}
        promises = (*policy.promises(False), *policy.promises(True))
        wanted |= {f"rung {rung.name}" for promise in promises for rung in promise.ladder}
    have = {f"act {each}" for each in seen.acts} | {f"stage {each}" for each in seen.stages}
    have |= {f"rung {each}" for each in seen.rungs} | {f"end {each}" for each in seen.ends}
    return wanted - have - NOT_LIVED["*"] - NOT_LIVED.get(playbook.name, set())


@pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda each: each.name)
def test_what_is_declared_has_been_lived_through(playbook: Playbook) -> None:
    if playbook.name in NOT_RELEASED:
        pytest.skip("no release has it: its ways are played by `make record-histories` before the first")
    assert sorted(missing(playbook)) == []

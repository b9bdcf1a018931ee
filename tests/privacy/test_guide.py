"""The examples of docs/privacy.md, run as they stand."""

import json
from dataclasses import replace
from pathlib import Path

from tests.playbooks.test_complaints_guide import run
from tests.town.office import Office
from tests.town.privacy import person

DOCUMENT = Path(__file__).parents[2] / "docs" / "privacy.md"
LOOK = "curl -s --fail-with-body --noproxy '*' -w '\\n' -H @authorization.txt \"$API/privacy-requests/"
DONE = (
    'until curl -sf --noproxy "*" -H @authorization.txt $API$REQUEST | grep -q to_tell; do sleep 0.1; done\n'
)


def waiting(script: str) -> str:
    """What was granted is carried out a moment later; people take longer than a script."""
    assert LOOK in script
    return script.replace(LOOK, DONE + LOOK)


async def test_the_examples_do_what_they_say(place: Office, tmp_path: Path) -> None:
    newcomer = replace(place, customer=(await person(place)).id)
    answers = [json.loads(line) for line in await run(newcomer, tmp_path, DOCUMENT, waiting)]
    said, consents, checked, decided, request, answered, hold, lifted = answers
    assert said["state"] == "withdrawn" and {each["purpose"] for each in consents["now"]} >= {"recording"}
    assert (checked["stage"], decided["id"]) == ("deciding", answered["id"])
    assert request["erased"]["customers"] == 1 and request["kept"] == []
    assert hold["lifted_at"] is None and lifted["lifted_at"] is not None

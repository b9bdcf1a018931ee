"""Where histories are kept and how they are written: an event a line, nothing of machines or people."""

import json
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory

HISTORIES = Path(__file__).parents[1] / "histories"
RECORDER = "recorder"
"""Who the clients and workers of a recording say they are, in place of a machine's name."""


def file_of(kind: str, version: str, scenario: str) -> Path:
    """`tests/histories/<kind>/<version>-<scenario>.json`."""
    return HISTORIES / kind / f"{version}-{scenario}.json"


def recorded() -> list[Path]:
    """All files, in order."""
    return sorted(HISTORIES.glob("*/*.json"))


def scenario_of(file: Path) -> str:
    """What stands behind the version."""
    return file.stem.partition("-")[2]


def write(file: Path, history: WorkflowHistory) -> None:
    """Raises FileExistsError for a file that exists: what was released stays as it was lived."""
    events = [_without_traces(event) for event in json.loads(history.to_json())["events"]]
    lines = ",\n".join(json.dumps(event, ensure_ascii=False, sort_keys=True) for event in events)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8") as output:
        output.write(f'{{"events": [\n{lines}\n]}}\n')


def read(file: Path) -> WorkflowHistory:
    """As a replayer takes it, under the id the workflow had: its children's ids are made of it."""
    kept = file.read_text("utf-8")
    started = json.loads(kept)["events"][0]["workflowExecutionStartedEventAttributes"]
    return WorkflowHistory.from_json(started["workflowId"], kept)


def _without_traces(value: Any) -> Any:
    """Stack traces name files of the machine; replay does not look at them."""
    if isinstance(value, dict):
        return {key: _without_traces(each) for key, each in value.items() if key != "stackTrace"}
    return [_without_traces(each) for each in value] if isinstance(value, list) else value

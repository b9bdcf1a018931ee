"""Recorded histories are replayed by the code as it stands: running tickets survive every release (P34)."""

from pathlib import Path

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from tests.replay.files import read, recorded, scenario_of
from tests.replay.scenarios import NOT_RELEASED, SCENARIOS
from workflows.registry import WORKFLOWS

WHAT_TO_DO = """
{file} was lived through by released code, and the code as it stands would act differently:
tickets that are running now would get stuck. Keep the old way for them: put the change behind
`workflow.patched("...")`, or give the workflow a version. Never record the file anew.
See docs/testing.md.
"""


@pytest.mark.parametrize("runner", [UnsandboxedWorkflowRunner, SandboxedWorkflowRunner])
@pytest.mark.parametrize("file", recorded(), ids=lambda file: f"{file.parent.name}/{file.stem}")
async def test_a_lived_history_replays(file: Path, runner: type[WorkflowRunner]) -> None:
    replayer = Replayer(workflows=WORKFLOWS, workflow_runner=runner(), data_converter=pydantic_data_converter)
    result = await replayer.replay_workflow(read(file), raise_on_replay_failure=False)
    if result.replay_failure is not None:
        where = file.relative_to(Path(__file__).parents[2])
        pytest.fail(f"{WHAT_TO_DO.format(file=where)}\n{result.replay_failure}", pytrace=False)


def names() -> set[str]:
    """What the worker serves."""
    return {str(vars(cls)["__temporal_workflow_definition"].name) for cls in WORKFLOWS}


def test_every_workflow_and_every_scenario_has_a_history() -> None:
    kept = {(file.parent.name, scenario_of(file)) for file in recorded()}
    played = {(kind, scenario) for kind, scenarios in SCENARIOS.items() for scenario in scenarios}
    assert played <= kept, f"run `make record-histories` for {sorted(played - kept)}"
    without = names() - {kind for kind, _ in kept} - NOT_RELEASED
    assert not without, f"write scenarios for {sorted(without)} and run `make record-histories`"


def test_every_history_belongs_to_a_workflow_that_still_is_served() -> None:
    for file in recorded():
        assert file.parent.name in names(), f"{file}: tickets of this kind could not go on"


def test_a_kind_without_a_release_is_served_and_has_no_history() -> None:
    assert names() >= NOT_RELEASED
    assert not NOT_RELEASED & {file.parent.name for file in recorded()}

"""The proof that replay notices: copies of the pre-handover workflow, each broken on purpose, are refused."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner
from temporalio.workflow import NondeterminismError

import workflows.pre_handover
from tests.replay.files import HISTORIES, read

FILE = Path(str(workflows.pre_handover.__file__))
SOURCE = FILE.read_text("utf-8")
HISTORY_FILES = sorted((HISTORIES / "PreHandover").glob("*.json"))

BROKEN = {
    "sends before it waits": (
        "if await self._changes_before(self._deferred or due.at, due):",
        "if self._changed:",
    ),
    "waits once more before it begins": (
        "            while self._left is None and",
        "            await asyncio.sleep(1)\n            while self._left is None and",
    ),
    "records what the sending has recorded already": (
        "if self._written is None or self._written.close_reason != reason:",
        "if reason:",
    ),
    "no longer records a new plan": (
        '        await self._record("ticket_replanned", '
        'self._snapshot(following, None if following else "completed"))\n',
        "",
    ),
    "no longer shows when the next text is due": (
        "            self._set_due(self._next())\n",
        "",
    ),
    "sends with another activity": ("MessageActivities.send_step,", '"send_step_2",'),
    "forgets to close in the list of tickets": (
        'workflow.upsert_search_attributes([STAGE.value_set("closed"), DUE_AT.value_unset()])',
        "pass",
    ),
    "does not record why it closed": (
        'await asyncio.shield(self._record(f"closed_{reason}", self._snapshot(None, reason)))',
        "pass",
    ),
    "goes on after the owner left": ("self._left = self._left or reason", "pass"),
    "goes on after a cancellation": (
        '            self._left = "cancelled"\n',
        "            return await self.run(ticket)\n",
    ),
    "takes a text that waits for its turn as past": ("self._deferred = result.until", "pass"),
    "does not follow a moved date": (
        "self._anchor, self._since, self._changed = handover_date, workflow.now(), True",
        "pass",
    ),
    "does not send again": (
        "        self._again.add(step)\n        self._changed = True\n",
        "        pass\n",
    ),
}


def copy(name: str, source: str) -> ModuleType:
    """The workflow's module from changed source."""
    spec = importlib.util.spec_from_loader(name, loader=None)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where annotations are looked up
    exec(compile(source, str(FILE), "exec"), module.__dict__)
    return module


async def refused(module: ModuleType) -> list[str]:
    """The histories that the copy cannot replay; any other failure than that is an error."""
    replayer = Replayer(
        workflows=[module.PreHandoverWorkflow],
        workflow_runner=UnsandboxedWorkflowRunner(),
        data_converter=pydantic_data_converter,
    )
    found = []
    for file in HISTORY_FILES:
        result = await replayer.replay_workflow(read(file), raise_on_replay_failure=False)
        if result.replay_failure is not None:
            assert isinstance(result.replay_failure, NondeterminismError), result.replay_failure
            found.append(file.stem)
    return found


async def test_an_unchanged_copy_replays_everything() -> None:
    assert HISTORY_FILES
    assert await refused(copy("workflows_unchanged", SOURCE)) == []


@pytest.mark.parametrize("change", BROKEN, ids=str)
async def test_a_broken_copy_is_refused(change: str) -> None:
    before, after = BROKEN[change]
    assert SOURCE.count(before) == 1, "the workflow reads differently now: say this mutation in its words"
    changed = SOURCE.replace(before, after)
    assert await refused(copy(f"workflows_broken_{list(BROKEN).index(change)}", changed))

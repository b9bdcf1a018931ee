"""However a history's events are grouped into workflow tasks, the commands are the same (decision 0025)."""

import base64
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from temporalio import workflow
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from huifang.run.carrying_on import follows, last_good_task
from tests.replay.files import HISTORIES, read, recorded, scenario_of
from tests.replay.regrouping import attributes, regroupings
from tests.replay.scenarios import NO_TICKETS, SCENARIOS, WITH_PEOPLE
from workflows.parts.record import Record
from workflows.parts.ticket import Ticket
from workflows.parts.waiting import Waiting
from workflows.registry import WORKFLOWS

EXCEPTED = {
    name
    for names in tomllib.loads((Path(__file__).parent / "old_order.toml").read_text("utf-8")).values()
    for name in names
}
AT_REST_KINDS = tuple(kind for kind in WITH_PEOPLE if kind not in NO_TICKETS)
STUCK = sorted((HISTORIES / "Repair" / "stuck").glob("*.json"))


def name_of(file: Path) -> str:
    return f"{file.parent.name}/{file.stem}"


def began_at_rest(file: Path) -> bool:
    """Whether its ticket was taken in under the order of commands that holds now."""
    first = json.loads(file.read_text("utf-8"))["events"][0]
    [payload] = attributes(first)["input"]["payloads"]
    began = json.loads(base64.b64decode(payload["data"]))
    return bool(began.get("intake", {}).get("order_of_commands"))


AT_REST = [file for file in recorded() if began_at_rest(file)]


async def refused(file: Path, *, every: bool) -> list[str]:
    """The groupings of the history that the code as it stands does not follow."""
    found = []
    for grouping in regroupings(file, every=every):
        replayer = Replayer(
            workflows=WORKFLOWS,
            workflow_runner=UnsandboxedWorkflowRunner(),
            data_converter=pydantic_data_converter,
        )
        result = await replayer.replay_workflow(grouping.history, raise_on_replay_failure=False)
        if result.replay_failure is not None:
            found.append(f"{grouping.name}: {result.replay_failure}")
    return found


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.soak)])
@pytest.mark.parametrize("file", recorded(), ids=name_of)
async def test_however_its_events_are_grouped(file: Path, every: bool) -> None:
    found = await refused(file, every=every)
    if name_of(file) in EXCEPTED:
        assert found, "it follows: take it off tests/replay/old_order.toml"
    else:
        assert found == []


def test_no_history_of_the_order_that_holds_is_an_exception() -> None:
    assert {name_of(file) for file in AT_REST}.isdisjoint(EXCEPTED)
    assert {name_of(file) for file in recorded()} >= EXCEPTED


def test_every_way_of_tickets_of_people_is_recorded_in_the_order_that_holds() -> None:
    kept = {(file.parent.name, scenario_of(file)) for file in AT_REST}
    played = {(kind, scenario) for kind in AT_REST_KINDS for scenario in SCENARIOS[kind]}
    assert played <= kept, f"run `make record-histories` for {sorted(played - kept)}"


async def _while_others_go_on(self: Record) -> None:
    while self._written < self._asked:
        await workflow.wait_condition(lambda: True)
        events, upto = tuple(self._unwritten), self._asked
        self._unwritten.clear()
        record = self._following(events)
        if record is not None:
            await self._written_down(record)
        self._written = upto
    self._writing = False


async def _waited_for(self: Ticket, *events: Any) -> None:
    await self.standing.records.done(*events)


BROKEN: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "the writer goes on while others do": (Record, "_write", _while_others_go_on),
    "nothing is ever left to do": (Waiting, "at_rest", lambda self: True),
    "who has something written waits for it": (Ticket, "record", _waited_for),
}


@pytest.mark.parametrize("change", BROKEN)
async def test_code_that_lets_the_grouping_decide_is_refused(
    change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*BROKEN[change])
    for file in AT_REST:
        if await refused(file, every=False):
            return
    raise AssertionError("no history notices, however it is grouped")


async def test_the_old_order_is_refused_only_when_the_events_are_grouped_otherwise() -> None:
    """Plain replay does not notice: each history was lived through under one grouping."""
    for name in EXCEPTED:
        assert await follows(read(HISTORIES / f"{name}.json"), pydantic_data_converter), name


@pytest.mark.parametrize("file", STUCK, ids=lambda file: file.stem)
async def test_a_ticket_that_got_stuck_can_be_followed_up_to_the_task_that_broke_it(file: Path) -> None:
    """Two repairs of the trial: their shape as it was, with payloads made for them anew.

    The plan was filed while no worker had the ticket at hand: the end of a record and the act came at once,
    and on the next replay one after the other.
    """
    history = read(file)
    assert not await follows(history, pydantic_data_converter)
    task = await last_good_task(history, pydantic_data_converter)
    assert task is not None
    broke = history.events[task]
    accepted = broke.workflow_execution_update_accepted_event_attributes
    assert accepted.accepted_request.meta.update_id.startswith("file_plan/")

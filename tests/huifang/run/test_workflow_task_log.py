"""A workflow task that fails is told and counted, without what the error said."""

import asyncio
import logging

from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.runtime import Runtime, TelemetryConfig
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner

from huifang.run.logging_setup import TEMPORAL_CORE, temporal_logging
from huifang.run.logging_workflows import workflow_tasks_watched
from tests.replay.files import HISTORIES, read
from workflows.registry import WORKFLOWS

SERIES = "huifang_workflow_task_failures_total"
STUCK = HISTORIES / "Repair" / "stuck" / "R2026-000004.json"


async def test_a_task_that_fails_is_told_and_counted() -> None:
    registry = CollectorRegistry()
    replayer = Replayer(
        workflows=WORKFLOWS,
        workflow_runner=UnsandboxedWorkflowRunner(),
        data_converter=pydantic_data_converter,
        runtime=Runtime(telemetry=TelemetryConfig(logging=temporal_logging())),
    )
    with workflow_tasks_watched(registry), capture_logs() as told:
        result = await replayer.replay_workflow(read(STUCK), raise_on_replay_failure=False)
        assert result.replay_failure is not None
        while registry.get_sample_value(SERIES, {"cause": "NonDeterministicError"}) is None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # core's log comes by a thread of its own
    [line] = [each for each in told if each["event"] == "workflow_task_failed"]
    assert line["run"] and line["cause"] == "NonDeterministicError"
    assert "HistoryEvent" not in str(told)


def test_other_lines_of_temporal_go_on() -> None:
    registry = CollectorRegistry()
    heard: list[str] = []

    class Hearing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    core, hearing = logging.getLogger(TEMPORAL_CORE), Hearing()
    core.addHandler(hearing)
    try:
        with workflow_tasks_watched(registry):
            core.warning("something else")
            core.warning("Failing workflow task")
        core.warning("Failing workflow task")
    finally:
        core.removeHandler(hearing)
    assert heard == ["something else", "Failing workflow task"]
    assert registry.get_sample_value(SERIES, {"cause": "Unspecified"}) == 1

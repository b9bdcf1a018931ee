"""Logs and histories say which ticket and what went wrong, and nothing about people."""

import io
import json
import logging
import sys
import uuid
from datetime import timedelta
from typing import Any

import pytest
import structlog
from prometheus_client import CollectorRegistry
from temporalio import activity, workflow
from temporalio.client import WorkflowFailureError
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from huifang.run.logging_activities import ActivityLog
from huifang.run.logging_setup import configure_logging

NAME, NUMBER = "李示例", "+8619900081234"


@workflow.defn(sandboxed=False)
class OneTry:
    """Runs one activity once."""

    @workflow.run
    async def run(self, name: str) -> None:
        """By its name."""
        await workflow.execute_activity(
            name, start_to_close_timeout=timedelta(seconds=20), retry_policy=RetryPolicy(maximum_attempts=1)
        )


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What this process logs meanwhile, as JSON; afterwards it logs as before."""
    root, before = logging.getLogger(), (logging.getLogger().handlers[:], logging.getLogger().level)
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    configure_logging(as_json=True)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    root.handlers[:], root.level = before
    logging.getLogger("temporalio.activity").setLevel(logging.NOTSET)


async def failure(env: WorkflowEnvironment, act: Any, registry: CollectorRegistry) -> tuple[str, str]:
    """Id of the ticket, and its whole history as text with its error opened, of one failed try of `act`."""
    queue = ticket = f"logging-{uuid.uuid4().hex[:8]}"
    async with Worker(
        env.client,
        task_queue=queue,
        workflows=[OneTry],
        activities=[act],
        interceptors=[ActivityLog(registry)],
    ):
        handle = await env.client.start_workflow(OneTry.run, act.__name__, id=ticket, task_queue=queue)
        with pytest.raises(WorkflowFailureError) as caught:
            await handle.result()
        cause = caught.value.cause.__cause__
        return ticket, f"{(await handle.fetch_history()).to_json()} {cause}"


async def test_a_databases_message_stays_out_of_log_and_history(
    temporal: WorkflowEnvironment, pool: Any, logged: Any
) -> None:
    @activity.defn
    async def adds_twice() -> None:
        for _ in range(2):
            await pool.execute("INSERT INTO customers (name, phone) VALUES ($1, $2)", NAME, NUMBER)

    registry = CollectorRegistry()
    ticket, history = await failure(temporal, adds_twice, registry)
    (line,) = [line for line in logged() if line["event"] == "activity_failed"]
    assert (line["ticket"], line["attempt"], line["activity"]) == (ticket, 1, "adds_twice")
    assert line["error"] == "UniqueViolationError" and any("adds_twice" in frame for frame in line["where"])
    assert "UniqueViolationError" in history
    for told in (history, json.dumps(logged(), ensure_ascii=False)):
        assert NAME not in told and NUMBER not in told
    assert registry.get_sample_value("huifang_activity_failures_total", {"activity": "adds_twice"}) == 1


async def test_our_own_errors_keep_their_code(temporal: WorkflowEnvironment, logged: Any) -> None:
    @activity.defn
    async def is_refused() -> None:
        raise ApplicationError("not taken: throttled", type="NotTaken")

    _, history = await failure(temporal, is_refused, CollectorRegistry())
    (line,) = [line for line in logged() if line["event"] == "activity_failed"]
    assert line["reason"] == "not taken: throttled" and "not taken: throttled" in history


def test_an_exception_is_named_and_never_quoted(logged: Any) -> None:
    try:
        raise ValueError(f"no such owner: {NAME} {NUMBER}")
    except ValueError:
        logging.getLogger("some.library").exception("it failed")
        structlog.get_logger("worker").exception("it_failed")
    for line in logged():
        assert line["error"] == "ValueError" and "test_logging.py" in line["where"][-1]
        assert line["level"] == "error" and line["timestamp"].endswith("Z")
    assert len(logged()) == 2 and NUMBER not in json.dumps(logged())

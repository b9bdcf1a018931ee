"""One log line and one count per workflow task that fails: its ticket stands still (decision 0025).

Temporal's core says so with what the error said, which may hold a name or a number; this takes its place.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from prometheus_client import CollectorRegistry, Counter

from huifang.run.logging_setup import TEMPORAL_CORE

_SAID = "Failing workflow task"
_CAUSE = re.compile(r"force_cause: (\w+)")
_log = structlog.get_logger("worker")


class _WorkflowTaskFailures(logging.Filter):
    def __init__(self, failures: Counter) -> None:
        super().__init__()
        self._failures = failures

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is another: those that are told here go no further."""
        if not record.getMessage().startswith(_SAID):
            return True
        fields = record.temporal_log.fields if hasattr(record, "temporal_log") else {}
        found = _CAUSE.search(str(fields.get("failure", "")))
        cause = found[1] if found else "Unspecified"
        self._failures.labels(cause).inc()
        _log.error("workflow_task_failed", run=fields.get("run_id"), cause=cause)
        return False


@contextmanager
def workflow_tasks_watched(registry: CollectorRegistry) -> Iterator[None]:
    """For as long as the block lasts; a registry takes the series only once.

    The clients' runtime must log by `temporal_logging`.
    """
    failures = Counter(
        "huifang_workflow_task_failures",
        "Workflow tasks that failed; their tickets stand still",
        ["cause"],
        registry=registry,
    )
    watching, core = _WorkflowTaskFailures(failures), logging.getLogger(TEMPORAL_CORE)
    core.addFilter(watching)
    try:
        yield
    finally:
        core.removeFilter(watching)

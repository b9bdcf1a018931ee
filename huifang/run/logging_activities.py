"""One log line and one count per attempt of an activity, by ticket and step; nothing about people."""

import time
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter
from structlog.contextvars import bound_contextvars
from temporalio import activity
from temporalio.exceptions import ApplicationError, FailureError
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from domain.playbooks.pre_handover import SendStep, StepResult
from huifang.run.logging_setup import where

_log = structlog.get_logger("worker")


class ActivityLog(Interceptor):
    """Interceptor of a worker; counts into the registry it is given.

    It also keeps what other people's errors say out of Temporal's histories: a database's message may hold
    a name or a number, and histories are read by many and kept for long.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        """Register the series; a registry takes them only once."""
        self._steps = Counter(
            "huifang_message_steps",
            "Steps of a cadence, by what became of them",
            ["outcome"],
            registry=registry,
        )
        self._failures = Counter(
            "huifang_activity_failures",
            "Attempts that failed; Temporal repeats them",
            ["activity"],
            registry=registry,
        )

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        """Stand before every activity of the worker."""
        return _Watched(next, self._steps, self._failures)


class _Watched(ActivityInboundInterceptor):
    def __init__(self, next: ActivityInboundInterceptor, steps: Counter, failures: Counter) -> None:
        super().__init__(next)
        self._steps, self._failures = steps, failures

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        """Run it with ticket, step and attempt bound to every log line on the way."""
        info = activity.info()
        known: dict[str, Any] = {
            "activity": info.activity_type,
            "ticket": info.workflow_id,
            "attempt": info.attempt,
        }
        order = input.args[0] if input.args else None
        if isinstance(order, SendStep):
            known["step"] = order.step.name
        with bound_contextvars(**known):
            began = time.perf_counter()
            try:
                result = await super().execute_activity(input)
            except FailureError as error:  # ours: it says a code
                self._failures.labels(info.activity_type).inc()
                _log.warning("activity_failed", error=type(error).__qualname__, reason=error.message)
                raise
            except Exception as error:
                self._failures.labels(info.activity_type).inc()
                name = type(error).__qualname__
                _log.warning("activity_failed", error=name, where=where(error))
                raise ApplicationError(f"{name}: see the worker's log", type=name) from None
            told: dict[str, Any] = {"milliseconds": round((time.perf_counter() - began) * 1000, 1)}
            if isinstance(result, StepResult):
                told["outcome"] = result.outcome
                self._steps.labels(result.outcome).inc()
            _log.info("activity_done", **told)
            return result

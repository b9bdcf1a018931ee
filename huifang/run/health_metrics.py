"""What `/metrics` of a worker shows: Temporal's series, the process's, and what waits for a person."""

import asyncio
import time
from datetime import timedelta
from typing import NoReturn, cast

import httpx
import structlog
from prometheus_client import CollectorRegistry, Gauge, ProcessCollector, generate_latest
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

from huifang.local.embedded.ports import free_ports
from huifang.run.logging_setup import temporal_logging
from store.database import Pool, queries

_COUNT_EVERY = 60.0
"""Seconds that a count stays good: it reads whole tables."""
_OVERDUE = timedelta(hours=1)
_PATIENCE = 5.0
_TRIES = 3
_SERIES = {
    "messages_unknown": "Texts of which nobody knows whether they went out",
    "messages_refused": "Texts the provider does not take at present",
    "tickets_overdue": "Open tickets whose next step is an hour late or more",
    "events_left": "Receipts and replies not taken up for an hour or more",
    "events_odd": "Items of providers' callbacks that nobody could read, waiting for a person",
}
_log = structlog.get_logger("health")


class AttentionCounts:
    """What waits for a person, counted in the database at most once a minute."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Register the series; a registry takes them only once."""
        self._gauges = {
            name: Gauge(f"huifang_{name}", text, registry=registry) for name, text in _SERIES.items()
        }
        self._counted_at: float | None = None

    async def count(self, pool: Pool) -> None:
        """Count, unless that was done within the minute; what could not be counted is NaN."""
        now = time.monotonic()
        if self._counted_at is not None and now - self._counted_at < _COUNT_EVERY:
            return
        self._counted_at = now
        try:
            async with asyncio.timeout(_PATIENCE), pool.acquire() as db:
                counts = await queries.needs_attention(db, overdue=_OVERDUE)
        except Exception as error:
            for gauge in self._gauges.values():
                gauge.set(float("nan"))  # unknown is not zero
            _log.warning("counts_missing", error=type(error).__qualname__)
            return
        for name, count in cast("dict[str, int]", counts).items():
            self._gauges[name].set(count)

    async def keep_counting(self, pool: Pool) -> NoReturn:
        """Count every minute, until cancelled."""
        while True:
            await self.count(pool)
            await asyncio.sleep(_COUNT_EVERY)


class WorkerMetrics:
    """The registry for our own series, and the runtime whose clients and workers are measured.

    Temporal's exporter is an HTTP server of its own. It listens on loopback, and we pass its text on: one
    port to scrape, to publish and to protect, with health beside it.
    """

    def __init__(self) -> None:
        """Start Temporal's exporter."""
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._attention = AttentionCounts(self.registry)
        self.runtime, self._exporter = _measured_runtime()

    async def text(self, pool: Pool | None) -> bytes:
        """All series in the text format; a neighbour that is away leaves out its own."""
        theirs, _ = await asyncio.gather(self._of_temporal(), self._count(pool))
        return theirs + generate_latest(self.registry)

    async def _of_temporal(self) -> bytes:
        try:
            async with httpx.AsyncClient(trust_env=False, timeout=_PATIENCE) as http:
                return (await http.get(self._exporter)).raise_for_status().content
        except httpx.HTTPError as error:
            _log.warning("temporal_metrics_missing", error=type(error).__qualname__)
            return b""

    async def _count(self, pool: Pool | None) -> None:
        if pool is not None:
            await self._attention.count(pool)


def _measured_runtime() -> tuple[Runtime, str]:
    for left in reversed(range(_TRIES)):
        address = f"127.0.0.1:{free_ports(1)[0]}"
        metrics = PrometheusConfig(
            address, counters_total_suffix=True, unit_suffix=True, durations_as_seconds=True
        )
        try:
            telemetry = TelemetryConfig(logging=temporal_logging(), metrics=metrics)
            return Runtime(telemetry=telemetry), f"http://{address}/metrics"
        except (RuntimeError, ValueError):
            if not left:  # another program took the port in between, again and again
                raise
    raise AssertionError("unreachable")

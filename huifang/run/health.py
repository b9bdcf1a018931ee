"""The worker's `/healthz`, `/readyz` and `/metrics`."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from temporalio.client import Client
from temporalio.worker import Worker

from api.http.limits import BUILT_IN
from api.http.prompt_heads import prompt_heads
from huifang.run.health_metrics import WorkerMetrics
from store.database import Pool
from store.pool import silent_for

_PATIENCE = timedelta(seconds=5)
UNHEALTHY_AFTER = timedelta(minutes=3)
"""How long PostgreSQL may answer nothing that is asked before this process had better be replaced."""


@dataclass
class WorkerHealth:
    """How the process stands: filled in as it comes up, and read by the endpoints."""

    metrics: WorkerMetrics
    pool: Pool | None = None
    client: Client | None = None
    workers: tuple[Worker, ...] = ()
    stopping: bool = False

    @property
    def polling(self) -> bool:
        """Every worker asks Temporal for tasks."""
        return bool(self.workers) and all(worker.is_running for worker in self.workers)

    @property
    def alive(self) -> bool:
        """A restart would mend nothing: the process is coming up, works, or is on its way out."""
        return (self.polling and self.answered) or self.stopping or not self.workers

    @property
    def answered(self) -> bool:
        """PostgreSQL has answered, or nobody has asked it for long in vain."""
        return self.pool is None or silent_for(self.pool) < UNHEALTHY_AFTER

    async def ready(self) -> dict[str, bool]:
        """What the work needs, by name."""
        answers = _answers(self._ask_postgres()), _answers(self._ask_temporal())
        postgres, temporal = await asyncio.gather(*answers)
        return {"postgres": postgres, "temporal": temporal, "polling": self.polling and not self.stopping}

    async def _ask_postgres(self) -> bool:
        if self.pool is None:
            return False
        async with self.pool.acquire() as db:
            return bool(await db.fetchval("SELECT true FROM alembic_version"))

    async def _ask_temporal(self) -> bool:
        return self.client is not None and await self.client.service_client.check_health(timeout=_PATIENCE)


def health_server(health: WorkerHealth) -> uvicorn.Server:
    """A server for the three endpoints, to be run by `huifang.run.listening`."""

    async def healthz(_: Request) -> Response:
        return _told(health.alive, {"polling": health.polling, "postgres": health.answered})

    async def readyz(_: Request) -> Response:
        needs = await health.ready()
        return _told(all(needs.values()), needs)

    async def metrics(_: Request) -> Response:
        return Response(await health.metrics.text(health.pool), media_type=CONTENT_TYPE_LATEST)

    routes = [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]
    config = uvicorn.Config(
        Starlette(routes=routes), access_log=False, log_config=None, server_header=False, lifespan="off",
        timeout_graceful_shutdown=1, http=prompt_heads(BUILT_IN.head_whole),
    )  # fmt: skip
    return uvicorn.Server(config)


async def _answers(question: Coroutine[Any, Any, bool]) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE.total_seconds()):
            return await question
    except Exception:
        return False


def _told(fine: bool, details: dict[str, bool]) -> JSONResponse:
    said = {name: "ok" if value else "unavailable" for name, value in details.items()}
    return JSONResponse({"status": "ok" if fine else "unavailable", **said}, 200 if fine else 503)

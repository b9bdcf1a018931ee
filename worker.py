"""The production worker: `python worker.py`, settings by environment."""

import asyncio
import signal
import sys
from datetime import timedelta
from typing import Any

import structlog
from pydantic import ValidationError
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

from huifang.composition import SettingMissing, sms_gateway, working
from huifang.settings import Settings
from store.database import connect
from workflows.schedules import ensure_schedules

log = structlog.get_logger()


async def serve(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT, then give running activities `graceful_shutdown` seconds to end."""
    if settings.database_url is None:
        raise SettingMissing("DATABASE_URL")
    gateway = sms_gateway(settings)
    metrics = PrometheusConfig(bind_address=f"127.0.0.1:{settings.metrics_port}")
    # Temporal's own environment variables and profile file win over our defaults.
    found: dict[str, Any] = dict(ClientConfig.load_client_connect_config())
    options = {"target_host": settings.temporal_address, "namespace": settings.temporal_namespace} | found
    client = await Client.connect(
        **options,
        data_converter=pydantic_data_converter,
        runtime=Runtime(telemetry=TelemetryConfig(metrics=metrics)),
    )
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    pool = await connect(settings.database_url)
    try:
        grace = timedelta(seconds=settings.graceful_shutdown)
        async with working(settings, client, pool, gateway, graceful_shutdown_timeout=grace):
            await ensure_schedules(client, settings.task_queue)
            log.info("worker_ready", task_queue=settings.task_queue)
            await stop.wait()
            log.info("worker_stopping")
    finally:
        await pool.close()


def main() -> int:
    """Exit code 2 for settings that are missing or do not fit, named on standard error."""
    try:
        asyncio.run(serve(Settings()))
    except SettingMissing as error:
        print(f"setting missing: {error}", file=sys.stderr)
        return 2
    except ValidationError as error:
        for problem in error.errors():
            print(f"setting {'.'.join(map(str, problem['loc']))}: {problem['msg']}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

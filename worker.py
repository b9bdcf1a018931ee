"""The production worker: `python worker.py`, settings by environment."""

import asyncio
import signal
import sys
from contextlib import AsyncExitStack, suppress
from datetime import timedelta

import asyncpg
import structlog
from pydantic import ValidationError
from pydantic_settings import SettingsError
from temporalio.service import RPCError

from huifang.run.health import WorkerHealth, health_server
from huifang.run.health_metrics import WorkerMetrics
from huifang.run.listening import CannotListen, listening
from huifang.run.log_redaction import secrets_of
from huifang.run.logging_activities import ActivityLog
from huifang.run.logging_setup import configure_logging
from huifang.run.logging_workflows import workflow_tasks_watched
from huifang.run.temporal_client import TemporalConfigWrong
from huifang.run.waiting import migrated_database, reachable_temporal
from huifang.run.workers import SettingMissing, phone_gateway, sms_gateway, working
from huifang.settings.company_policy import CompanyFileUnusable, read_company
from huifang.settings.required import require_for_worker
from huifang.settings.settings import NoSecretsDir, Settings, problems, unknown_variables
from vault.master_keys import MasterKeyUnusable
from workflows.upkeep.schedules import ensure_schedules

FAILED, USAGE = 1, 2
log = structlog.get_logger("worker")


async def serve(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT, then give running activities `graceful_shutdown` seconds to end."""
    health, stop = WorkerHealth(WorkerMetrics()), asyncio.Event()
    work = asyncio.create_task(_work(settings, health, stop))

    def end() -> None:
        health.stopping = True
        stop.set()
        if not health.workers:  # still waiting for a neighbour
            work.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, end)
    with suppress(asyncio.CancelledError):
        await work


async def _work(settings: Settings, health: WorkerHealth, stop: asyncio.Event) -> None:
    async with AsyncExitStack() as open_things:
        gateway = sms_gateway(settings)
        open_things.push_async_callback(gateway.close)
        phone = phone_gateway(settings)
        if phone is None:
            log.warning("calls_not_placed", setting="HUIFANG_PHONE_PROVIDER")
        else:
            open_things.push_async_callback(phone.close)
        await open_things.enter_async_context(
            listening(health_server(health), settings.health_host, settings.health_port)
        )
        log.info("health_listening", host=settings.health_host, port=settings.health_port)
        health.pool, keys = await migrated_database(settings)
        open_things.push_async_callback(health.pool.close)
        await open_things.enter_async_context(keys.kept_fresh())
        health.client = await reachable_temporal(settings, keys, health.metrics.runtime)
        open_things.enter_context(workflow_tasks_watched(health.metrics.registry))
        polling = working(
            settings,
            health.client,
            health.pool,
            gateway,
            phone,
            interceptors=[ActivityLog(health.metrics.registry)],
            graceful_shutdown_timeout=timedelta(seconds=settings.graceful_shutdown),
        )
        health.workers = await open_things.enter_async_context(polling)
        await ensure_schedules(health.client, settings.task_queue)
        log.info("worker_ready", task_queues=[worker.task_queue for worker in health.workers])
        await stop.wait()
        log.info("worker_stopping", seconds=settings.graceful_shutdown)
    log.info("worker_stopped")


def main() -> int:
    """Exit code 2 for settings that are missing or do not fit, named on standard error."""
    try:
        settings = Settings()
        require_for_worker(settings)
        read_company(settings)
        configure_logging(as_json=settings.log_json, secrets=secrets_of(settings))
        for name in unknown_variables():
            log.warning("setting_unknown", name=name)
        asyncio.run(serve(settings))
    except SettingMissing as error:
        return _refuse(f"setting missing: {error}")
    except (ValidationError, SettingsError, NoSecretsDir) as error:
        return _refuse(*(f"setting {problem}" for problem in problems(error)))
    except asyncpg.ClientConfigurationError:
        return _refuse("setting DATABASE_URL: write postgresql://user:password@host:5432/name")
    except MasterKeyUnusable as error:
        return _refuse(f"setting HUIFANG_MASTER_KEYS: {error}")
    except (TemporalConfigWrong, CompanyFileUnusable) as error:
        return _refuse(f"setting {error}")
    except CannotListen as error:
        return _refuse(f"{error}: choose another HUIFANG_HEALTH_HOST or HUIFANG_HEALTH_PORT")
    except Exception as error:
        # Temporal's refusals name a namespace, a queue or a permission; other messages may hold more.
        told = str(error) if isinstance(error, RuntimeError | RPCError) else None
        log.error("worker_failed", reason=told, exc_info=error)
        return FAILED
    return 0


def _refuse(*lines: str) -> int:
    for line in (*lines, "see docs/configuration.md"):
        print(line, file=sys.stderr)
    return USAGE


if __name__ == "__main__":
    sys.exit(main())

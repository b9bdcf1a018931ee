"""Real servers for a benchmark, with data of their own that goes with them."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from pydantic import SecretStr
from temporalio.client import Client

from bench.unsealed import in_clear
from huifang.local.credentials import Credentials, credentials
from huifang.local.embedded.lock import read_pid
from huifang.local.embedded.stack import EmbeddedStack
from huifang.local.ports import Ports
from huifang.local.sandbox_server import SandboxServer
from huifang.run.temporal_client import connect_temporal
from huifang.settings.keys import FreshKeys
from huifang.settings.settings import Settings
from store.database import Pool, connect
from store.migrate import migrate
from vault.master_keys import MasterKeys

_NOBODY = "http://127.0.0.1:9/"
_NEVER = 86400.0
"""Seconds before the sandbox sends a receipt: longer than any benchmark runs."""
_CONNECTIONS = 20


@dataclass(frozen=True)
class Ground:
    """Postgres, Temporal and the sandbox provider, each a process of its own."""

    temporal: str
    database_url: str
    sandbox_url: str
    credentials: Credentials
    client: Client
    pool: Pool
    folder: Path
    api_port: int
    """Where the sandbox's reports go, if `ground` was asked for them."""

    def cpu(self) -> float:
        """Seconds of CPU, so far, of all that takes part: this process, its children, and Postgres."""
        mine = psutil.Process()
        taking_part = [mine, *mine.children(recursive=True)]
        postgres = read_pid(self.folder / "postgres" / "postmaster.pid")
        if postgres is not None:
            taking_part += [psutil.Process(postgres), *psutil.Process(postgres).children()]
        return sum(_seconds(process) for process in set(taking_part))

    def environment(self, queue: str) -> dict[str, str]:
        """Settings for a process of the product that serves `queue`."""
        return {
            "DATABASE_URL": self.database_url,
            "HUIFANG_MASTER_KEYS": self.credentials.master_keys,
            "HUIFANG_TEMPORAL_ADDRESS": self.temporal,
            "HUIFANG_TASK_QUEUE": queue,
            "HUIFANG_API_TOKEN": self.credentials.api_token,
            "HUIFANG_SANDBOX_URL": self.sandbox_url,
            "HUIFANG_SANDBOX_SECRET": self.credentials.sandbox_secret,
            "HUIFANG_SANDBOX_TOKEN": self.credentials.sandbox_token,
            "HUIFANG_LOG_JSON": "true",
        }


def _seconds(process: psutil.Process) -> float:
    try:
        used = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(used.user + used.system)


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="huifang-bench-"))
    folder.chmod(0o755)  # as root, Postgres runs as another user
    return folder


@asynccontextmanager
async def ground(
    *, training: bool = False, reports: bool = False, clear: bool = False
) -> AsyncIterator[Ground]:
    """The servers for as long as the block lasts; `training` allows clocks to be moved.

    `clear`: for processes of `bench.unsealed`, so that this one reads and writes in clear as well.
    With `reports` the sandbox tells `api_port` of calls; receipts of texts never come.
    """
    folder = _folder()
    async with AsyncExitStack() as cleanup:
        cleanup.callback(shutil.rmtree, folder, ignore_errors=True)
        ports = Ports.free()
        stack = EmbeddedStack(folder, training=training, temporal_port=ports.temporal, ui_port=ports.ui)
        await cleanup.enter_async_context(stack)
        secrets = credentials(folder)
        await asyncio.to_thread(migrate, stack.database_url, MasterKeys.parse(secrets.master_keys))
        hook = f"http://127.0.0.1:{ports.api}/webhooks/sandbox" if reports else _NOBODY
        sandbox = SandboxServer(folder, ports.sandbox, hook, _NEVER)
        cleanup.push_async_callback(sandbox.stop)
        await sandbox.start(secrets)
        settings = Settings(
            database_url=stack.database_url,
            temporal_address=stack.temporal_address,
            master_keys=SecretStr(secrets.master_keys),
        )
        keys = await FreshKeys.open(settings)
        keyring = in_clear(keys.keyring) if clear else keys.keyring
        pool = await connect(stack.database_url, keyring, size=_CONNECTIONS)
        cleanup.push_async_callback(pool.close)
        client = await connect_temporal(settings, None if clear else keys)
        yield Ground(
            stack.temporal_address,
            stack.database_url,
            sandbox.url,
            secrets,
            client,
            pool,
            folder,
            ports.api,
        )

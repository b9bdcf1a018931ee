"""The servers Huifang needs, started and stopped in order."""

from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from huifang.local.embedded.child import Child
from huifang.local.embedded.lock import DataDirLock
from huifang.local.embedded.ports import require_free
from huifang.local.embedded.postgres import EmbeddedPostgres
from huifang.local.embedded.temporal import EmbeddedTemporal
from huifang.local.private import make_private


class EmbeddedStack:
    """Async context manager: PostgreSQL, then Temporal; stopped the other way round.

    Raises `StackAlreadyRunning`, `PortTaken`, `PostgresFailed` or `TemporalFailed` on entering.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        training: bool = False,
        temporal_port: int = 7233,
        ui_port: int = 8233,
        namespace: str = "default",
        codec_url: str | None = None,
    ) -> None:
        """`codec_url`: where the Web UI has payloads opened."""
        self._dir = data_dir
        self._ports = {"--temporal-port": temporal_port, "--ui-port": ui_port}
        self._temporal_args = (temporal_port, ui_port, namespace, training, codec_url)
        self._cleanup = AsyncExitStack()
        self.servers: dict[str, Child] = {}
        self.database_url = ""
        self.temporal_address = f"127.0.0.1:{temporal_port}"
        self.ui_url = f"http://127.0.0.1:{ui_port}"

    async def __aenter__(self) -> Self:
        make_private(self._dir)
        async with AsyncExitStack() as cleanup:
            lock = DataDirLock(self._dir)
            lock.acquire()
            cleanup.callback(lock.release)
            temporal = EmbeddedTemporal(self._dir, *self._temporal_args)
            await temporal.recover()
            for setting, port in self._ports.items():
                require_free(port, setting)
            postgres = EmbeddedPostgres(self._dir)
            cleanup.push_async_callback(postgres.stop)
            self.database_url = await postgres.start()
            cleanup.push_async_callback(temporal.stop)
            await temporal.start()
            self.servers = {"PostgreSQL": postgres.server, "Temporal": temporal.server}
            self._cleanup = cleanup.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._cleanup.aclose()

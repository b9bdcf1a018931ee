"""The Temporal CLI's dev server as a child process."""

import asyncio
import shutil
import sys
from pathlib import Path

from temporalio.client import Client

from huifang.local.embedded.child import Child
from huifang.local.embedded.ports import free_ports

SEARCH_ATTRIBUTES = {
    "TicketKind": "Keyword",
    "Stage": "Keyword",
    "Urgent": "Bool",
    "CustomerId": "Keyword",
    "Building": "Keyword",
    "Department": "Keyword",
    "Crew": "Keyword",
    "Agent": "Keyword",
    "DueAt": "Datetime",
    "EscalationLevel": "Int",
}
FAIRNESS = (
    "matching.useNewMatcher=true",
    "matching.enableFairness=true",
    "matching.numTaskqueueReadPartitions=1",
    "matching.numTaskqueueWritePartitions=1",
)
"""Task queues serve by priority, then by turns among playbooks (P18).

Each partition has an order of its own; on one machine a single one makes the order exact.
"""
PUNCTUAL = (
    'history.timerProcessorMaxTimeShift="1ms"',
    "history.timerProcessorMaxPollRPS=2000",
    "history.transferProcessorMaxPollRPS=2000",
)
"""Timers fire at their moment, and what follows is not made to wait (docs/benchmarks.md).

As shipped, timers may be a second late, and each kind of task is looked for 20 times a second per shard;
this server has a single shard.
"""
NO_HTTP = ('frontend.httpAllowedHosts=["http-api.invalid"]',)
"""The dev server cannot be told to have no HTTP port, where any page in a browser could give orders.

It answers requests for this name alone, by which no browser reaches it; the Web UI speaks gRPC.
"""
TRAINING = ("frontend.WorkflowTimeSkippingEnabled=true",)


class TemporalFailed(RuntimeError):
    """The dev server is missing or did not become healthy; the message says what to do."""


class TemporalMissing(TemporalFailed):
    """There is no Temporal CLI on this machine: no wheel of it for this platform, and none on PATH."""


class EmbeddedTemporal:
    """Temporal with its data in `data_dir`/temporal.db and its output in `data_dir`/temporal.log."""

    def __init__(
        self,
        data_dir: Path,
        port: int,
        ui_port: int,
        namespace: str,
        training: bool,
        codec_url: str | None = None,
    ) -> None:
        """`codec_url`: where the Web UI has payloads opened; None: it shows them sealed."""
        self._codec_url = codec_url
        self._dir = data_dir.resolve()
        self._port, self._ui_port = port, ui_port
        self._namespace, self._training = namespace, training
        self._database = str(self._dir / "temporal.db")
        self.server = Child(self._dir / "temporal.pid", self._dir / "temporal.log", self._database)
        self.address = f"127.0.0.1:{port}"

    async def recover(self) -> None:
        """Stop the server a killed predecessor left on this data directory."""
        await self.server.recover()

    async def start(self, seconds: float = 30.0) -> None:
        """Start and wait until healthy, at most `seconds`; raises `TemporalFailed`."""
        await self.server.start(*self._command())
        try:
            async with asyncio.timeout(seconds):
                await self._healthy()
        except TimeoutError as error:
            raise TemporalFailed(
                f"Temporal was not healthy after {seconds:g} s; see {self.server.log}"
            ) from error

    async def stop(self) -> None:
        """Stop the server; its data stays."""
        await self.server.stop()

    def _command(self) -> list[str]:
        command = [binary(), "server", "start-dev", "--ip", "127.0.0.1", "--port", str(self._port)]
        command += ["--ui-port", str(self._ui_port), "--namespace", self._namespace]
        # Left to itself, the server picks ports that an outgoing connection may have before it listens.
        http, metrics = free_ports(2)
        command += ["--http-port", str(http), "--metrics-port", str(metrics)]
        command += ["--db-filename", self._database, "--log-level", "warn"]
        if self._codec_url:
            command += ["--ui-codec-endpoint", self._codec_url]
        for name, kind in SEARCH_ATTRIBUTES.items():
            command += ["--search-attribute", f"{name}={kind}"]
        for value in (*FAIRNESS, *PUNCTUAL, *NO_HTTP, *(TRAINING if self._training else ())):
            command += ["--dynamic-config-value", value]
        return command

    async def _healthy(self) -> None:
        while True:
            if self.server.ended:
                raise TemporalFailed(f"Temporal ended at once; see {self.server.log}")
            try:
                client = await Client.connect(self.address, namespace=self._namespace)
                if await client.service_client.check_health():
                    return
            except RuntimeError:  # not listening yet
                pass
            await asyncio.sleep(0.1)


def binary() -> str:
    """Path of the Temporal CLI, this environment's first; raises `TemporalMissing`."""
    found = shutil.which("temporal", path=str(Path(sys.executable).parent)) or shutil.which("temporal")
    if found is None:
        raise TemporalMissing("the Temporal CLI is missing: put `temporal` on PATH")
    return found

"""The sandbox SMS provider as a process of its own."""

import asyncio
import sys
from pathlib import Path

import httpx

from huifang.local.credentials import Credentials
from huifang.local.embedded.child import Child


class SandboxFailed(RuntimeError):
    """The sandbox provider did not answer in time; the message says where to look."""


class SandboxServer:
    """Its data in `data_dir`/sandbox.db, its output in `data_dir`/sandbox.log."""

    def __init__(self, data_dir: Path, port: int, webhook_url: str, delay: float) -> None:
        """`delay`: seconds before a receipt or reply reaches `webhook_url`."""
        self._dir, self._port = data_dir.resolve(), port
        self._webhook, self._delay = webhook_url, delay
        self._database = str(self._dir / "sandbox.db")
        self.server = Child(self._dir / "sandbox.pid", self._dir / "sandbox.log", self._database)
        self.url = f"http://127.0.0.1:{port}"

    async def recover(self) -> None:
        """Stop the sandbox that a killed predecessor left on this data directory."""
        await self.server.recover()

    async def start(self, credentials: Credentials, seconds: float = 20.0) -> None:
        """Start and wait until it answers, at most `seconds`; raises `SandboxFailed`."""
        command = [sys.executable, "-m", "sandbox", "--port", str(self._port)]
        command += ["--webhook-url", self._webhook, "--db-path", self._database, "--delay", str(self._delay)]
        secrets = {"SANDBOX_SECRET": credentials.sandbox_secret, "SANDBOX_TOKEN": credentials.sandbox_token}
        await self.server.start(*command, secrets=secrets)
        try:
            async with asyncio.timeout(seconds), httpx.AsyncClient(trust_env=False) as http:
                while not await self._answers(http):  # noqa: ASYNC110 -- another process
                    await asyncio.sleep(0.1)
        except TimeoutError as error:
            raise SandboxFailed(
                f"the sandbox provider did not answer within {seconds:g} s; see {self.server.log}"
            ) from error

    async def stop(self) -> None:
        """Stop it; its data stays."""
        await self.server.stop()

    async def _answers(self, http: httpx.AsyncClient) -> bool:
        if self.server.ended:
            raise SandboxFailed(f"the sandbox provider ended at once; see {self.server.log}")
        try:
            return (await http.get(f"{self.url}/healthz")).is_success
        except httpx.HTTPError:  # not listening yet
            return False

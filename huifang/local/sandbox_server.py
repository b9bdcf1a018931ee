"""The sandbox SMS provider as a process of its own."""

import asyncio
import os
import sys
from pathlib import Path

import httpx

from huifang.embedded.lock import stop_left_over
from huifang.local.credentials import Credentials


class SandboxFailed(RuntimeError):
    """The sandbox provider did not answer in time; the message says where to look."""


class SandboxServer:
    """Its data in `data_dir`/sandbox.db, its output in `data_dir`/sandbox.log."""

    def __init__(self, data_dir: Path, port: int, webhook_url: str, delay: float) -> None:
        """`delay`: seconds before a receipt or reply reaches `webhook_url`."""
        self._dir, self._port = data_dir.resolve(), port
        self._webhook, self._delay = webhook_url, delay
        self._database = str(self._dir / "sandbox.db")
        self._pid_file = self._dir / "sandbox.pid"
        self._process: asyncio.subprocess.Process | None = None
        self.url = f"http://127.0.0.1:{port}"

    async def recover(self) -> None:
        """Stop the sandbox that a killed predecessor left on this data directory."""
        await asyncio.to_thread(stop_left_over, self._pid_file, self._database)

    async def start(self, credentials: Credentials, seconds: float = 20.0) -> None:
        """Start and wait until it answers, at most `seconds`; raises `SandboxFailed`."""
        command = [sys.executable, "-m", "sandbox", "--port", str(self._port)]
        command += ["--webhook-url", self._webhook, "--db-path", self._database, "--delay", str(self._delay)]
        # Secrets by environment: a command line can be read by everyone on the machine.
        secrets = {"SANDBOX_SECRET": credentials.sandbox_secret, "SANDBOX_TOKEN": credentials.sandbox_token}
        log = self._dir / "sandbox.log"
        with log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *command, stdout=output, stderr=output, start_new_session=True, env=os.environ | secrets
            )
        self._pid_file.write_text(str(self._process.pid))
        try:
            async with asyncio.timeout(seconds), httpx.AsyncClient(trust_env=False) as http:
                while not await self._answers(http):  # noqa: ASYNC110 -- another process
                    await asyncio.sleep(0.1)
        except TimeoutError as error:
            raise SandboxFailed(
                f"the sandbox provider did not answer within {seconds:g} s; see {log}"
            ) from error

    async def _answers(self, http: httpx.AsyncClient) -> bool:
        if self._process is None or self._process.returncode is not None:
            raise SandboxFailed(f"the sandbox provider ended at once; see {self._dir / 'sandbox.log'}")
        try:
            return (await http.get(f"{self.url}/healthz")).is_success
        except httpx.HTTPError:  # not listening yet
            return False

    async def stop(self, seconds: float = 5.0) -> None:
        """Ask it to end, kill it after `seconds`; its data stays."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), seconds)
        except TimeoutError:
            process.kill()
            await process.wait()
        self._pid_file.unlink(missing_ok=True)

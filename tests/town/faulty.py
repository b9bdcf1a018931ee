"""A company of several processes on lines that fail, and what goes wrong there: drawn from a seed.

Two workers and two APIs, each with lines of its own to PostgreSQL, Temporal and the provider. The provider is
the test's own and never fails by itself: what it took is what happened.
"""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import psutil

from services.outage import is_away
from tests.town.house import SECRET, House
from tests.town.keys import MASTER_KEYS
from tests.town.killable_worker import _LAUNCH, ABSENT, ATTEMPT, ROOT
from tests.town.network import Line, line_to_database, line_to_server
from tests.town.patience import patiently
from tests.town.ports import free_port
from tests.town.processes import API, environment

T = TypeVar("T")

TOKEN = "test-token"
PROCESSES = ("worker-1", "worker-2", "api-1", "api-2")
LINES = ("database", "temporal", "provider")
SERVERS = ("postgres", "temporal")
MODES = (
    "throttle", "unavailable", "drop_after_accept", "hang_after_accept", "drop_before_accept", "no_receipt",
    "fail_delivery",
)  # fmt: skip
CALL_MODES = ("throttle", "unavailable", "drop_before_accept", "drop_after_accept")
_WEIGHTS = {
    "cut": 22, "silence": 12, "stall": 12, "misbehave": 20, "misbehave_calls": 8, "freeze": 10, "kill": 6,
    "freeze_server": 6, "kill_server": 4,
}  # fmt: skip
"""Of a hundred faults, so many of each kind."""


@dataclass(frozen=True)
class Fault:
    """One of them, with everything about it that is drawn."""

    kind: str
    whom: str
    what: str
    """Which line, or how the provider behaves."""
    lasts: float
    """Seconds, where it lasts: long enough for one of ours to notice, short enough for hundreds."""
    then: float
    """Seconds until the next."""

    def __str__(self) -> str:
        return f"{self.kind} {self.whom} {self.what} {self.lasts:.2f}"


def plan(seed: int, count: int) -> list[Fault]:
    """The same seed draws the same faults in the same order."""
    draw, kinds = random.Random(seed), list(_WEIGHTS)
    faults = []
    for kind in draw.choices(kinds, list(_WEIGHTS.values()), k=count):
        of = {"misbehave": MODES, "misbehave_calls": CALL_MODES}.get(kind, LINES)
        whom = draw.choice(SERVERS if kind.endswith("server") else PROCESSES)
        lasts, then = draw.uniform(0.2, 3.0), draw.uniform(0.1, 1.2)
        faults.append(Fault(kind, whom, draw.choice(of), lasts, then))
    return faults


class Ours:
    """One of our processes, started again by whoever watches over it."""

    def __init__(self, name: str, command: list[str], settings: dict[str, str], log: Path) -> None:
        self.name, self.log = name, log
        self._command, self._settings = command, settings
        self._process: asyncio.subprocess.Process | None = None
        self.starts = 0

    async def run(self) -> None:
        """Start it, if it does not run."""
        if self._process is not None and self._process.returncode is None:
            return
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self._command,
                cwd=ROOT,
                env=environment(**self._settings),
                stdout=output,
                stderr=output,
            )
        self.starts += 1

    def signal(self, number: int) -> None:
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(number)

    async def kill(self) -> None:
        self.signal(signal.SIGKILL)
        if self._process is not None:
            await self._process.wait()


@dataclass
class Faulty:
    """The company, its lines by process and name, and what has been done to it."""

    house: House
    http: httpx.AsyncClient
    ours: dict[str, Ours] = field(default_factory=dict)
    lines: dict[tuple[str, str], Line] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    mending: set[asyncio.Task[None]] = field(default_factory=set)

    async def suffer(self, fault: Fault) -> None:
        """Let it happen; what lasts is mended by itself later."""
        self.done.append(str(fault))
        await getattr(self, f"_{fault.kind}")(fault)
        await asyncio.sleep(fault.then)

    def _later(self, fault: Fault, mend: Callable[[], Any]) -> None:
        async def mended() -> None:
            await asyncio.sleep(fault.lasts)
            found = mend()
            if asyncio.iscoroutine(found):
                await found

        task = asyncio.create_task(mended())
        self.mending.add(task)
        task.add_done_callback(self.mending.discard)

    async def _cut(self, fault: Fault) -> None:
        self._line(fault).cut()

    async def _silence(self, fault: Fault) -> None:
        self._line(fault).fall_silent()

    async def _stall(self, fault: Fault) -> None:
        line = self._line(fault)
        line.stall()
        self._later(fault, line.go_on)

    async def _misbehave(self, fault: Fault) -> None:
        order = {"mode": fault.what, "times": 1}
        (await self.house.provider.post("/control/behaviours", json=order)).raise_for_status()

    async def _misbehave_calls(self, fault: Fault) -> None:
        order = {"mode": fault.what, "times": 1, "delay": 0}
        (await self.house.provider.post("/control/calls", json=order)).raise_for_status()

    async def _freeze(self, fault: Fault) -> None:
        process = self.ours[fault.whom]
        process.signal(signal.SIGSTOP)
        self._later(fault, lambda: process.signal(signal.SIGCONT))

    async def _kill(self, fault: Fault) -> None:
        process = self.ours[fault.whom]
        await process.kill()
        self._later(fault, process.run)

    async def _freeze_server(self, fault: Fault) -> None:
        family = [*self._family(fault.whom)]
        _each(family, psutil.Process.suspend)
        self._later(fault, lambda: _each(family, psutil.Process.resume))

    async def _kill_server(self, fault: Fault) -> None:
        """No second fault of a server meanwhile: it comes back at once."""
        while self.mending:
            await asyncio.wait(self.mending)
        server = self.house.temporal if fault.whom == "temporal" else self.house.postgres
        await server.kill()
        await asyncio.sleep(fault.lasts / 3)
        await server.start_again()

    def _line(self, fault: Fault) -> Line:
        # An API has nothing to do with the provider but its reports, which arrive on a line of their own.
        return self.lines[fault.whom, fault.what]

    def _family(self, server: str) -> Iterator[psutil.Process]:
        if server == "temporal":
            head = psutil.Process(int((self.house.home / "temporal.pid").read_text().split()[0]))
        else:
            head = psutil.Process(
                int((self.house.home / "postgres" / "postmaster.pid").read_text().split()[0])
            )
        yield head
        yield from head.children(recursive=True)

    async def heal(self) -> None:
        """Nothing is wrong any more, and every process runs."""
        while self.mending:
            await asyncio.wait(self.mending)
        for line in self.lines.values():
            line.go_on()
        (await self.house.provider.post("/control/behaviours", json={"mode": "accept"})).raise_for_status()
        for process in self.ours.values():
            await process.run()

    async def ask(self, path: str, body: Any, key: str) -> httpx.Response:
        """As a careful program asks: the same request under its key, of either API, until it is done."""
        tries = 0
        async with patiently():
            while True:
                port = self.ports[("api-1", "api-2")[tries % 2]]
                tries += 1
                try:
                    answer = await self.http.post(
                        f"http://127.0.0.1:{port}{path}", json=body, headers={"Idempotency-Key": key}
                    )
                except httpx.TransportError:
                    await asyncio.sleep(0.3)
                    continue
                assert answer.status_code != 500, f"{path}: {answer.text}"
                if answer.status_code != 503 and "request-in-progress" not in answer.text:
                    return answer
                await asyncio.sleep(0.3)


def _each(family: list[psutil.Process], do: Callable[[psutil.Process], None]) -> None:
    for process in family:
        with suppress(psutil.NoSuchProcess):
            do(process)


async def persistent(attempt: Callable[[], Awaitable[T]]) -> T:
    """What the test itself does behind the lines: again, while a server is away."""
    async with patiently():
        while True:
            try:
                async with asyncio.timeout(20):
                    return await attempt()
            except Exception as error:
                # The driver says of a server that was killed that a connection attempt failed.
                if not (is_away(error) or isinstance(error, RuntimeError)):
                    raise
                await asyncio.sleep(0.3)


@asynccontextmanager
async def faulty(house: House) -> AsyncIterator[Faulty]:
    """Everything up and ready, on the servers of `house`."""
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(
            httpx.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False, timeout=20)
        )
        company = Faulty(house, http)
        provider = house.provider_url.removeprefix("http://")
        for name in PROCESSES:
            database, url = await stack.enter_async_context(line_to_database(house.database_url))
            temporal = await stack.enter_async_context(line_to_server(house.temporal.address))
            far = await stack.enter_async_context(line_to_server(provider))
            for line, made in zip(LINES, (database, temporal, far), strict=True):
                company.lines[name, line] = made
            port = company.ports[name] = free_port()
            settings = {
                "DATABASE_URL": url,
                "HUIFANG_MASTER_KEYS": MASTER_KEYS,
                "HUIFANG_TEMPORAL_ADDRESS": temporal.address,
                "HUIFANG_SANDBOX_URL": f"http://{far.address}",
                "HUIFANG_SANDBOX_SECRET": SECRET,
                "HUIFANG_TASK_QUEUE": house.queue,
                "HUIFANG_COMPANY_NAME": "示例装饰",
                "HUIFANG_API_TOKEN": TOKEN,
                "HUIFANG_API_PORT": str(port),
                "HUIFANG_HEALTH_PORT": str(port),
                "HUIFANG_GRACEFUL_SHUTDOWN": "1",
            }
            command = ["-c", _LAUNCH, str(ATTEMPT), str(ABSENT)] if name.startswith("worker") else [*API]
            company.ours[name] = Ours(name, command, settings, house.home / f"{name}.log")
        for process in company.ours.values():
            stack.push_async_callback(process.kill)
            await process.run()
        async with patiently():
            for port in company.ports.values():
                while not await _ready(http, port):  # noqa: ASYNC110 -- another process
                    await asyncio.sleep(0.1)
        yield company


async def _ready(http: httpx.AsyncClient, port: int) -> bool:
    with suppress(httpx.TransportError):
        return (await http.get(f"http://127.0.0.1:{port}/readyz")).status_code == 200
    return False


SEED = int(os.environ.get("FAULTS_SEED", "1"))
COUNT = int(os.environ.get("FAULTS", "200"))

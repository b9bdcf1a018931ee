"""What sealing costs: a whole ticket of the product, from POST to last text, against the same in clear."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import aiohttp
import psutil

from bench.ground import Ground, ground
from bench.owners import building, prepared_tickets
from bench.processes import answering_process
from bench.results import Comparison, compared
from bench.worker_cpu import PER_ROUND, ROUNDS, TOGETHER, WARM_UP, TooBusy, require_sent, soon, today_there
from huifang.local.ports import Ports

GOAL = 1.1
_QUEUE = "sealing"
_PATIENCE = 120.0
_APART = 1.0
_SEALED, _CLEAR = ("-m", "huifang.cli"), ("-m", "bench.unsealed")


@dataclass(frozen=True)
class _Side:
    """The product's two processes on servers of their own."""

    servers: Ground
    api: psutil.Process
    worker: psutil.Process
    http: aiohttp.ClientSession
    url: str

    async def cost(self, tickets: int) -> float:
        """Milliseconds of CPU per ticket, of API and worker."""
        before = self._cpu()
        running: list[str] = []
        for _ in range(tickets // TOGETHER):
            running += await self._begin()
            await asyncio.sleep(_APART)
        try:
            async with asyncio.timeout(_PATIENCE):
                for ticket in running:
                    await self.servers.client.get_workflow_handle(ticket).result()
        except TimeoutError:
            raise TooBusy(f"not done after {_PATIENCE:g} s: the machine is too busy to measure") from None
        used = self._cpu() - before
        await require_sent(self.servers, running)
        return 1000 * used / len(running)

    async def _begin(self) -> list[str]:
        policy = soon()
        place = await building(self.servers.pool, TOGETHER, policy, today_there(policy))
        prepared = await prepared_tickets(self.servers.pool, place, policy)
        for each in prepared:
            order = {"kind": "PreHandover", "ownership_id": each.ticket.ownership_id}
            async with self.http.post(f"{self.url}/tickets", json=order) as answer:
                if answer.status != 201:
                    raise RuntimeError(f"{answer.status}: {await answer.text()}")
        return [each.id for each in prepared]

    def _cpu(self) -> float:
        times = [process.cpu_times() for process in (self.api, self.worker)]
        return sum(each.user + each.system for each in times)


async def measure(rounds: int = ROUNDS, per_round: int = PER_ROUND) -> list[Comparison]:
    """Both sides run at the same time, so that noise meets both alike."""
    async with _side(clear=False) as sealed, _side(clear=True) as clear:
        await asyncio.gather(sealed.cost(WARM_UP), clear.cost(WARM_UP))
        found = [await asyncio.gather(sealed.cost(per_round), clear.cost(per_round)) for _ in range(rounds)]
    return [
        compared("whole ticket with sealing, against without: CPU", "ms", [(a, b) for a, b in found], GOAL)
    ]


@asynccontextmanager
async def _side(*, clear: bool) -> AsyncIterator[_Side]:
    async with AsyncExitStack() as running:
        servers = await running.enter_async_context(ground(clear=clear))
        command, ports = _CLEAR if clear else _SEALED, Ports.free()
        url, health = (f"http://127.0.0.1:{port}" for port in (ports.api, ports.ui))
        api = await running.enter_async_context(
            answering_process(servers, (*command, "api", "--port", str(ports.api)), _QUEUE, url)
        )
        worker = await running.enter_async_context(
            answering_process(
                servers, (*command, "worker"), _QUEUE, health, {"HUIFANG_HEALTH_PORT": str(ports.ui)}
            )
        )
        token = {"Authorization": f"Bearer {servers.credentials.api_token}"}
        http = await running.enter_async_context(aiohttp.ClientSession(headers=token))
        yield _Side(servers, api, worker, http, url)

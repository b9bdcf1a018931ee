"""Starting tickets: through the API and by enrolment of a whole building, against bare client starts."""

import time
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import aiohttp

from bench.bare import bare_start
from bench.ground import Ground, ground
from bench.owners import building, company_policy, prepared_tickets
from bench.processes import product_api, product_worker
from bench.results import Comparison, compared
from bench.waiting import at_once, waiting

GOAL = 1.5
ROUNDS, TICKETS, WARM_UP = 5, 120, 20
AT_ONCE = 16
"""As many starts at a time as enrolment makes."""
_API, _BUILDING = "api", "building"


@dataclass(frozen=True)
class Taken:
    """Milliseconds per ticket."""

    wall: float
    cpu: float


async def measure(rounds: int = ROUNDS, tickets: int = TICKETS) -> list[Comparison]:
    """Milliseconds per ticket, on the wall clock; and of CPU, which a busy machine changes less."""
    single: list[tuple[Taken, Taken]] = []
    whole: list[tuple[Taken, Taken]] = []
    async with AsyncExitStack() as running:
        servers = await running.enter_async_context(ground())
        api = await running.enter_async_context(product_api(servers, _API))
        other = await running.enter_async_context(product_api(servers, _BUILDING))
        http = await running.enter_async_context(_caller(servers))
        await _through_api(servers, http, api, WARM_UP)
        for _ in range(rounds):
            through = await _through_api(servers, http, api, tickets)
            single.append((through, await _bare(servers, _API, tickets)))
        await running.enter_async_context(product_worker(servers, _BUILDING))
        await _enrolled(servers, http, other, WARM_UP)
        for _ in range(rounds):
            enrolled = await _enrolled(servers, http, other, tickets)
            whole.append((enrolled, await _bare(servers, _BUILDING, tickets, taken_up=True)))
    return [
        compared("start per ticket: POST /tickets", "ms", [(a.wall, b.wall) for a, b in single], GOAL),
        compared("… CPU of all processes", "ms", [(a.cpu, b.cpu) for a, b in single], GOAL),
        compared(
            "start per ticket: POST /buildings/{id}/pre-handover",
            "ms",
            [(a.wall, b.wall) for a, b in whole],
            GOAL,
        ),
    ]


def _caller(servers: Ground) -> aiohttp.ClientSession:
    token = {"Authorization": f"Bearer {servers.credentials.api_token}"}
    return aiohttp.ClientSession(headers=token, connector=aiohttp.TCPConnector(limit=AT_ONCE))


async def _through_api(servers: Ground, http: aiohttp.ClientSession, api: str, tickets: int) -> Taken:
    policy = company_policy()
    place = await building(servers.pool, tickets, policy)
    owners = [each.ticket.ownership_id for each in await prepared_tickets(servers.pool, place, policy)]

    async def start(ownership: str) -> None:
        order = {"kind": "PreHandover", "ownership_id": ownership}
        async with http.post(f"{api}/tickets", json=order) as answer:
            if answer.status != 201:
                raise RuntimeError(f"{answer.status}: {await answer.text()}")

    return await _timed(servers, at_once(AT_ONCE, start, owners), tickets)


async def _enrolled(servers: Ground, http: aiohttp.ClientSession, api: str, tickets: int) -> Taken:
    policy = company_policy()
    place = await building(servers.pool, tickets, None)
    order = {"policy": {"hours": {"holidays": "CN", "on_closed_day": "after"}}}

    async def all_of_them() -> None:
        async with http.post(f"{api}/buildings/{place}/pre-handover", json=order) as answer:
            if answer.status != 202:
                raise RuntimeError(f"{answer.status}: {await answer.text()}")
            enrolment = (await answer.json())["enrolment_id"]
        result = await servers.client.get_workflow_handle(enrolment).result()
        if result["started"] != tickets:
            raise RuntimeError(f"{result} of {tickets} owners")

    taken = await _timed(servers, all_of_them(), tickets)
    await waiting(servers.client, [each.id for each in await prepared_tickets(servers.pool, place, policy)])
    return taken


async def _bare(servers: Ground, queue: str, tickets: int, *, taken_up: bool = False) -> Taken:
    """`taken_up`: a worker is there, and what it has to do must not fall into the next round."""
    policy = company_policy()
    place = await building(servers.pool, tickets, policy)
    prepared = await prepared_tickets(servers.pool, place, policy)
    taken = await _timed(
        servers, at_once(AT_ONCE, lambda each: bare_start(servers.client, queue, each), prepared), tickets
    )
    if taken_up:
        await waiting(servers.client, [each.id for each in prepared])
    return taken


async def _timed(servers: Ground, work: Awaitable[object], tickets: int) -> Taken:
    cpu, begun = servers.cpu(), time.perf_counter()
    await work
    wall = time.perf_counter() - begun
    return Taken(1000 * wall / tickets, 1000 * (servers.cpu() - cpu) / tickets)

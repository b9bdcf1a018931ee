"""How late people are told: thousands of repairs are open, and the bounds of some pass every second."""

import asyncio
import random
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import quantiles

import httpx
import psutil
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from bench.company import QUEUE, Company, behave, company, take_in
from bench.ground import Ground, ground
from bench.polling import polled
from bench.processes import product_api, product_worker
from bench.results import Comparison, absolute
from bench.waiting import at_once
from bench.worker_cpu import TooBusy
from domain.playbooks.repair import RepairPolicy
from domain.promises.promise import PromisePolicy, Rung

GOAL = timedelta(seconds=1)
TICKETS, RUNGS = 2000, 300
"""Open repairs, and how many of them have a bound that passes within the window, on a machine that can."""
FEWEST = 30
"""Bounds of which a p99 still says something."""
WINDOW = timedelta(seconds=60)
"""Bounds pass at moments of it that are chosen at random."""
STARTS_PER_SECOND = 10
TRIAL, SHARE = 100, 0.5
"""Repairs opened at once, before the others, to see what the machine can do; the part of it then asked."""
LOOK_EVERY = timedelta(seconds=60)
"""How often a system that polls looks; those we compare with look every 60 to 300 seconds."""
_BEFORE, _AFTER = timedelta(seconds=30), timedelta(seconds=5)
"""For tickets to become quiet before the first bound, and for calls to be placed after the last."""
_AT_ONCE = 16
_SEED = 8
_JUST_BEFORE = timedelta(seconds=1)
_LOOK, _LONGEST_TRIAL = 0.2, 300.0
"""Seconds."""
_OPEN = (
    "SELECT id, due_at FROM tickets WHERE kind = 'Repair' AND stage = 'acknowledged' AND due_at IS NOT NULL"
)
_REFERENCES = "SELECT ticket_id, reference FROM calls WHERE key LIKE '%/not-on-site/%'"


@dataclass(frozen=True)
class Load:
    """What is asked of the machine; `managed`: how many repairs a second it opened unhindered."""

    tickets: int
    rungs: int
    per_second: float
    managed: float

    @property
    def full(self) -> bool:
        """Whether it is what the goal was set for."""
        return self.tickets == TICKETS


def load_for(managed: float) -> Load:
    """The whole load, or on a slower machine what it opens in the same time. Raises `TooBusy`."""
    per_second = min(STARTS_PER_SECOND, SHARE * managed)
    tickets = round(TICKETS * per_second / STARTS_PER_SECOND)
    rungs = round(RUNGS * tickets / TICKETS)
    if rungs < FEWEST or tickets - rungs < TRIAL:
        raise TooBusy(f"{managed:.1f} repairs opened a second: the machine is too busy to measure")
    return Load(tickets, rungs, per_second, managed)


@dataclass(frozen=True)
class Lateness:
    """Seconds after the moment they were due, in no order."""

    seconds: tuple[float, ...]

    def part(self, hundredths: int) -> float:
        """The lateness that so many of a hundred do not exceed."""
        return quantiles(self.seconds, n=100, method="inclusive")[hundredths - 1]

    @property
    def most(self) -> float:
        """The latest of all."""
        return max(self.seconds)


@dataclass(frozen=True)
class Kept:
    """Bytes that an open repair takes: of the worker's memory while cached, and of both databases."""

    worker: float
    temporal: float
    postgres: float


@dataclass(frozen=True)
class Punctuality:
    """Of the same moments: timer of the rung, call at the provider, and what a look now and then finds."""

    timers: Lateness
    calls: Lateness
    polled: Lateness
    kept: Kept
    load: Load


async def measure() -> tuple[list[Comparison], Punctuality]:
    """The latest of a hundred, against a look every minute."""
    found = await punctuality(WINDOW)
    scaled = "" if found.load.full else f", of {found.load.rungs} with {found.load.tickets} repairs open"
    rows = (
        (f"rung's timer after its moment: p99{scaled}", found.timers),
        (f"phone rung after its moment: p99{scaled}", found.calls),
    )
    goal = 1000 * GOAL.total_seconds()
    return [
        absolute(what, "ms", 1000 * late.part(99), 1000 * found.polled.part(99), goal) for what, late in rows
    ], found


async def punctuality(window: timedelta) -> Punctuality:
    """Open what the machine can, let the first bounds of some pass, and look when what happened."""
    async with AsyncExitStack() as running:
        servers = await running.enter_async_context(ground(reports=True))
        await running.enter_async_context(product_api(servers, QUEUE, servers.api_port))
        worker = await running.enter_async_context(product_worker(servers, QUEUE))
        await behave(servers, "answer_and_press", "callee", delay=1, lasts=1, key="1")
        place = await company(servers)
        load = load_for(await _managed(servers, place))
        first = datetime.now(UTC) + timedelta(seconds=(load.tickets - TRIAL) / load.per_second) + _BEFORE
        opening = _Opening(servers, place, _bounds(load, first, window), load.per_second)
        kept = await _kept(servers, worker, opening, load.tickets)
        due, load = await _due(servers, load, first, first + window)
        looks = await polled(servers.database_url, due, first, LOOK_EVERY)
        await asyncio.sleep(_AFTER.total_seconds())
        rung = await _rung(servers, due)
        fired = await _fired(servers.client, due)
    return Punctuality(_late(due, fired), _late(due, rung), _late(due, looks), kept, load)


async def _managed(servers: Ground, place: Company) -> float:
    """Repairs a second, from the first report until the crews of all have acknowledged; they stay open."""
    begun = time.monotonic()

    async def one(number: int) -> None:
        await take_in(servers, _id(number), place.repair(number, RepairPolicy()))

    await at_once(_AT_ONCE, one, range(TRIAL))
    async with servers.pool.acquire() as db:
        while len(await db.fetch(_OPEN)) < TRIAL:
            if time.monotonic() - begun > _LONGEST_TRIAL:
                raise TooBusy(f"fewer than {TRIAL} repairs open after {_LONGEST_TRIAL:g} s")
            await asyncio.sleep(_LOOK)
    return TRIAL / (time.monotonic() - begun)


def _id(number: int) -> str:
    return f"repair-R2026-{number:06d}"


def _bounds(load: Load, first: datetime, window: timedelta) -> dict[int, datetime]:
    """Which tickets have a bound in the window, and when; the same in every run of one load."""
    chance = random.Random(_SEED)  # noqa: S311
    chosen = chance.sample(range(TRIAL, load.tickets), load.rungs)
    return {number: first + chance.random() * window for number in chosen}


class _Opening:
    """Starts tickets at a steady pace; those with a bound in `bounds` are under a policy of their own."""

    def __init__(
        self, servers: Ground, place: Company, bounds: Mapping[int, datetime], per_second: float
    ) -> None:
        self._servers, self._place, self._bounds, self._per_second = servers, place, bounds, per_second
        self._begun = datetime.now(UTC)

    async def tickets(self, numbers: range) -> None:
        """Those of the numbers, each in its turn."""
        await at_once(_AT_ONCE, self._one, numbers)

    async def _one(self, number: int) -> None:
        start_at = self._begun + timedelta(seconds=(number - TRIAL) / self._per_second)
        await asyncio.sleep((start_at - datetime.now(UTC)).total_seconds())
        bound = self._bounds.get(number)
        policy = RepairPolicy() if bound is None else _policy(bound - datetime.now(UTC))
        await take_in(self._servers, _id(number), self._place.repair(number, policy))


async def _kept(servers: Ground, worker: psutil.Process, opening: _Opening, tickets: int) -> Kept:
    """Open all tickets but those of the trial, and look meanwhile by how much grows what holds them.

    Between a tenth and four tenths of them, when the worker still caches every one.
    """
    tenth = (tickets - TRIAL) // 10
    warm, more = range(TRIAL, TRIAL + tenth), range(TRIAL + tenth, TRIAL + 4 * tenth)
    await opening.tickets(warm)
    before = await _held(servers, worker)
    await opening.tickets(more)
    after = await _held(servers, worker)
    await opening.tickets(range(more.stop, tickets))
    return Kept(*((late - early) / len(more) for early, late in zip(before, after, strict=True)))


async def _held(servers: Ground, worker: psutil.Process) -> tuple[float, float, float]:
    async with servers.pool.acquire() as db:
        postgres = await db.fetchval("SELECT pg_database_size(current_database())")
    files = [path.stat().st_size for path in servers.folder.glob("temporal.db*")]
    return float(worker.memory_info().rss), float(sum(files)), float(postgres)


def _policy(within: timedelta) -> RepairPolicy:
    """The usual one with a short first bound, at which the head of the department is phoned."""
    rung = Rung("not-on-site", timedelta(), "department_head", "voice-repair-not-on-site")
    return replace(RepairPolicy(), on_site=PromisePolicy("on-site", within, (rung,)))


async def _due(
    servers: Ground, load: Load, first: datetime, last: datetime
) -> tuple[dict[str, datetime], Load]:
    """Which tickets are due in the window and when, once the crews of all have acknowledged.

    When the first bound comes before that, those count whose crews have: the load is as much smaller.
    """
    async with servers.pool.acquire() as db:
        while len(rows := await db.fetch(_OPEN)) < load.tickets and datetime.now(UTC) < first:  # noqa: ASYNC110
            await asyncio.sleep(1)
    due = {row["id"]: row["due_at"] for row in rows if row["due_at"] < last + _AFTER}
    if len(due) < FEWEST:
        raise TooBusy(f"{len(rows)} of {load.tickets} repairs open: the machine is too busy to measure")
    return due, replace(load, tickets=len(rows), rungs=len(due))


async def _rung(servers: Ground, due: Mapping[str, datetime]) -> dict[str, datetime]:
    """When the provider took the call of each ticket's rung."""
    async with servers.pool.acquire() as db:
        tickets = {row["reference"]: row["ticket_id"] for row in await db.fetch(_REFERENCES)}
    async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
        calls = (await http.get(f"{servers.sandbox_url}/control/calls")).raise_for_status().json()["calls"]
    return {
        tickets[call["reference"]]: datetime.fromisoformat(call["at"])
        for call in calls
        if call["reference"] in tickets
    }


async def _fired(client: Client, due: Mapping[str, datetime]) -> dict[str, datetime]:
    """When the server fired the timer that ends at the ticket's bound."""
    fired: dict[str, datetime] = {}

    async def one(ticket: str) -> None:
        async for event in client.get_workflow_handle(ticket).fetch_history_events():
            at = event.event_time.ToDatetime(UTC)
            # Nothing else is waited for at that moment: the call to the crew is long over.
            if event.event_type == EventType.EVENT_TYPE_TIMER_FIRED and at > due[ticket] - _JUST_BEFORE:
                fired[ticket] = at
                return

    await at_once(_AT_ONCE, one, due)
    return fired


def _late(due: Mapping[str, datetime], happened: Mapping[str, datetime]) -> Lateness:
    missing = due.keys() - happened.keys()
    if missing:
        raise RuntimeError(f"{len(missing)} of {len(due)} never happened, such as {min(missing)}")
    return Lateness(tuple((happened[ticket] - moment).total_seconds() for ticket, moment in due.items()))

"""CPU of the workers per ticket: the product's workflow against the bare one, with the same activities."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bench.bare import BareSequence, BareTicket
from bench.ground import Ground, ground
from bench.owners import building, company_policy, prepared_tickets
from bench.processes import Served, served
from bench.results import Comparison, compared
from domain.messages.cadence import plan
from domain.playbooks.pre_handover_policy import CadenceStep, FrequencyLimit, PreHandoverPolicy, SendingHours
from services.playbooks.pre_handover_starts import Prepared, open_row, start_workflow

GOAL = 1.3
ROUNDS, PER_ROUND, WARM_UP = 5, 40, 8
TOGETHER = 4
"""Tickets of a side whose steps fall due at the same moment; the next as many follow a second later."""
_AHEAD, _APART = timedelta(seconds=2), timedelta(seconds=10)
_SECOND = timedelta(seconds=1)
_PATIENCE = 90.0
_ON_TIME = 0.9
"""Share of the messages that must be sent: a step that is late because the machine is busy sends none."""
SIDES = ("ours", "bare", "bare-sdk", "sandboxed")


class TooBusy(RuntimeError):
    """What is measured here would say nothing about the product."""


@dataclass(frozen=True)
class Cost:
    """Milliseconds of CPU per ticket, in the process of workflows and in that of activities."""

    workflows: float
    activities: float

    @property
    def both(self) -> float:
        """What a worker that does both would need."""
        return self.workflows + self.activities


@dataclass(frozen=True)
class _Side:
    queue: str
    begin: Callable[[Ground, str, PreHandoverPolicy, int], Awaitable[list[str]]]
    workflows: Served
    activities: Served

    async def cost(self, servers: Ground, tickets: int) -> Cost:
        """Of as many tickets, from start to completed."""
        before = await self.workflows.used(), await self.activities.used()
        running: list[str] = []
        for _ in range(tickets // TOGETHER):
            running += await self.begin(servers, self.queue, soon(), TOGETHER)
            await asyncio.sleep(_SECOND.total_seconds())
        try:
            async with asyncio.timeout(_PATIENCE):
                for ticket in running:
                    await servers.client.get_workflow_handle(ticket).result()
        except TimeoutError:
            raise TooBusy(f"not done after {_PATIENCE:g} s: the machine is too busy to measure") from None
        after = await self.workflows.used(), await self.activities.used()
        await require_sent(servers, running)
        milliseconds = [
            1000 * (late.cpu - early.cpu) / len(running) for early, late in zip(before, after, strict=True)
        ]
        return Cost(*milliseconds)


async def measure(rounds: int = ROUNDS, per_round: int = PER_ROUND) -> list[Comparison]:
    """Workflows alone, and with their activities; then workflows in the SDK's sandbox.

    Both sides run at the same time, each in processes of its own, so that noise meets both alike. The last
    two share a round of their own.
    """
    async with ground() as servers, _sides(servers) as sides:
        ours, bare, bare_sdk, sandboxed = (sides[name] for name in SIDES)

        async def both(tickets: int) -> tuple[Cost, Cost]:
            one, other = await asyncio.gather(ours.cost(servers, tickets), bare.cost(servers, tickets))
            return one, other

        await both(WARM_UP)
        costs = [await both(per_round) for _ in range(rounds)]
        with_sdk, in_sandbox = await asyncio.gather(
            *(_warmed_up(servers, side, per_round) for side in (bare_sdk, sandboxed))
        )
    workflows = [(one.workflows, other.workflows) for one, other in costs]
    both_kinds = [(one.both, other.both) for one, other in costs]
    last = workflows[-1]
    return [
        compared("worker CPU per ticket: workflow", "ms", workflows, GOAL),
        compared("… workflow and activities", "ms", both_kinds, GOAL),
        compared(
            "… workflow, with the SDK's data converter in the bare one", "ms", [(last[0], with_sdk.workflows)]
        ),
        compared("… workflow in the SDK's sandbox", "ms", [(in_sandbox.workflows, last[1])]),
    ]


async def _warmed_up(servers: Ground, side: _Side, tickets: int) -> Cost:
    await side.cost(servers, WARM_UP)
    return await side.cost(servers, tickets)


@asynccontextmanager
async def _sides(servers: Ground) -> AsyncIterator[dict[str, _Side]]:
    async with AsyncExitStack() as running:
        sides = {}
        for name in SIDES:
            queue = f"cpu-{name}"
            workflows = await running.enter_async_context(served(servers, name, queue))
            activities = await running.enter_async_context(served(servers, "activities", queue))
            sides[name] = _Side(queue, _bare if name.startswith("bare") else _ours, workflows, activities)
        yield sides


async def require_sent(servers: Ground, tickets: list[str]) -> None:
    """Raises `TooBusy` where too few texts went out in time."""
    async with servers.pool.acquire() as db:
        sent = await db.fetchval("SELECT count(*) FROM messages WHERE ticket_id = ANY($1)", tickets)
    if sent < _ON_TIME * len(tickets) * len(company_policy().steps):
        raise TooBusy(f"{sent} messages from {len(tickets)} tickets: the machine is too busy to measure")


def soon() -> PreHandoverPolicy:
    """The company's policy, with its three messages seconds apart from now on.

    In a time zone where it is about noon: no midnight and no sending hours come between.
    """
    now = datetime.now(UTC)
    ahead = (12 - now.hour + 11) % 24 - 11
    zone = f"Etc/GMT{-ahead:+d}"  # signs of these zones are the other way round
    first = (now + _AHEAD).astimezone(ZoneInfo(zone))
    usual = company_policy()
    steps = tuple(
        CadenceStep(step.name, step.template, 0, (first + index * _APART).time())
        for index, step in enumerate(usual.steps)
    )
    hours = SendingHours(timezone=zone, closed_days=usual.hours.closed_days)
    return replace(usual, steps=steps, hours=hours, frequency=FrequencyLimit(messages=100))


def today_there(policy: PreHandoverPolicy) -> date:
    """Where the policy's clocks are."""
    return datetime.now(ZoneInfo(policy.hours.timezone)).date()


async def _prepared(servers: Ground, policy: PreHandoverPolicy, tickets: int) -> list[Prepared]:
    """Tickets of a new building, with their rows in the read model."""
    place = await building(servers.pool, tickets, policy, today_there(policy))
    prepared = await prepared_tickets(servers.pool, place, policy)
    async with servers.pool.acquire() as db:
        for ticket in prepared:
            await open_row(db, ticket)
    return prepared


async def _ours(servers: Ground, queue: str, policy: PreHandoverPolicy, tickets: int) -> list[str]:
    prepared = await _prepared(servers, policy, tickets)
    for ticket in prepared:
        await start_workflow(servers.client, queue, ticket)
    return [ticket.id for ticket in prepared]


async def _bare(servers: Ground, queue: str, policy: PreHandoverPolicy, tickets: int) -> list[str]:
    prepared = await _prepared(servers, policy, tickets)
    due = plan(today_there(policy), policy)
    moments = tuple(each.at for each in due)
    for each in prepared:
        ticket = BareTicket(
            each.ticket.ownership_id, each.ticket.handover_date, policy, moments, due[-1].expires
        )
        await servers.client.start_workflow(BareSequence.run, ticket, id=each.id, task_queue=queue)
    return [each.id for each in prepared]

"""Memory of a worker process per ticket that waits in its cache."""

from datetime import UTC, datetime, timedelta

from temporalio.client import Client

from bench.bare import BareSequence, BareTicket, Floor
from bench.ground import Ground, ground
from bench.owners import building, company_policy, prepared_tickets
from bench.processes import served
from bench.results import Comparison, compared
from bench.waiting import at_once, waiting
from domain.messages.cadence import plan
from services.playbooks.pre_handover_starts import Prepared, start_workflow

GOAL = 1.5
ROUNDS, WARM_UP, TICKETS, SANDBOXED = 3, 50, 300, 100
_AT_ONCE = 8
_YEAR = timedelta(days=365)


async def measure(rounds: int = ROUNDS, tickets: int = TICKETS) -> list[Comparison]:
    """Against the bare sequence with as much input, and against one whose input is a string."""
    used: dict[str, list[float]] = {"ours": [], "bare": [], "bare-sdk": [], "floor": []}
    async with ground() as servers:
        for number in range(rounds):
            for kind, found in used.items():
                found.append(await _per_ticket(servers, kind, f"memory-{kind}-{number}", tickets))
        sandboxed = await _per_ticket(servers, "sandboxed", "memory-sandboxed", SANDBOXED)
    pairs = {kind: list(zip(used["ours"], used[kind], strict=True)) for kind in used}
    return [
        compared("worker memory per idle ticket", "KB", pairs["bare"], GOAL),
        compared("… with the SDK's data converter in the bare one", "KB", pairs["bare-sdk"], GOAL),
        compared("… with a string as input of the bare one", "KB", pairs["floor"]),
        compared("… in the SDK's sandbox", "KB", [(sandboxed, used["bare"][-1])]),
    ]


async def _per_ticket(servers: Ground, kind: str, queue: str, tickets: int) -> float:
    """Kilobytes: growth of a new worker process, once it has seen some tickets, by as many more."""
    policy = company_policy()
    place = await building(servers.pool, WARM_UP + tickets, policy)
    prepared = await prepared_tickets(servers.pool, place, policy)
    async with served(servers, kind, queue) as worker:
        await _start(servers, kind, queue, prepared[:WARM_UP])
        before = await worker.used()
        await _start(servers, kind, queue, prepared[WARM_UP:])
        after = await worker.used()
    return (after.memory - before.memory) / tickets / 1000


async def _start(servers: Ground, kind: str, queue: str, tickets: list[Prepared]) -> None:
    plain = await Client.connect(servers.temporal)
    moments = tuple(due.at for due in plan(tickets[0].ticket.handover_date, tickets[0].ticket.policy))

    async def one(prepared: Prepared) -> None:
        name = f"{queue}-{prepared.id}"
        if kind == "floor":
            await plain.start_workflow(Floor.run, prepared.ticket.ownership_id, id=name, task_queue=queue)
        elif kind in ("bare", "bare-sdk"):
            ticket = prepared.ticket
            given = BareTicket(
                ticket.ownership_id, ticket.handover_date, ticket.policy, moments, datetime.now(UTC) + _YEAR
            )
            await servers.client.start_workflow(BareSequence.run, given, id=name, task_queue=queue)
        else:
            await start_workflow(servers.client, queue, prepared)

    await at_once(_AT_ONCE, one, tickets)
    ours = kind in ("ours", "sandboxed")
    await waiting(servers.client, [each.id if ours else f"{queue}-{each.id}" for each in tickets])

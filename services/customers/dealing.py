"""Owners are given to agents in one go (P3)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.customers.dealing import By, ToDeal, deal
from services.buildings.buildings import require_building
from services.customers.salespeople import require_agent
from store.database import Connection, queries


@dataclass(frozen=True)
class Dealing:
    """Which owners are dealt to whom."""

    agents: Sequence[str] = ()
    by: By = "balance"
    building_id: str | None = None
    """None: owners of all buildings."""
    rules: Mapping[str, str] = field(default_factory=dict)
    """Agents by block."""
    reassign: bool = False
    """Whether those who have an agent are dealt as well."""


@dataclass(frozen=True)
class Dealt:
    """What came of it."""

    customers: Sequence[str]
    by_agent: Mapping[str, int]
    left: int
    """Owners who still have no agent: no rule names their block, and nobody was named to deal to."""


async def deal_owners(db: Connection, wanted: Dealing, *, by: str) -> Dealt:
    """All of it or nothing; each file says so. Refuses `no-such-building`, `no-such-person`."""
    async with db.transaction():
        await queries.lock_dealing(db)
        if wanted.building_id is not None:
            await require_building(db, wanted.building_id)
        for agent in {*wanted.agents, *wanted.rules.values()}:
            await require_agent(db, agent)
        found = queries.owners_to_deal(db, building_id=wanted.building_id, reassign=wanted.reassign)
        owners = [ToDeal(row["id"], row["building_id"], row["block"], row["flat"]) async for row in found]
        moving = [each.customer_id for each in owners] if wanted.reassign else []
        loads = queries.customers_of_agents(db, agents=list(wanted.agents), but=moving)
        had = dict.fromkeys(wanted.agents, 0) | {row["agent_id"]: row["customers"] async for row in loads}
        dealt = deal(owners, had, by=wanted.by, rules=wanted.rules)
        ids, agents = list(dealt), list(dealt.values())
        await queries.assign_customers(db, ids=ids, agents=agents, actor=by)
    return Dealt(ids, Counter(agents), len(owners) - len(ids))

"""Which agent takes a call: chosen once per ticket and key, and on record (P3, P10)."""

from dataclasses import replace
from datetime import timedelta

from domain.people.choosing import choose
from domain.people.staff import ChooseAgent, ChosenAgent, Load
from services.people.company import company_between
from store.database import Connection, Pool, queries

_UNSEEN = timedelta(days=3)
"""How long a choice counts as an open ticket unknown to the read model: as long as a call may wait (P10)."""


async def chosen_agent(pool: Pool, order: ChooseAgent, *, give: bool = True) -> ChosenAgent:
    """Choose an agent and record it. Asked again under the same key, the same agent is the answer.

    `give`: the ticket's row says so at once; else it is its workflow's to say, once it has heard.
    """
    async with pool.acquire() as db, db.transaction():
        await queries.lock_agent_choice(db)
        kept = await queries.agent_chosen(db, ticket_id=order.ticket_id, key=order.key)
        if kept is not None:
            return ChosenAgent(kept["agent_id"], kept["because"])
        company = await company_between(db, order.begins, order.ends, order.timezone)
        # Nobody asks the customer about a complaint about themselves.
        accused = [row["staff_id"] async for row in queries.complained_about(db, ticket_id=order.ticket_id)]
        order = replace(order, without=(*order.without, *accused))
        chosen = choose(company, await _loads(db), order)
        if chosen.agent_id is not None:
            await queries.keep_agent_choice(
                db,
                ticket_id=order.ticket_id,
                key=order.key,
                agent_id=chosen.agent_id,
                because=chosen.because,
            )
            if give:
                await queries.give_ticket_to_agent(db, ticket_id=order.ticket_id, agent_id=chosen.agent_id)
        return chosen


async def _loads(db: Connection) -> dict[str, Load]:
    return {
        row["id"]: Load(row["open"], row["last_chosen"])
        async for row in queries.agent_loads(db, unseen=_UNSEEN)
    }

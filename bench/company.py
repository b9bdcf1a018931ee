"""An invented company that repairs: departments with heads, crews with leaders, agents, and one customer."""

from dataclasses import dataclass

import httpx

from bench.ground import Ground
from domain.playbooks.repair import Repair, RepairPolicy
from domain.tickets.intake import NEWEST, Intake
from services.playbooks.starts import keep_start, start_kept
from store.database import Connection, present, queries

QUEUE = "repairs"
_CREWS = 10
_FIRST_NUMBER = 19900090000
_ANY_TIMES = 10_000


@dataclass(frozen=True)
class Company:
    """Ids of those who take part: crews and departments in pairs, agents, and the customer."""

    crews: tuple[tuple[str, str], ...]
    agents: tuple[str, ...]
    customer: str

    def repair(self, number: int, policy: RepairPolicy) -> Repair:
        """The repair of that number, for one of the crews."""
        crew, department = self.crews[number % len(self.crews)]
        agent = self.agents[number % len(self.agents)]
        return Repair(
            Intake(self.customer, agent, order_of_commands=NEWEST), "plumbing", crew, department, policy
        )


async def company(servers: Ground) -> Company:
    """Its people, each with a phone; nobody is ever off duty."""
    async with servers.pool.acquire() as db:
        hired = _Hiring(db)
        crews = tuple([await hired.crew() for _ in range(_CREWS)])
        agents = tuple([await hired.person("agent") for _ in range(_CREWS)])
        for role in ("service_supervisor", "manager"):
            await hired.person(role)
        customer = await queries.add_customer(
            db, name="测试业主", phone=f"+86{_FIRST_NUMBER - 1}", other_phones=[]
        )
    return Company(crews, agents, customer)


async def behave(servers: Ground, mode: str, leg: str, **more: object) -> None:
    """What every phone does from now on when it is called as `leg`."""
    order = {"mode": mode, "leg": leg, "times": _ANY_TIMES, **more}
    async with httpx.AsyncClient(trust_env=False) as http:
        (await http.post(f"{servers.sandbox_url}/control/calls", json=order)).raise_for_status()


async def take_in(servers: Ground, ticket_id: str, repair: Repair) -> None:
    """Keep the start and start the workflow, as `POST /repairs` does."""
    async with servers.pool.acquire() as db:
        async with db.transaction():
            await keep_start(db, ticket_id, repair)
        row = present(await queries.kept_start(db, ticket_id=ticket_id))
    await start_kept(servers.pool, servers.client, QUEUE, row)


class _Hiring:
    """Hires one after another."""

    def __init__(self, db: Connection) -> None:
        self._db, self._number = db, _FIRST_NUMBER

    async def person(self, role: str, department_id: str | None = None) -> str:
        row = await queries.add_staff(
            self._db,
            name=f"测试{self._number % 100:02d}",
            phone=f"+86{self._number}",
            role=role,
            department_id=department_id,
            crew_id=None,
            skills=[],
            language="zh-CN",
        )
        self._number += 1
        for weekday in range(1, 8):
            await self._db.execute(
                "INSERT INTO duty_times (staff_id, weekday, begins, ends) VALUES ($1, $2, '00:00', '00:00')",
                row["id"],
                weekday,
            )
        return str(row["id"])

    async def crew(self) -> tuple[str, str]:
        """A department with a head, and in it a crew with a leader."""
        department = await queries.add_department(
            self._db, name=f"工程部{self._number}", kind="engineering", head_id=None
        )
        head = await self.person("department_head", department["id"])
        await self._db.execute("UPDATE departments SET head_id = $2 WHERE id = $1", department["id"], head)
        leader = await self.person("crew_leader", department["id"])
        crew = await queries.add_crew(
            self._db,
            name=f"水电{self._number}队",
            leader_id=leader,
            department_id=department["id"],
            trades=["plumbing"],
        )
        return str(crew["id"]), str(department["id"])

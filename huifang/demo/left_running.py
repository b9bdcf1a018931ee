"""What stays when all has been told: a text sequence, and a repair that has escalated to a ringing phone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from temporalio.client import Client

from domain.playbooks.repair import RepairPolicy
from huifang.demo.clock import Clock
from huifang.demo.company import Company
from huifang.demo.desk import Desk
from huifang.demo.neighbours import Flat
from huifang.demo.phones import Phones
from huifang.demo.screen import Screen
from huifang.demo.team import TRADE, Person, Team

_RINGS_FOR = 110
"""Seconds the phone rings: time to find it, and less than a ticket waits before it asks the provider."""
_CALLS = 20
_TIMES_PROMISED = 2
_JUST_AFTER = timedelta(seconds=1)


@dataclass(frozen=True)
class Left:
    """The tickets by id, and whose phone rings."""

    sequence: str
    repair: str
    rings: Person
    page: str


async def leave_running(
    sequence: str, company: Company, phones: Phones, client: Client, screen: Screen, team: Team, flat: Flat
) -> Left:
    """A repair that the crew promised to come to, and did not: the head's phone rings."""
    desk, clock = Desk(company), Clock(client)
    for _ in range(_TIMES_PROMISED):
        await phones.behave_on_call(team.leader.phone, "answer_and_press", key="1")
    for person in (team.head, team.supervisor, team.manager):
        await phones.behave_on_call(person.phone, "no_answer", delay=_RINGS_FOR, times=_CALLS)
    repair = await desk.take_in("repairs", team.agent, **flat.ids, trade=TRADE, what=screen.text("blocked"))
    now = await desk.stage(repair, "acknowledged")
    due = datetime.fromisoformat(now["promise"]["due_at"])
    two_hours_left, overdue = (due + rung.offset + _JUST_AFTER for rung in RepairPolicy().on_site.ladder[:2])
    await clock.move([repair], two_hours_left)
    await desk.until(repair, "a second promise of the crew", lambda now: _promised(now) == _TIMES_PROMISED)
    await clock.move([repair], overdue)
    now = await desk.until(repair, "an escalation", lambda now: now["escalation_level"] == 1)
    return Left(sequence, repair, team.head, now["temporal_ui"])


def _promised(now: dict[str, Any]) -> int:
    """How often somebody pressed the key."""
    return sum(each["data"].get("outcome") == "acknowledged" for each in now["told"])

"""One ticket as the story watches it: its clock is moved, and whoever it rings is shown."""

import asyncio
from collections import Counter
from datetime import datetime
from typing import Any

from domain.promises.telling import TellingPolicy
from huifang.demo.clock import Clock
from huifang.demo.desk import Desk
from huifang.demo.patience import happens
from huifang.demo.phones import Phones
from huifang.demo.screen import Screen
from huifang.demo.team import Person, Team

_UNTIL_THE_NEXT_CALL = TellingPolicy().between_calls
_LOOKS = 5
"""Looks in vain, a tenth of a second apart, before the clock moves on to the next call."""


class Watch:
    """Between two calls to one person lie minutes of the ticket's clock, which are skipped."""

    def __init__(
        self, ticket: str, desk: Desk, phones: Phones, team: Team, clock: Clock, screen: Screen
    ) -> None:
        self.ticket, self.clock = ticket, clock
        self._desk, self._phones, self._team, self._screen = desk, phones, team, screen
        self._shown: set[str] = set()
        self._read = ""

    async def to(self, moment: datetime) -> None:
        """Move the ticket's clock to `moment`."""
        self._screen.forward(moment)
        await self.clock.move([self.ticket], moment)

    async def rings(self, *expected: tuple[Person, str]) -> None:
        """Show every call until each of these has been made and has ended so. Raises `DidNotHappen`."""
        missing, in_vain = Counter((person.id, outcome) for person, outcome in expected), 0
        async with happens(f"{self.ticket} rings {', '.join(person.name for person, _ in expected)}"):
            while missing.total():
                for event in await self._fresh():
                    in_vain = 0
                    if event["data"].get("outcome"):
                        missing -= Counter([(event["data"]["staff"], event["data"]["outcome"])])
                    await self._show(event)
                in_vain += 1
                if in_vain > _LOOKS and not await self._phones.ringing():
                    in_vain = 0
                    await self.clock.move([self.ticket], self.clock.now() + _UNTIL_THE_NEXT_CALL)
                await asyncio.sleep(0.1)

    async def _fresh(self) -> list[dict[str, Any]]:
        told = (await self._desk.ticket(self.ticket))["told"]
        fresh = [event for event in told if _name(event) not in self._shown]
        self._shown.update(_name(event) for event in fresh)
        return fresh

    async def _show(self, event: dict[str, Any]) -> None:
        at, data = datetime.fromisoformat(event["at"]), event["data"]
        if "rung" in data:
            self._screen.rung(at, data["rung"])
        elif "outcome" in data:
            person = self._team.person(data["staff"])
            await self._say_what_is_read(person)
            await self._screen.ring(at, person, data["outcome"], data.get("key"))
        elif data.get("staff"):
            await self._screen.text_to(at, self._team.person(data["staff"]))

    async def _say_what_is_read(self, person: Person) -> None:
        """What the call says; the same words are shown once."""
        words = [
            call["text"]
            for call in await self._phones.calls()
            if call["text"] and call["legs"][0]["phone"] == person.phone
        ]
        if words[-1] != self._read:
            self._read = words[-1]
            self._screen.read_out(words[-1])


def _name(event: dict[str, Any]) -> str:
    """An event of one ticket, told apart from its others."""
    return f"{event['at']} {sorted(event['data'].items(), key=str)}"

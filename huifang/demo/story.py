"""P1 from the roster to the last text, in a few minutes of story time and seconds of ours."""

import asyncio
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from temporalio.client import Client

from domain.policy import PreHandoverPolicy
from huifang.demo.cast import DEMO_ROSTER, EXAMPLES, NEW_NUMBER, Cast, cast
from huifang.demo.checks import Checks
from huifang.demo.clock import Clock
from huifang.demo.company import Company
from huifang.demo.phones import Phones
from huifang.demo.screen import Screen

_POLICY = PreHandoverPolicy()
_HERE = ZoneInfo(_POLICY.hours.timezone)
_AHEAD, _LATER = timedelta(days=45), timedelta(days=20)
_AFTER_SENDING = timedelta(minutes=30)
_STEPS = len(_POLICY.steps)
_OPT_OUT = "ｔｄ"


class Story:
    """Told once; `checks` then holds what was verified."""

    def __init__(self, company: Company, phones: Phones, client: Client, screen: Screen) -> None:
        self._company, self._phones, self._screen = company, phones, screen
        self._client, self._clock = client, Clock(client)
        self._handover = datetime.now(_HERE).date() + _AHEAD
        self._building = ""
        self._cast: Cast
        self.checks = Checks()

    async def tell(self) -> None:
        """Every chapter, then what must be true at its end."""
        await self._rosters()
        await self._begin()
        await self._first_message()
        await self._owners_act()
        await self._second_message()
        await self._date_moves()
        await self._last_message()
        await self._verify()

    async def _rosters(self) -> None:
        self._screen.chapter("chapter-rosters")
        for file in sorted(EXAMPLES.glob("owners-*")):
            if file == DEMO_ROSTER:
                continue
            building = await self._company.add_building(self._screen.text("building-of", file=file.stem))
            answer = await self._company.import_roster(building, file)
            self._screen.roster(file.name, answer)
            again = await self._company.import_roster(building, file)
            kept = [again["counts"][key] for key in ("accepted", "merged", "rejected")]
            self.checks.expect(
                "check-import", [answer["counts"][key] for key in ("accepted", "merged", "rejected")], kept
            )
            self.checks.expect("check-problems", True, bool(answer["problems"]))

    async def _begin(self) -> None:
        self._screen.chapter("chapter-begin", date=self._handover)
        self._building = await self._company.add_building(self._screen.text("building"), self._handover)
        self._screen.roster(
            DEMO_ROSTER.name, await self._company.import_roster(self._building, DEMO_ROSTER), 10
        )
        await self._company.start_sequence(self._building)
        owners = await self._company.owners(self._building)
        self._cast = cast(owners)
        tickets = await self._company.tickets(self._building)
        self._screen.say("enrolled", tickets=len(tickets), owners=len(self._cast.everyone))
        self.checks.expect("check-enrolled", len(owners), len(tickets))

    async def _first_message(self) -> None:
        self._screen.chapter("chapter-first")
        await self._phones.behave(self._cast.unreachable.phone, "fail_delivery")
        await self._forward(0)
        people = len(self._cast.everyone)
        progress = await self._settled()
        self._screen.say("receipts", delivered=progress["messages"].get("delivered", 0))
        self._screen.say("not-delivered", "yellow", name=self._cast.unreachable.name)
        self.checks.expect("check-first", {"delivered": people - 1, "failed": 1}, progress["messages"])

    async def _owners_act(self) -> None:
        self._screen.chapter("chapter-acts")
        people = self._cast
        await asyncio.sleep(0.5)  # the failure is written down a moment before the ticket hears of it
        self._screen.say("new-number", name=people.unreachable.name, phone=NEW_NUMBER[3:])
        async with self._phones.watched(self._arrived):
            await self._company.change_number(people.unreachable.customer, NEW_NUMBER)
            await self._phones.until(NEW_NUMBER, 1)
        self._screen.say("replies", name=people.leaves.name, text=_OPT_OUT)
        await self._phones.reply(people.leaves.phone, _OPT_OUT)
        self._screen.say("signs", name=people.signs.name)
        await self._company.signed(people.signs.customer)
        await self._company.until(
            self._building,
            lambda now: now["closed"].get("opted_out") == 1 and now["closed"].get("signed") == 1,
        )
        for player in (people.leaves, people.signs):
            standing = (await self._company.ticket(player.ticket))["standing"]
            self._screen.say("standing", name=player.name, standing=standing)

    async def _second_message(self) -> None:
        self._screen.chapter("chapter-second")
        lost = self._cast.loses_answer
        await self._phones.behave(lost.phone, "drop_after_accept")
        self._screen.say("drops", "yellow", name=lost.name)
        await self._forward(1)
        await self._settled()
        copies = (await self._phones.counts())[lost.phone]
        self._screen.say("no-copy", name=lost.name)
        self.checks.expect("check-dropped", 2, copies)

    async def _date_moves(self) -> None:
        old, self._handover = self._handover, self._handover + _LATER
        self._screen.chapter("chapter-moved", old=old, new=self._handover)
        before = await self._phones.counts()
        await self._company.move_handover(self._building, self._handover)
        waiting = await self._company.tickets(self._building, "waiting")
        due = [datetime.fromisoformat(ticket["due_at"]).astimezone(_HERE) for ticket in waiting]
        self._screen.say("moved", tickets=len(waiting), due=f"{min(due):%Y-%m-%d %H:%M}")
        last = _POLICY.steps[-1]
        wanted = datetime.combine(self._handover - timedelta(days=last.days_before), last.at, _HERE)
        self.checks.expect("check-moved", {wanted}, set(due))
        self.checks.expect("check-nothing-again", before, await self._phones.counts())

    async def _last_message(self) -> None:
        self._screen.chapter("chapter-last")
        await self._forward(2)
        await self._settled()
        await self._company.until(self._building, lambda now: set(now["tickets"]) == {"closed"})

    async def _verify(self) -> None:
        self._screen.chapter("chapter-verify")
        tickets = await self._company.tickets(self._building)
        found = await self._phones.counts()
        people = self._cast
        expected = {phone: _STEPS for phone in people.everyone}
        expected |= {
            people.leaves.phone: 1,
            people.signs.phone: 1,
            people.unreachable.phone: 1,
            NEW_NUMBER: _STEPS,
        }
        self.checks.expect("check-each-once", expected, dict(found))
        references = [text["reference"] for text in await self._phones.texts()]
        self.checks.expect("check-no-repeat", len(set(references)), len(references))
        self.checks.expect("check-closed", {"closed"}, {ticket["stage"] for ticket in tickets})
        ended = await self._ended({ticket["id"] for ticket in tickets})
        self.checks.expect("check-engine", len(tickets), ended)
        self._screen.table(
            ["owner", "room", "texts", "standing"],
            [await self._line(ticket, found) for ticket in tickets],
        )
        self._screen.checks(self.checks)

    async def _line(self, ticket: dict[str, Any], counts: dict[str, int]) -> list[str]:
        owner = (await self._company.ticket(ticket["id"]))["owner"]
        phones = [
            phone for phone, player in self._cast.everyone.items() if player.customer == owner["customer_id"]
        ]
        phones += [NEW_NUMBER] if owner["customer_id"] == self._cast.unreachable.customer else []
        texts = " + ".join(str(counts[phone]) for phone in phones)
        return [owner["name"], ticket["room"], texts, ticket["standing"]]

    async def _ended(self, tickets: set[str], seconds: float = 15.0) -> int:
        """How many of the tickets Temporal lists as completed; the list may lag for a moment."""
        ended: set[str] = set()
        query = 'WorkflowType = "PreHandover" AND ExecutionStatus = "Completed"'
        try:
            async with asyncio.timeout(seconds):
                while ended != tickets:
                    found = {execution.id async for execution in self._client.list_workflows(query)}
                    ended = found & tickets
                    await asyncio.sleep(0.2)
        except TimeoutError:
            pass
        return len(ended)

    async def _forward(self, step: int) -> None:
        """Half an hour past the moment the step is due, with every text shown as it arrives."""
        due = _POLICY.steps[step]
        moment = datetime.combine(self._handover - timedelta(days=due.days_before), due.at, _HERE)
        self._screen.say("forward", "dim", date=_day(moment.date()), time=_hour(due.at))
        open_tickets = [ticket["id"] for ticket in await self._company.tickets(self._building, "waiting")]
        self._arrives_at = moment
        async with self._phones.watched(self._arrived):
            await self._clock.move(open_tickets, moment + _AFTER_SENDING)

    def _arrived(self, text: dict[str, Any]) -> None:
        phone = text["phone"]
        player = self._cast.unreachable if phone == NEW_NUMBER else self._cast.everyone[phone]
        self._screen.message(self._arrives_at, player.name, phone, text["text"])

    async def _settled(self) -> dict[str, Any]:
        """Progress once every text sent so far has its receipt."""
        return await self._company.until(
            self._building, lambda now: not set(now["messages"]) & {"queued", "sending", "accepted"}
        )


def _day(day: date) -> str:
    return day.isoformat()


def _hour(hour: time) -> str:
    return f"{hour:%H:%M}"

"""P1 from the roster to the last text, in weeks of story time and seconds of ours."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from temporalio.client import Client

from domain.playbooks.pre_handover_policy import PreHandoverPolicy
from huifang.demo.cast import DEMO_ROSTER, EXAMPLES, NEW_NUMBER, Cast, Player, cast
from huifang.demo.checks import Checks
from huifang.demo.clock import Clock
from huifang.demo.company import Company
from huifang.demo.ended import ended
from huifang.demo.phones import Phones
from huifang.demo.screen import Screen

_POLICY = PreHandoverPolicy()
_HERE = ZoneInfo(_POLICY.hours.timezone)
_AHEAD, _LATER = timedelta(days=45), timedelta(days=20)
_AFTER_SENDING = timedelta(minutes=30)
_STEPS = len(_POLICY.steps)
_OPT_OUT = "ｔｄ"
_UNDER_WAY = {"queued", "sending", "accepted"}
_VERDICTS = ("accepted", "merged", "rejected")


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

    async def leave_running(self) -> str:
        """A second building whose sequence has just begun, to try things on; the id of one of its tickets."""
        building = await self._company.add_building(self._screen.text("building-to-try"), self._handover)
        await self._company.import_roster(building, DEMO_ROSTER)
        await self._company.start_sequence(building)
        return str((await self._company.tickets(building, "waiting"))[0]["id"])

    async def _rosters(self) -> None:
        await self._screen.chapter("chapter-rosters")
        for file in sorted(EXAMPLES.glob("owners-*")):
            if file == DEMO_ROSTER:
                continue
            building = await self._company.add_building(self._screen.text("building-of", file=file.stem))
            answer = await self._company.import_roster(building, file)
            self._screen.roster(file.name, answer)
            again = await self._company.import_roster(building, file)
            first, second = ([each["counts"][key] for key in _VERDICTS] for each in (answer, again))
            self.checks.expect("check-import", first, second, file=file.name)
            explained = {
                (each["sheet"], each["row"]) for each in answer["problems"] if each["verdict"] == "rejected"
            }
            self.checks.expect("check-problems", answer["counts"]["rejected"], len(explained), file=file.name)

    async def _begin(self) -> None:
        await self._screen.chapter("chapter-begin", date=self._handover)
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
        flats = Counter(owner["name"] for owner in owners)
        self._screen.say("two-flats", name=flats.most_common(1)[0][0])

    async def _first_message(self) -> None:
        await self._screen.chapter("chapter-first")
        await self._phones.behave(self._cast.unreachable.phone, "fail_delivery")
        progress = await self._forward(0)
        delivered = progress["messages"].get("delivered", 0)
        self._screen.say("receipts", delivered=delivered, name=self._cast.unreachable.name)
        everyone_else = len(self._cast.everyone) - 1
        self.checks.expect("check-first", {"delivered": everyone_else, "failed": 1}, progress["messages"])

    async def _owners_act(self) -> None:
        await self._screen.chapter("chapter-acts")
        people = self._cast
        await asyncio.sleep(0.5)  # the failure is written down a moment before the ticket hears of it
        self._screen.say("new-number", name=people.unreachable.name, phone=NEW_NUMBER[3:])
        await self._company.change_number(people.unreachable.customer, NEW_NUMBER)
        await self._phones.until(NEW_NUMBER, 1)
        await self._settled()
        await self._show_arrived(self._clock.now())
        self._screen.say("replies", name=people.leaves.name, text=_OPT_OUT)
        await self._phones.reply(people.leaves.phone, _OPT_OUT)
        await self._closes("opted_out")
        await self._show_standing(people.leaves)
        self._screen.say("signs", name=people.signs.name)
        await self._company.signed(people.signs.customer)
        await self._closes("signed")
        await self._show_standing(people.signs)

    async def _second_message(self) -> None:
        await self._screen.chapter("chapter-second")
        lost = self._cast.loses_answer
        await self._phones.behave(lost.phone, "drop_after_accept")
        self._screen.say("drops", "yellow", name=lost.name)
        await self._forward(1)
        copies = (await self._phones.counts())[lost.phone]
        self._screen.say("no-copy", name=lost.name)
        self.checks.expect("check-dropped", 2, copies)

    async def _date_moves(self) -> None:
        old, self._handover = self._handover, self._handover + _LATER
        await self._screen.chapter("chapter-moved", old=old, new=self._handover)
        before = await self._phones.counts()
        await self._company.move_handover(self._building, self._handover)
        waiting = await self._company.tickets(self._building, "waiting")
        due = {datetime.fromisoformat(ticket["due_at"]).astimezone(_HERE) for ticket in waiting}
        self._screen.say("moved", tickets=len(waiting), due=f"{min(due):%Y-%m-%d %H:%M}")
        self.checks.expect("check-moved", {self._due(_STEPS - 1)}, due)
        self.checks.expect("check-nothing-again", before, await self._phones.counts())

    async def _last_message(self) -> None:
        await self._screen.chapter("chapter-last")
        await self._forward(_STEPS - 1)
        await self._company.until(
            self._building, "the end of every ticket", lambda now: set(now["tickets"]) == {"closed"}
        )

    async def _verify(self) -> None:
        await self._screen.chapter("chapter-verify")
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
        done = await ended(self._client, {ticket["id"] for ticket in tickets})
        self.checks.expect("check-engine", len(tickets), done)
        self._screen.table(
            ["owner", "room", "texts", "standing"],
            [await self._line(ticket, found) for ticket in sorted(tickets, key=lambda each: each["id"])],
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

    def _due(self, step: int) -> datetime:
        due = _POLICY.steps[step]
        return datetime.combine(self._handover - timedelta(days=due.days_before), due.at, _HERE)

    async def _forward(self, step: int) -> dict[str, Any]:
        """Half an hour past the moment the step is due; every text is shown. The progress then."""
        due = self._due(step)
        self._screen.say("forward", "cyan", date=due.date().isoformat(), time=f"{due:%H:%M}")
        open_tickets = [ticket["id"] for ticket in await self._company.tickets(self._building, "waiting")]
        await self._clock.move(open_tickets, due + _AFTER_SENDING)
        progress = await self._settled()
        await self._show_arrived(due)
        return progress

    async def _show_arrived(self, at: datetime) -> None:
        """Every text since the last time, in the roster's order, with its receipt as the company has it."""
        texts = sorted(await self._phones.fresh(), key=lambda text: text["phone"])
        for text in texts:
            phone = text["phone"]
            player = self._cast.unreachable if phone == NEW_NUMBER else self._cast.everyone[phone]
            receipt = await self._receipt(player, phone)
            await self._screen.message(
                at, player.name, phone, text["text"], receipt["state_name"], receipt["state"] == "delivered"
            )

    async def _receipt(self, player: Player, phone: str) -> dict[str, Any]:
        """What the company knows of its last text to `phone`, which one of the owner's tickets sent."""
        sent = [
            message
            for ticket in player.tickets
            for message in (await self._company.ticket(ticket))["messages"]
            if message["phone"][-4:] == phone[-4:]  # the rest is hidden
        ]
        return dict(max(sent, key=lambda message: message["id"]))

    async def _show_standing(self, player: Player) -> None:
        standing = (await self._company.ticket(player.tickets[0]))["standing"]
        self._screen.say("standing", "dim", name=player.name, standing=standing)

    async def _closes(self, reason: str) -> None:
        await self._company.until(
            self._building, f"a ticket closed as {reason}", lambda now: now["closed"].get(reason) == 1
        )

    async def _settled(self) -> dict[str, Any]:
        """Progress once every text sent so far has its receipt."""
        return await self._company.until(
            self._building, "a receipt for every text", lambda now: not set(now["messages"]) & _UNDER_WAY
        )

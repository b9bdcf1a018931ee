"""P8: a complaint from the head's phone to the customer's signature and word."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from temporalio.client import Client

from domain.playbooks.complaint import ComplaintPolicy
from huifang.demo.checks import Checks
from huifang.demo.clock import Clock
from huifang.demo.company import Company
from huifang.demo.customer_call import CustomerCalls, may_be_called
from huifang.demo.desk import Desk
from huifang.demo.ended import ended
from huifang.demo.neighbours import Neighbours
from huifang.demo.phones import Phones
from huifang.demo.screen import Screen
from huifang.demo.signature import sign
from huifang.demo.team import Person, Team
from huifang.demo.watch import Watch

_POLICY = ComplaintPolicy()
_EXPLAINED_AFTER = timedelta(hours=3)
_DECIDED_AFTER = timedelta(hours=2)
_CARRIED_OUT_AFTER = timedelta(days=2)
_IMPROVED_WITHIN = timedelta(days=30)
_CATEGORY = "service.punctuality"
_STEPS = (
    "file_explanation", "judge_well_founded", "propose_remedy", "approve", "report_measure", "carried_out",
    "send_acceptance", "customer_accepts", "classify",
)  # fmt: skip


class ComplaintStory:
    """Told once; `checks` then holds what was verified."""

    def __init__(
        self, company: Company, phones: Phones, client: Client, screen: Screen, team: Team, flats: Neighbours
    ) -> None:
        self._desk, self._phones, self._client, self._screen = Desk(company), phones, client, screen
        self._team, self._flats = team, flats
        self._calls = CustomerCalls(self._desk, phones, screen, team.agent)
        self._clock = Clock(client)
        self._ticket = ""
        self._watch: Watch
        self.checks = Checks()

    async def tell(self, about: str) -> None:
        """From the complaint about the repair `about` to its end, then what must be true."""
        before = await self._phones.rung()
        await self._complained(about)
        await self._explained()
        await self._decided()
        await self._carried_out()
        await self._last_word()
        await self._verify(before)

    async def _complained(self, about: str) -> None:
        people, flat, text = self._team, self._flats.downstairs, self._screen.text
        await self._screen.chapter("chapter-complained")
        self._screen.say("own-clock", "dim")
        for person in (people.head, people.manager, people.supervisor):
            await self._will_answer(person)
        self._ticket = await self._desk.take_in(
            "complaints", people.agent, **flat.ids, department_id=people.department, about_ticket=about,
            what=text("stained"), wanted=text("wanted"),
        )  # fmt: skip
        now = await self._desk.until(self._ticket, "a promise", lambda now: now["promise"] is not None)
        await self._screen.happened(
            self._clock.now(), "complained", name=flat.name, room=flat.room, what=text("stained"),
            wanted=text("wanted"), ticket=self._ticket,
            due=self._screen.clock(datetime.fromisoformat(now["promise"]["due_at"])),
        )  # fmt: skip
        self._watch = Watch(self._ticket, self._desk, self._phones, people, self._clock, self._screen)
        await self._watch.rings((people.head, "acknowledged"))

    async def _will_answer(self, person: Person) -> None:
        """The next call to that phone."""
        await self._phones.behave_on_call(person.phone, "answer_and_press", key="1")

    async def _explained(self) -> None:
        people, text = self._team, self._screen.text
        await self._screen.chapter("chapter-explained")
        await self._later(_EXPLAINED_AFTER)
        await self._act("file-explanation", people.head, what=text("explanation"), remedy=text("remedy"))
        await self._will_answer(people.head)
        await self._act("judge-well-founded", people.agent)
        await self._watch.rings((people.head, "acknowledged"))  # whose turn it is hears of it at once

    async def _decided(self) -> None:
        people, options = self._team, [self._screen.text("remedy"), self._screen.text("other-remedy")]
        await self._screen.chapter("chapter-decided")
        shown = "  ".join(f"{number}. {option}" for number, option in enumerate(options, 1))
        await self._act("propose-remedy", people.head, shown, options=options)
        await self._watch.rings((people.manager, "acknowledged"))
        await self._later(_DECIDED_AFTER)
        await self._will_answer(people.head)
        await self._act("approve", people.manager, self._screen.text("option", number=1), option=1)
        await self._watch.rings((people.head, "acknowledged"))

    async def _carried_out(self) -> None:
        people = self._team
        await self._screen.chapter("chapter-carried-out")
        await self._act("report-measure", people.head, what=self._screen.text("measure"))
        await self._to(may_be_called(self._clock.now() + _CARRIED_OUT_AFTER))
        await self._act("carried-out", people.head)
        await self._act("send-acceptance", people.agent)
        await self._signed()

    async def _signed(self) -> None:
        """The customer opens the link of the text and types in its code."""
        customer = self._flats.downstairs
        await self._phones.until(customer.phone, 1)
        [sent] = [each["text"] for each in await self._phones.texts() if each["phone"] == customer.phone]
        now = await self._desk.until(self._ticket, "a receipt", lambda now: _delivered(now) is not None)
        receipt = _delivered(now) or ""
        await self._screen.message(self._clock.now(), customer.name, customer.phone, sent, receipt, True)
        await sign(sent)
        await self._desk.stage(self._ticket, "review")
        await self._screen.happened(self._clock.now(), "signed", name=customer.name)
        await self._watch.rings((self._team.supervisor, "acknowledged"))

    async def _last_word(self) -> None:
        people = self._team
        await self._screen.chapter("chapter-last-word")
        await self._act(
            "classify", people.supervisor, category=_CATEGORY, measure=self._screen.text("improvement"),
            owner=people.head.id, until=(self._clock.now() + _IMPROVED_WITHIN).isoformat(),
        )  # fmt: skip
        await self._calls.make(self._call, self._clock, self._flats.downstairs, satisfaction="satisfied")
        now = await self._desk.stage(self._ticket, "closed")
        self._screen.say("standing", "dim", name=self._ticket, standing=now["standing"])

    @property
    def _call(self) -> str:
        return f"follow-up-{self._ticket.removeprefix('complaint-')}-0-1"

    async def _later(self, by: timedelta) -> None:
        await self._to(self._clock.now() + by)

    async def _to(self, moment: datetime) -> None:
        self._screen.forward(moment)
        await self._clock.move([self._ticket], moment)

    async def _act(self, act: str, by: Person, said: str = "", **more: object) -> None:
        await self._desk.act(self._ticket, act, by, **more)
        said = next((str(more[key]) for key in ("what", "measure") if key in more), said)
        await self._screen.acted(self._clock.now(), by, act.replace("-", "_"), said)

    async def _verify(self, before: Counter[str]) -> None:
        timeline = await self._desk.timeline(self._ticket)
        people, customer = self._team, self._flats.downstairs
        turns = {people.head.phone: 3, people.manager.phone: 1, people.supervisor.phone: 1}
        rung = {**turns, people.agent.phone: 1, customer.phone: 1}
        self.checks.expect("check-complaint-rung", rung, dict(await self._phones.rung() - before))
        kinds = [event["kind"] for event in timeline]
        signed = [event["actor"] for event in timeline if event["kind"] == "customer_accepts"]
        self.checks.expect("check-signed", ["customer"], signed)
        self.checks.expect("check-steps", list(_STEPS), [kind for kind in kinds if kind in _STEPS])
        overdue = [each for each in timeline if each["kind"] == "rung_told" and not _is_turn(each)]
        in_time = (kinds.count("promise_met_late"), len(overdue))
        self.checks.expect("check-in-time", (0, 0), in_time)
        self.checks.expect(
            "check-settled", "settled", (await self._desk.ticket(self._ticket))["close_reason"]
        )
        tickets = {self._ticket, self._call}
        self.checks.expect("check-engine", len(tickets), await ended(self._client, tickets))


def _is_turn(event: dict[str, Any]) -> bool:
    """Somebody was told that it is their turn, not that it is late."""
    return str(event["data"]["rung"]).endswith("-turn")


def _delivered(now: dict[str, Any]) -> str | None:
    """The receipt of the ticket's text, once there is one, in the caller's language."""
    return next((each["state_name"] for each in now["messages"] if each["state"] == "delivered"), None)

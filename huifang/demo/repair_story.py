"""P7: a repair nobody goes to, escalated by phone; late, reopened, solved."""

from collections import Counter
from datetime import datetime, timedelta

from temporalio.client import Client

from domain.playbooks.repair import RepairPolicy
from huifang.demo.checks import Checks
from huifang.demo.clock import Clock
from huifang.demo.company import Company
from huifang.demo.customer_call import CustomerCalls, may_be_called
from huifang.demo.desk import Desk
from huifang.demo.ended import ended
from huifang.demo.neighbours import Neighbours
from huifang.demo.phones import Phones
from huifang.demo.screen import Screen
from huifang.demo.team import TRADE, Team
from huifang.demo.watch import Watch

_BOUND = RepairPolicy().on_site
_LATE = timedelta(minutes=75)
_WORK = timedelta(hours=2)
_SECOND_WORK = timedelta(minutes=50)
_RUNGS = [rung.name for rung in _BOUND.ladder if rung.offset <= timedelta()]
_SHOWN_BEFORE = ("call_", "notice_", "receipt_", "promise_made")
"""Calls and texts were shown as they rang and arrived."""


class RepairStory:
    """Told once; `checks` then holds what was verified."""

    def __init__(
        self, company: Company, phones: Phones, client: Client, screen: Screen, team: Team, flats: Neighbours
    ) -> None:
        self._desk, self._phones, self._client, self._screen = Desk(company), phones, client, screen
        self._team, self._flats = team, flats
        self._calls = CustomerCalls(self._desk, phones, screen, team.agent)
        self.ticket = ""
        self._watch: Watch
        self._due: datetime
        self.checks = Checks()

    async def tell(self) -> None:
        """From the report to the customer who is content, then what must be true."""
        before = await self._phones.rung()
        await self._reported()
        await self._nobody_goes()
        await self._overdue()
        await self._comes_late()
        await self._not_content()
        await self._solved()
        await self._record()
        await self._verify(before)

    async def _reported(self) -> None:
        people, flat = self._team, self._flats.upstairs
        await self._screen.chapter("chapter-reported")
        await self._phones.behave_on_call(people.leader.phone, "no_answer")
        await self._phones.behave_on_call(people.leader.phone, "answer_and_press", key="1")
        self.ticket = await self._desk.take_in(
            "repairs", people.agent, **flat.ids, trade=TRADE, what=self._screen.text("leak")
        )
        clock = Clock(self._client)
        now = await self._desk.until(self.ticket, "a promise", lambda now: now["promise"] is not None)
        self._due = datetime.fromisoformat(now["promise"]["due_at"])
        self._watch = Watch(self.ticket, self._desk, self._phones, people, clock, self._screen)
        await self._screen.happened(
            clock.now(), "reported", name=flat.name, room=flat.room, what=self._screen.text("leak"),
            agent=people.agent.name, ticket=self.ticket, due=self._screen.clock(self._due),
        )  # fmt: skip
        await self._watch.rings((people.leader, "no_answer"), (people.leader, "acknowledged"))

    async def _nobody_goes(self) -> None:
        people = self._team
        await self._screen.chapter("chapter-nobody-goes")
        for _ in range(2):
            await self._phones.behave_on_call(people.leader.phone, "no_answer")
        await self._phones.behave_on_call(people.head.phone, "unreachable")
        await self._phones.behave_on_call(people.supervisor.phone, "answer_and_press", key="1")
        await self._watch.to(self._due + _BOUND.ladder[0].offset)
        await self._watch.rings(
            (people.leader, "no_answer"),
            (people.leader, "no_answer"),
            (people.head, "unreachable"),
            (people.supervisor, "acknowledged"),
        )

    async def _overdue(self) -> None:
        head = self._team.head
        await self._screen.chapter("chapter-overdue")
        await self._phones.behave_on_call(head.phone, "no_answer")
        await self._phones.behave_on_call(head.phone, "answer_and_press", key="1")
        await self._watch.to(self._due)
        await self._watch.rings((head, "no_answer"), (head, "acknowledged"))
        level = (await self._desk.ticket(self.ticket))["escalation_level"]
        self.checks.expect("check-level", 1, level)
        self._screen.say("head-acts", head=head.name, level=level)

    async def _comes_late(self) -> None:
        await self._screen.chapter("chapter-comes-late")
        await self._watch.to(self._due + _LATE)
        leader, minutes = self._team.leader, int(_LATE / timedelta(minutes=1))
        await self._desk.act(self.ticket, "arrive", leader)
        await self._screen.happened(self._watch.clock.now(), "arrives", leader=leader.name, minutes=minutes)
        await self._repaired("plan", _WORK, 1)

    async def _repaired(self, plan: str, takes: timedelta, confirmed: int) -> None:
        """The customer confirms the arrival; it is repaired by an hour at which customers may be called."""
        leader, clock = self._team.leader, self._watch.clock
        await self._called(confirmed, satisfaction="neutral", arrived="yes")
        words, done = self._screen.text(plan), may_be_called(clock.now() + takes)
        await self._desk.act(self.ticket, "file-plan", leader, what=words, at=done.isoformat())
        await self._screen.happened(clock.now(), "plans", leader=leader.name, plan=words)
        await self._watch.to(done)
        await self._desk.act(self.ticket, "complete", leader)
        await self._screen.happened(clock.now(), "done", leader=leader.name)

    async def _not_content(self) -> None:
        people = self._team
        await self._screen.chapter("chapter-not-content")
        await self._phones.behave_on_call(people.head.phone, "answer_and_press", key="1")
        await self._phones.behave_on_call(people.leader.phone, "no_answer")
        await self._phones.behave_on_call(people.leader.phone, "answer_and_press", key="2")
        words = self._screen.text("still-leaks")
        await self._called(2, satisfaction="dissatisfied", with_what=words)
        await self._desk.until(self.ticket, "reopened", lambda now: now["reopened"] == 1)
        self._screen.say("reopened", "yellow")
        await self._watch.rings(
            (people.head, "acknowledged"), (people.leader, "no_answer"), (people.leader, "acknowledged")
        )
        await self._desk.stage(self.ticket, "on_site")
        self._screen.say("arrives-by-key", leader=people.leader.name)
        await self._repaired("second-plan", _SECOND_WORK, 3)

    async def _solved(self) -> None:
        await self._screen.chapter("chapter-solved")
        await self._called(4, satisfaction="satisfied")
        now = await self._desk.stage(self.ticket, "closed")
        self._screen.say("standing", "dim", name=self.ticket, standing=now["standing"])

    async def _called(self, number: int, **record: str) -> None:
        await self._calls.make(self._call(number), self._watch.clock, self._flats.upstairs, **record)

    def _call(self, number: int) -> str:
        return f"follow-up-{self.ticket.removeprefix('repair-')}-0-{number}"

    async def _record(self) -> None:
        await self._screen.chapter("chapter-record", ticket=self.ticket)
        timeline = await self._desk.timeline(self.ticket)
        for event in timeline:
            if not event["kind"].startswith(_SHOWN_BEFORE):
                actor = self._team.name(event["actor"])
                self._screen.event(datetime.fromisoformat(event["at"]), event["text"], actor)

    async def _verify(self, before: Counter[str]) -> None:
        timeline = await self._desk.timeline(self.ticket)
        kinds = [event["kind"] for event in timeline]
        people, customer = self._team, self._flats.upstairs
        rung = {
            people.leader.phone: 6, people.head.phone: 4, people.supervisor.phone: 1, people.agent.phone: 4,
            customer.phone: 4,
        }  # fmt: skip
        self.checks.expect("check-rung", rung, dict(await self._phones.rung() - before))
        self.checks.expect(
            "check-ladder", _RUNGS, [each["data"]["rung"] for each in timeline if each["kind"] == "rung_told"]
        )
        self.checks.expect("check-late", 1, kinds.count("promise_met_late"))
        self.checks.expect("check-reopened", 1, kinds.count("reopened"))
        [assessed] = [each["data"] for each in timeline if each["kind"] == "crew_assessed"]
        self.checks.expect("check-assessed", ("false", "1", "satisfied"), tuple(
            assessed[key] for key in ("arrived_in_time", "reopened", "satisfaction")
        ))  # fmt: skip
        closed = {
            call: (await self._desk.ticket(call))["close_reason"]
            for call in (self.ticket, *map(self._call, range(1, 5)))
        }
        expected = ["solved", *4 * ["recorded"]]
        self.checks.expect("check-closed-as", expected, list(closed.values()))
        self.checks.expect("check-engine", len(closed), await ended(self._client, set(closed)))

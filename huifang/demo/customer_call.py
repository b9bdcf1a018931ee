"""P10 as the agent lives it: a line of the call list, a call put through, a record."""

from datetime import datetime, timedelta

from domain.playbooks.follow_up_call import FollowUpPolicy, next_attempt
from huifang.demo.clock import Clock
from huifang.demo.desk import Desk
from huifang.demo.neighbours import Flat
from huifang.demo.phones import Phones
from huifang.demo.screen import Screen
from huifang.demo.team import Person

_POLICY = FollowUpPolicy()
_AFTER = timedelta(seconds=5)


def may_be_called(moment: datetime) -> datetime:
    """The first moment from `moment` on, and a little past it, at which customers may be called."""
    return next_attempt((), _POLICY, (), moment) + _AFTER


class CustomerCalls:
    """Makes the calls of one ticket's customer; the agent does as the story says."""

    def __init__(self, desk: Desk, phones: Phones, screen: Screen, agent: Person) -> None:
        self._desk, self._phones, self._screen, self._agent = desk, phones, screen, agent

    async def make(self, call: str, clock: Clock, customer: Flat, **record: str) -> None:
        """Both phones ring, they speak, and it is recorded; `clock` is that of the ticket it is about."""
        line = await self._desk.call_to_make(self._agent, call)
        self._screen.say("listed", agent=self._agent.name, name=line["name"], phone=line["phone"])
        for phone in (self._agent.phone, customer.phone):
            await self._phones.behave_on_call(phone, "answer")
        await self._desk.act(call, "dial", self._agent)
        await self._desk.stage(call, "to_record")
        spoken = next(
            event["data"]["talk_seconds"]
            for event in (await self._desk.ticket(call))["told"]
            if event["data"].get("call_kind") == "bridge"
        )
        await self._screen.happened(
            clock.now(), "put-through", agent=self._agent.name, name=customer.name, phone=customer.phone[3:],
            seconds=spoken,
        )  # fmt: skip
        await self._desk.act(call, "record-result", self._agent, **record)
        said = "arrived" if "arrived" in record else record["satisfaction"]
        await self._screen.happened(
            clock.now(), f"customer-{said}", name=customer.name, said=record.get("with_what", "")
        )

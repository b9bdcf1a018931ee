"""The floor of a repair: what no workflow on this engine can do without, and nothing else."""

import asyncio
from datetime import timedelta

from temporalio import activity, workflow

_TRY = timedelta(minutes=1)
_BOUND = timedelta(hours=8)
ACTS = ("arrive", "file_plan", "complete")
"""What the crew does, each act ending the promise before it."""


@activity.defn(name="record")
async def record(what: str) -> str:
    """Write something down, or find something out."""
    return what


@activity.defn(name="place")
async def place(call: str) -> str:
    """Place a call."""
    return call


class _Bare:
    """Acts and calls, with one activity each."""

    def __init__(self) -> None:
        self._done: set[str] = set()
        self._ended = 0

    @workflow.update
    async def act(self, name: str) -> str:
        """What a person does is on record before they are answered."""
        await _recorded(name)
        self._done.add(name)
        return name

    @workflow.signal
    def call_ended(self, call: str) -> None:
        """A call has ended."""
        self._ended += 1

    async def _called(self, call: str) -> None:
        await workflow.execute_activity(place, call, start_to_close_timeout=_TRY)
        await workflow.wait_condition(lambda: self._ended > 0)

    async def _promised(self, act: str) -> None:
        """Until it is done; one timer, which never fires here."""
        await workflow.wait_condition(lambda: act in self._done, timeout=_BOUND)


@workflow.defn(name="BareRepair")
class BareRepair(_Bare):
    """The crew is called and acknowledges, comes, plans and finishes; then the customer is called."""

    @workflow.run
    async def run(self, ticket: str) -> str:
        """A record for the acknowledgement and one for the end; acts have theirs."""
        calling = asyncio.create_task(self._crew_called())
        for act in ACTS:
            await self._promised(act)
        await calling
        result: str = await workflow.execute_child_workflow("BareCall", ticket, id=f"{ticket}-call")
        await _recorded("closed")
        return result

    async def _crew_called(self) -> None:
        await self._called("crew")
        await _recorded("acknowledged")


@workflow.defn(name="BareCall")
class BareCall(_Bare):
    """An agent is chosen and dials; both speak; the agent records the result."""

    @workflow.run
    async def run(self, ticket: str) -> str:
        """One activity finds the agent and puts the call on the list."""
        calling = asyncio.create_task(self._carried())
        await self._promised("record_result")
        await calling
        return "satisfied"

    async def _carried(self) -> None:
        await _recorded("agent")
        await workflow.wait_condition(lambda: "dial" in self._done)
        await self._called("customer")


async def _recorded(what: str) -> None:
    await workflow.execute_activity(record, what, start_to_close_timeout=_TRY)

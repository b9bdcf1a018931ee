"""The proof that replay notices: copies of the tickets' workflows, each broken on purpose, are refused."""

import importlib.util
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner
from temporalio.workflow import NondeterminismError

import workflows.complaint
import workflows.enquiry
import workflows.follow_up_call
import workflows.pre_handover
import workflows.repair
from tests.replay.files import HISTORIES, read

PRE_HANDOVER = {
    "sends before it waits": (
        "if await self._changes_before(self._cadence.deferred or due.at, due):",
        "if self._cadence.changed:",
    ),
    "waits once more before it begins": (
        "        while due := self._following():",
        "        await asyncio.sleep(1)\n        while due := self._following():",
    ),
    "records what the sending has recorded already": (
        "if self._written is None or self._written.close_reason != reason:",
        "if reason:",
    ),
    "no longer records a new plan": (
        '        await self._record("ticket_replanned", '
        'self._snapshot(following, None if following else "completed"))\n',
        "",
    ),
    "no longer shows when the next text is due": (
        "            self._set_due(self._cadence.following(workflow.now()))\n",
        "",
    ),
    "sends with another activity": ("MessageActivities.send_step,", '"send_step_2",'),
    "forgets to close in the list of tickets": (
        'workflow.upsert_search_attributes([STAGE.value_set("closed"), DUE_AT.value_unset()])',
        "pass",
    ),
    "does not record why it closed": (
        'await asyncio.shield(self._record(f"closed_{reason}", self._snapshot(None, because)))',
        "pass",
    ),
    "goes on after the owner left": ("self._left = self._left or reason", "pass"),
    "goes on after a cancellation": (
        "return await self.lived()",
        "return await asyncio.shield(self.lived())",
    ),
    "takes a text that waits for its turn as past": (
        "self._cadence = replace(self._cadence, deferred=result.until)",
        "pass",
    ),
    "does not follow a moved date": (
        "self._cadence = self._cadence.moved(handover_date, workflow.now())",
        "pass",
    ),
    "does not send again": (
        "        self._cadence = self._cadence.sent_again(step)\n",
        "        pass\n",
    ),
}


REPAIR = {
    "does not phone the crew": (
        "answered = await self.tell_people(key, role, template, lambda: self.state.stage != stage)",
        "answered = None",
    ),
    "takes every key for the one that acknowledges": (
        'act = "arrive" if answered.result.key == ARRIVED else "acknowledge"',
        'act = "acknowledge"',
    ),
    "does not ask the customer while the work goes on": (
        "self._stage_calls.append(self.beside.start(self._ask_meanwhile(self.state.stage)))",
        "pass",
    ),
    "does not ask the customer at the end": (
        'self._word = await self.customer.word(self._call_about("done"))',
        'self._word = FollowUpResult("satisfied", "recorded")',
    ),
    "closes although the customer is not content": (
        "            self._again()\n",
        '            return "solved"\n',
    ),
    "does not tell the head that it was opened again": (
        "self._stage_calls.append(self.beside.start(self._head_told()))",
        "pass",
    ),
    "does not hear that nobody came": (
        'self.do(Act("dispute_arrival", "customer"))',
        "pass",
    ),
    "looks for no other crew": (
        'self.to_stage("crew_wanted", crew_id=None)\n        self._call_crew()\n',
        'self.to_stage("crew_wanted", crew_id=None)\n',
    ),
    "does not phone the crew that takes over": (
        "crew_id=crew, department_id=department)\n        self._call_crew()\n",
        "crew_id=crew, department_id=department)\n",
    ),
    "does not heed the crew's key": ("self.do(Act(act, answered.staff_id))", "pass"),
    "lets time run while parts are waited for": ("self.own_promise.pause_for(waited_for)", "pass"),
    "keeps waiting when the parts are there": ('self.own_promise.resume_after("parts")', "pass"),
    "does not heed the customer's appointment": (
        "self.own_promise.move(at)",
        "pass",
    ),
    "keeps to the old policy": (
        "return await self.under(policy)",
        "return await self.under(self.policy)",
    ),
    "stays open whatever ends it": (
        "        return await super().closed(reason)\n",
        "        return self.state\n",
    ),
}
ENQUIRY = {
    "lets the customer wait without a word": (
        "self._tasks.append(self.beside.start(self._nobody_waits_without_a_word(asked)))",
        "pass",
    ),
    "does not remind the agent of it": (
        'self._tasks.append(self.beside.start(self._person_told(f"apology/{self._apologies}")))',
        "pass",
    ),
    "does not send the text that a person releases": (
        "        self._tasks.append(self.beside.start(self._text_how_it_stands(until)))\n",
        "",
    ),
    "does not tell the department": (
        "        self._tasks.append(self.beside.start(self._department_told(self._departments)))\n",
        "",
    ),
    "does not ask whether the customer is content": (
        "if self._content is None and await self._is_content():",
        "if self._content is None:",
    ),
}
COMPLAINT = {
    "does not tell the head at once": ('self._tell_head("voice-complaint-new")', "pass"),
    "does not tell the head that it was opened again": (
        'self._tell_head("voice-complaint-reopened")',
        "pass",
    ),
    "does not ask the customer at the end": (
        "result = await self._customer_asked()",
        'result = FollowUpResult("satisfied", "recorded")',
    ),
    "closes although the customer is not content": (
        "            self._again()\n",
        '            return "settled"\n',
    ),
    "investigates again what was explained": (
        'self.to_stage("options" if self._explained else "investigating")',
        'self.to_stage("investigating")',
    ),
    "sends no link to sign with": ("self._tasks.append(self.beside.start(self._link_sent()))", "pass"),
}


FOLLOW_UP_CALL = {
    "looks for no agent": ("chosen = await self._choose_agent()", "chosen = True"),
    "does not say that an agent is wanted": (
        "                await self._agent_wanted()\n",
        "                pass\n",
    ),
    "calls in rest hours": ("await self._until_callable()", "await self.enter('ready')"),
    "does not call": ("reached = await self._bridged()", "reached = None"),
    "does not ask by SMS": ("            await self._ask_by_sms()\n", "            pass\n"),
    "calls before a reply came": (
        "self._talk = self._talk.asked_for_a_time()",
        "self._talk = self._talk.asked_for_a_time().replied()",
    ),
    "does not hear the reply": (
        'if self.state.stage == "asked":\n            self._talk = self._talk.replied()',
        "pass",
    ),
    "leaves the supervisor out": (
        "telling = self.beside.start(self._supervisor_told(key, template, settled))",
        "telling = self.beside.start(workflow.sleep(0))",
    ),
    "does not heed the hour the customer wishes": (
        'self._talk = self._talk.wish(datetime.fromisoformat(act.data["at"]))',
        "pass",
    ),
}
KINDS = {
    "PreHandover": (workflows.pre_handover, "PreHandoverWorkflow", PRE_HANDOVER),
    "Repair": (workflows.repair, "RepairWorkflow", REPAIR),
    "Complaint": (workflows.complaint, "ComplaintWorkflow", COMPLAINT),
    "Enquiry": (workflows.enquiry, "EnquiryWorkflow", ENQUIRY),
    "FollowUpCall": (workflows.follow_up_call, "FollowUpCallWorkflow", FOLLOW_UP_CALL),
}
BROKEN = [(kind, change) for kind, (_, _, changes) in KINDS.items() for change in changes]


def source_of(kind: str) -> str:
    return Path(str(KINDS[kind][0].__file__)).read_text("utf-8")


def copy(kind: str, name: str, source: str) -> type:
    """The workflow from changed source."""
    module, workflow, _ = KINDS[kind]
    spec = importlib.util.spec_from_loader(name, loader=None)
    assert spec is not None
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made  # where annotations are looked up
    exec(compile(source, str(module.__file__), "exec"), made.__dict__)
    found: type = getattr(made, workflow)
    return found


async def refused(kind: str, workflow: type) -> AsyncIterator[str]:
    """The histories that the copy cannot replay; any other failure than that is an error."""
    replayer = Replayer(
        workflows=[workflow],
        workflow_runner=UnsandboxedWorkflowRunner(),
        data_converter=pydantic_data_converter,
    )
    files = sorted((HISTORIES / kind).glob("*.json"))
    assert files
    for file in files:
        result = await replayer.replay_workflow(read(file), raise_on_replay_failure=False)
        if result.replay_failure is not None:
            assert isinstance(result.replay_failure, NondeterminismError), result.replay_failure
            yield file.stem


@pytest.mark.parametrize("kind", KINDS)
async def test_an_unchanged_copy_replays_everything(kind: str) -> None:
    workflow = copy(kind, f"workflows_unchanged_{kind}", source_of(kind))
    assert [history async for history in refused(kind, workflow)] == []


@pytest.mark.parametrize(("kind", "change"), BROKEN, ids=str)
async def test_a_broken_copy_is_refused(kind: str, change: str) -> None:
    source, (before, after) = source_of(kind), KINDS[kind][2][change]
    assert source.count(before) == 1, "the workflow reads differently now: say this mutation in its words"
    changed = source.replace(before, after)
    workflow = copy(kind, f"workflows_broken_{BROKEN.index((kind, change))}", changed)
    async for _ in refused(kind, workflow):
        return
    raise AssertionError("no recorded history notices")

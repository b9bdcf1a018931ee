"""A workflow hears what was sealed for it, as that alone: attacked by somebody who has every payload."""

import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio import activity, workflow
from temporalio.api.common.v1 import Payload, Payloads, WorkflowExecution, WorkflowType
from temporalio.api.enums.v1 import EventType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.update.v1 import Input, Meta, Request
from temporalio.api.workflowservice.v1 import (
    SignalWorkflowExecutionRequest,
    StartWorkflowExecutionRequest,
    UpdateWorkflowExecutionRequest,
)
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle, WorkflowHistory
from temporalio.common import RetryPolicy
from temporalio.converter import DataConverter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, Worker

from huifang.run.guarded_workflows import guarded
from huifang.run.payloads import sealing
from tests.town.keys import SEALING
from tests.town.patience import until
from vault.keyring import NEVER, DataKey, Keyring

_TRY = timedelta(seconds=60)
_ONCE = RetryPolicy(maximum_attempts=1)


@activity.defn
async def answer(question: str) -> str:
    return f"{question}!"


@workflow.defn(name="Listener")
class Listener:
    def __init__(self) -> None:
        self.heard: list[str] = []

    @workflow.run
    async def run(self, begin: str) -> list[str]:
        self.heard.append(begin)
        self.heard.append(await workflow.execute_activity(answer, begin, start_to_close_timeout=_TRY))
        await workflow.wait_condition(lambda: "end" in self.heard)
        return self.heard

    @workflow.signal
    def failed(self, step: str) -> None:
        self.heard.append(f"failed {step}")

    @workflow.signal
    def again(self, step: str) -> None:
        self.heard.append(f"again {step}")

    @workflow.signal
    def replied(self) -> None:
        self.heard.append("replied")

    @workflow.update
    async def act(self, what: str) -> list[str]:
        self.heard.append(what)
        return self.heard

    @workflow.query
    def all(self) -> list[str]:
        return self.heard


@workflow.defn(name="Stranger", sandboxed=False)
class Stranger:
    """Gives an activity of his own to the product's worker, which would try it for ever."""

    @workflow.run
    async def run(self, queue: str) -> str:
        found: str = await workflow.execute_activity(
            "answer", "foreign link", task_queue=queue, retry_policy=_ONCE, schedule_to_close_timeout=_TRY
        )
        return found


class Town:
    """Workers that are guarded, their client, and a stranger who reaches Temporal and reads it all."""

    def __init__(self, client: Client, stranger: Client, queue: str) -> None:
        self.client, self.stranger, self.queue = client, stranger, queue

    async def begun(self) -> WorkflowHandle[Any, Any]:
        id_ = f"listener-{uuid.uuid4().hex[:8]}"
        return await self.client.start_workflow("Listener", "begin", id=id_, task_queue=self.queue)

    async def heard(self, ticket: WorkflowHandle[Any, Any]) -> list[str]:
        found: list[str] = await ticket.query("all")
        return found

    async def kept(self, ticket: WorkflowHandle[Any, Any], kind: str) -> list[list[Payload]]:
        """Payloads of all events of a kind, as Temporal keeps them."""
        name = EventType.Value(f"EVENT_TYPE_WORKFLOW_EXECUTION_{kind}")
        attributes = f"workflow_execution_{kind.lower()}_event_attributes"
        found = []
        async for event in ticket.fetch_history_events():
            if event.event_type == name:
                of = getattr(event, attributes)
                given = of.accepted_request.input.args if kind == "UPDATE_ACCEPTED" else of.input
                found.append(list(given.payloads))
        return found

    async def signal(self, ticket: WorkflowHandle[Any, Any], name: str, payloads: list[Payload]) -> None:
        await self.stranger.workflow_service.signal_workflow_execution(
            SignalWorkflowExecutionRequest(
                namespace="default",
                workflow_execution=WorkflowExecution(workflow_id=ticket.id),
                signal_name=name,
                input=Payloads(payloads=payloads),
            )
        )

    async def update(self, ticket: WorkflowHandle[Any, Any], update_id: str, payloads: list[Payload]) -> bool:
        """Whether it was taken."""
        given = Input(name="act", args=Payloads(payloads=payloads))
        answer = await self.stranger.workflow_service.update_workflow_execution(
            UpdateWorkflowExecutionRequest(
                namespace="default",
                workflow_execution=WorkflowExecution(workflow_id=ticket.id),
                request=Request(meta=Meta(update_id=update_id), input=given),
            )
        )
        return answer.outcome.HasField("success")


async def follows(history: WorkflowHistory, converter: DataConverter) -> None:
    """Raises where the history is not followed."""
    replayer = Replayer(
        workflows=[Listener],
        workflow_runner=guarded(UnsandboxedWorkflowRunner(), converter),
        data_converter=converter,
        namespace="default",
    )
    await replayer.replay_workflow(history)


@pytest.fixture
async def town(temporal: WorkflowEnvironment) -> AsyncIterator[Town]:
    target = temporal.client.service_client.config.target_host
    client = await Client.connect(target, **SEALING)
    stranger = await Client.connect(target, data_converter=DataConverter.default)
    queue = f"guarded-{uuid.uuid4().hex[:8]}"
    worker = Worker(
        client,
        task_queue=queue,
        workflows=[Listener],
        activities=[answer],
        workflow_runner=guarded(UnsandboxedWorkflowRunner(), client.data_converter),
    )
    async with worker:
        yield Town(client, stranger, queue)


async def test_what_the_product_says_is_heard(town: Town) -> None:
    ticket = await town.begun()
    await ticket.signal("failed", "first")
    await ticket.signal("replied")
    await ticket.execute_update("act", "done", id="act/1")
    await ticket.execute_update("act", "done", id="act/1")
    assert (await town.heard(ticket)).count("done") == 1
    await ticket.execute_update("act", "end")
    assert set(await ticket.result()) == {"begin", "failed first", "replied", "done", "begin!", "end"}
    await follows(await ticket.fetch_history(), town.client.data_converter)


async def test_a_stranger_s_plain_words_are_heard_by_nobody(town: Town) -> None:
    ticket = await town.begun()
    plain = town.stranger.get_workflow_handle(ticket.id)
    await plain.signal("failed", "first")
    await plain.signal("replied")
    forged = [Payload(metadata={"encoding": b"json/plain"}, data=b'"sealed"')]
    await town.signal(ticket, "replied", forged)
    assert not await town.update(ticket, "act/1", forged)
    assert not await town.update(ticket, "act/2", [])
    await ticket.execute_update("act", "end")
    assert set(await ticket.result()) == {"begin", "begin!", "end"}


async def test_a_stranger_starts_nothing(town: Town) -> None:
    handle = await town.stranger.start_workflow(
        "Listener", "begin", id=f"stranger-{uuid.uuid4().hex[:8]}", task_queue=town.queue
    )
    with pytest.raises(WorkflowFailureError):
        await handle.result()
    bare = await town.stranger.start_workflow(
        "Listener", id=f"stranger-{uuid.uuid4().hex[:8]}", task_queue=town.queue
    )
    with pytest.raises(WorkflowFailureError):
        await bare.result()


async def test_sealed_words_say_nothing_at_another_ticket_or_as_something_else(town: Town) -> None:
    ticket, other = await town.begun(), await town.begun()
    await ticket.signal("failed", "first")
    await ticket.signal("replied")
    await ticket.execute_update("act", "granted", id="act/1")
    failed, alone = await town.kept(ticket, "SIGNALED")
    [granted] = await town.kept(ticket, "UPDATE_ACCEPTED")
    [start] = await town.kept(ticket, "STARTED")
    for payloads in (failed, granted, start, alone):
        await town.signal(other, "failed", payloads)
        await town.signal(other, "replied", payloads)
        assert not await town.update(other, "act/1", payloads)
        # At its own ticket as something else.
        await town.signal(ticket, "again", payloads)
        assert not await town.update(ticket, f"act/{uuid.uuid4()}", payloads)
    asked = StartWorkflowExecutionRequest(
        namespace="default",
        workflow_id=f"moved-{uuid.uuid4().hex[:8]}",
        workflow_type=WorkflowType(name="Listener"),
        task_queue=TaskQueue(name=town.queue),
        input=Payloads(payloads=start),
        request_id=str(uuid.uuid4()),
    )
    await town.stranger.workflow_service.start_workflow_execution(asked)
    with pytest.raises(WorkflowFailureError):
        await town.client.get_workflow_handle(asked.workflow_id).result()
    for each in (ticket, other):
        await each.execute_update("act", "end")
    assert set(await ticket.result()) == {"begin", "begin!", "failed first", "replied", "granted", "end"}
    assert set(await other.result()) == {"begin", "begin!", "end"}


async def test_activities_hear_their_own_tickets_alone(town: Town) -> None:
    queue = f"strangers-{uuid.uuid4().hex[:8]}"
    async with Worker(town.stranger, task_queue=queue, workflows=[Stranger]):
        ordered = town.stranger.execute_workflow(
            "Stranger", town.queue, id=f"stranger-{uuid.uuid4().hex[:8]}", task_queue=queue
        )
        with pytest.raises(WorkflowFailureError):
            await ordered


async def test_tickets_of_before_go_on_and_are_bound_from_then_on(town: Town) -> None:
    key = DataKey(1, bytes(range(1, 33)), datetime(2026, 1, 1, tzinfo=UTC))
    old = Keyring([key], bytes(32), NEVER)
    target = town.client.service_client.config.target_host
    client = await Client.connect(target, **sealing(old))
    queue = f"before-{uuid.uuid4().hex[:8]}"

    def worker(of: Client) -> Worker:
        return Worker(
            of,
            task_queue=queue,
            workflows=[Listener],
            activities=[answer],
            workflow_runner=guarded(UnsandboxedWorkflowRunner(), of.data_converter),
        )

    async with worker(client):
        ticket = await client.start_workflow(
            "Listener", "begin", id=f"before-{uuid.uuid4().hex[:8]}", task_queue=queue
        )
        await town.stranger.get_workflow_handle(ticket.id).signal("failed", "by hand")
        await ticket.signal("replied")
        await ticket.execute_update("act", "done", id="act/1")

        async def heard_all() -> list[str] | None:
            """Once the activity has answered as well; the others are done when they are said."""
            found: list[str] = await ticket.query("all")
            return found if "begin!" in found else None

        heard = await until(heard_all, "the activity's answer")
    # The moment has come; what was said before it is in the history, and is read as it was.
    began = Keyring([key], bytes(32), datetime.now(UTC))
    bound = await Client.connect(target, **sealing(began))
    async with worker(bound):
        same = bound.get_workflow_handle(ticket.id)
        await town.stranger.get_workflow_handle(ticket.id).signal("failed", "by hand again")
        await same.signal("replied")
        await same.execute_update("act", "end")
        assert await same.result() == [*heard, "replied", "end"]
        history = await same.fetch_history()
    assert "failed by hand" in heard
    await follows(history, sealing(began)["data_converter"])
    # By keys that were bound all the time, nothing of it was ever said.
    always = sealing(Keyring([key], bytes(32)))["data_converter"]
    with pytest.raises(workflow.NondeterminismError):
        await follows(history, always)

"""Somebody who reaches Temporal without account or key gives orders, and replays what others said (P23)."""

import uuid
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from temporalio import workflow
from temporalio.api.common.v1 import Payload, Payloads, WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.update.v1 import Input, Meta, Request
from temporalio.api.workflowservice.v1 import UpdateWorkflowExecutionRequest
from temporalio.client import Client, WorkflowFailureError, WorkflowUpdateFailedError
from temporalio.common import RetryPolicy
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from domain.messages.notices import SendNotice
from domain.tickets.acts import Act
from domain.tickets.task_queues import sms_queue
from tests.town.lending import asked, decided, ended, is_lent
from tests.town.office import Office
from vault.payload_codec import is_bound

_ONCE, _LONG = RetryPolicy(maximum_attempts=1), timedelta(minutes=2)


@workflow.defn(name="Stranger")
class Stranger:
    """Has the product's own worker carry out an activity."""

    @workflow.run
    async def run(self, queue: str, order: SendNotice) -> None:
        await workflow.execute_activity(
            "send_notice", order, task_queue=queue, retry_policy=_ONCE, schedule_to_close_timeout=_LONG
        )


@pytest.fixture
async def stranger(place: Office) -> AsyncIterator[Client]:
    target = place.env.client.service_client.config.target_host
    yield await Client.connect(target, data_converter=pydantic_data_converter)


async def _texts(place: Office) -> int:
    async with place.pool.acquire() as db:
        return int(await db.fetchval("SELECT count(*) FROM messages"))


async def _grant_of(place: Office, loan: str) -> list[Payload]:
    """As Temporal keeps it."""
    async for event in place.env.client.get_workflow_handle(loan).fetch_history_events():
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
            said = event.workflow_execution_update_accepted_event_attributes.accepted_request
            return list(said.input.args.payloads)
    raise LookupError("nobody granted it")


async def _replay(stranger: Client, loan: str, payloads: list[Payload]) -> bool:
    """Whether it was taken."""
    order = Request(
        meta=Meta(update_id=f"grant_loan/{uuid.uuid4()}"),
        input=Input(name="act", args=Payloads(payloads=payloads)),
    )
    answer = await stranger.workflow_service.update_workflow_execution(
        UpdateWorkflowExecutionRequest(
            namespace="default", workflow_execution=WorkflowExecution(workflow_id=loan), request=order
        )
    )
    return answer.outcome.HasField("success")


async def test_nobody_grants_a_loan_past_the_api(place: Office, stranger: Client) -> None:
    loan = await asked(place)
    order = Act("grant_loan", place.staff["supervisor"], {"until": "2099-01-01T00:00:00+08:00"})
    with pytest.raises(WorkflowUpdateFailedError):
        await stranger.get_workflow_handle(loan).execute_update("act", order)
    assert not await is_lent(place)
    # The ticket goes on as if nothing had been said.
    await decided(place, loan, "refuse", reason="请由该客户的客服专员处理")
    await ended(place, loan, "loan-refused")


async def test_a_grant_counts_for_its_own_loan_and_once(place: Office, stranger: Client) -> None:
    first = await asked(place)
    await decided(place, first, "grant")
    granted = await _grant_of(place, first)
    assert all(map(is_bound, granted))
    assert not await _replay(stranger, first, granted)
    await decided(place, first, "return", by="agent")
    await ended(place, first, "returned")
    with pytest.raises(RPCError):
        await _replay(stranger, first, granted)
    second = await asked(place)
    assert not await _replay(stranger, second, granted)
    assert not await is_lent(place)
    await decided(place, second, "refuse", reason="请由该客户的客服专员处理")
    await ended(place, second, "loan-refused")


async def test_nobody_sends_texts_past_the_api(place: Office, stranger: Client) -> None:
    before, queue = await _texts(place), f"strangers-{uuid.uuid4().hex[:8]}"
    words = {"ticket": "B2026-000001", "link": "http://example.invalid/", "code": "1", "hours": "1"}
    order = SendNotice("B1", "link", "sms-complaint-accept", words, None, place.customer)
    runner = UnsandboxedWorkflowRunner()
    async with Worker(stranger, task_queue=queue, workflows=[Stranger], workflow_runner=runner):
        with pytest.raises(WorkflowFailureError):
            await stranger.execute_workflow(
                Stranger.run, args=[sms_queue(place.queue), order], id=queue, task_queue=queue
            )
    assert await _texts(place) == before

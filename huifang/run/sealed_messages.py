"""What clients say is sealed as exactly that, what activities answer as an answer (P23, decision 0029)."""

import uuid
from typing import Any

from temporalio.client import (
    CreateScheduleInput,
    OutboundInterceptor,
    QueryWorkflowInput,
    ScheduleHandle,
    SignalWorkflowInput,
    StartWorkflowInput,
    StartWorkflowUpdateInput,
    UpdateScheduleInput,
    WorkflowHandle,
    WorkflowUpdateHandle,
)
from temporalio.client import Interceptor as ClientInterceptor
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput
from temporalio.worker import Interceptor as WorkerInterceptor

from vault.payload_codec import SealingCodec
from vault.payload_place import (
    RESULT,
    SCHEDULED,
    mean_from_now_on,
    meant_as,
    query_of,
    signal_of,
    start_of,
    update_of,
)

_SEAL_ALONE = "sealed"
"""What a signal without arguments carries; the worker takes it away again."""


class SealedMessages(ClientInterceptor, WorkerInterceptor):
    """For a client whose data converter seals: its workers take it from there."""

    def __init__(self, codec: SealingCodec) -> None:
        """`codec` is that converter's."""
        self._codec = codec

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:
        """Calls of clients."""
        return _Calls(next, self._codec)

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        """Activities of workers."""
        return _Answers(next)


class _Calls(OutboundInterceptor):
    def __init__(self, following: OutboundInterceptor, codec: SealingCodec) -> None:
        super().__init__(following)
        self._codec = codec

    async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:
        with meant_as(start_of(input.workflow)):
            return await super().start_workflow(input)

    async def signal_workflow(self, input: SignalWorkflowInput) -> None:
        bare = not input.args and self._codec.binds
        if bare:
            input.args = [_SEAL_ALONE]
        with meant_as(signal_of(input.signal, bare=bare)):
            await super().signal_workflow(input)

    async def start_workflow_update(self, input: StartWorkflowUpdateInput) -> WorkflowUpdateHandle[Any]:
        input.update_id = input.update_id or str(uuid.uuid4())
        with meant_as(update_of(input.update, input.update_id)):
            return await super().start_workflow_update(input)

    async def query_workflow(self, input: QueryWorkflowInput) -> Any:
        with meant_as(query_of(input.query)):
            return await super().query_workflow(input)

    async def create_schedule(self, input: CreateScheduleInput) -> ScheduleHandle:
        with meant_as(SCHEDULED):
            return await super().create_schedule(input)

    async def update_schedule(self, input: UpdateScheduleInput) -> None:
        with meant_as(SCHEDULED):
            await super().update_schedule(input)


class _Answers(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        # The SDK seals the answer in this task, after the activity has ended.
        mean_from_now_on(RESULT)
        return await super().execute_activity(input)

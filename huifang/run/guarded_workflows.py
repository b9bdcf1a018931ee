"""Workflows hear what was sealed for them, as what it was sealed, and nothing else (P23, decision 0029).

The codec knows whose a payload is; what it came as, and when, only the workflow task says. Judged is by the
moment of that task, which is the same at every replay: what a ticket once took it takes for ever.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.bridge.proto.workflow_activation import WorkflowActivation, WorkflowActivationJob
from temporalio.bridge.proto.workflow_completion import WorkflowActivationCompletion
from temporalio.converter import DataConverter, SerializationContext
from temporalio.worker import WorkflowInstance, WorkflowInstanceDetails, WorkflowRunner

from vault.payload_codec import (
    ELSEWHERE,
    PLAIN,
    UNBOUND,
    SealingCodec,
    meaning_of,
    refused,
    why_refused,
    would_have_been,
)
from vault.payload_place import OF_WORKERS, RESULT, SCHEDULED, query_of, signal_of, start_of, update_of

_BY_THE_CLOCK = frozenset({"Reconciliation", "Retention"})
"""Started by schedules, which keep the input they were made with; it holds nothing of anybody's."""
_log = structlog.get_logger("worker")


class GuardedRunner(WorkflowRunner):
    """Another runner, whose workflows are guarded."""

    def __init__(self, inner: WorkflowRunner, codec: SealingCodec) -> None:
        """`codec` is that of the worker's client: it says until when what was taken."""
        self._inner, self._codec = inner, codec

    def prepare_workflow(self, defn: Any) -> None:
        """As the other one does."""
        self._inner.prepare_workflow(defn)

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """The other one's, guarded."""
        return _Guarded(self._inner.create_instance(det), self._codec)

    def set_worker_level_failure_exception_types(self, types: Any) -> None:
        """As the other one does."""
        self._inner.set_worker_level_failure_exception_types(types)


def guarded(runner: WorkflowRunner, converter: DataConverter) -> WorkflowRunner:
    """For workers and replays of what seals; what never seals, such as a recording, is not judged."""
    codec = converter.payload_codec
    return GuardedRunner(runner, codec) if isinstance(codec, SealingCodec) else runner


@dataclass(frozen=True)
class _Told:
    """A message to a workflow: what it may have been sealed as, and its payloads."""

    allowed: Collection[str]
    payloads: Any
    needs_seal: bool = True
    """Whether it is refused without any payload: then nobody knows who says so."""
    alone: str | None = None
    """What a seal says that comes without arguments."""


class _Guarded(WorkflowInstance):
    def __init__(self, inner: WorkflowInstance, codec: SealingCodec) -> None:
        self._inner, self._codec = inner, codec

    def activate(self, act: WorkflowActivation) -> WorkflowActivationCompletion:
        at = act.timestamp.ToDatetime(tzinfo=UTC)
        for job in act.jobs:
            for why in self._judge(job, at):
                if not act.is_replaying:
                    ticket = self._inner.get_info().workflow_id
                    _log.warning(
                        "message_refused", ticket=ticket, what=job.WhichOneof("variant"), why=why.decode()
                    )
        return self._inner.activate(act)

    def _judge(self, job: WorkflowActivationJob, at: datetime) -> Iterator[bytes]:
        told = _told(job)
        if told is None:
            for payload in _payloads_in(job):
                self._as_it_was(payload, at)
            if job.HasField("resolve_activity"):
                yield from self._unlike({RESULT}, [job.resolve_activity.result.completed.result])
            return
        by_the_clock = (
            job.HasField("initialize_workflow") and job.initialize_workflow.workflow_type in _BY_THE_CLOCK
        )
        for payload in told.payloads:
            self._as_it_was(payload, at, always=by_the_clock)
        if not told.payloads and told.needs_seal:
            if not self._codec.tolerance.takes(UNBOUND, at):
                told.payloads.append(refused(PLAIN))
                yield PLAIN
        elif told.alone is not None and [meaning_of(each) for each in told.payloads] == [told.alone]:
            del told.payloads[:]
        else:
            yield from self._unlike(told.allowed, told.payloads)

    def _as_it_was(self, payload: Payload, at: datetime, *, always: bool = False) -> None:
        """A message of before counts as it did."""
        why = why_refused(payload)
        if why is not None and (self._codec.tolerance.takes(why, at) or (always and why == UNBOUND)):
            payload.CopyFrom(would_have_been(payload))

    def _unlike(self, allowed: Collection[str], payloads: Any) -> Iterator[bytes]:
        for payload in payloads:
            why, meaning = why_refused(payload), meaning_of(payload)
            if why is None and meaning is not None and meaning not in allowed:
                payload.CopyFrom(refused(ELSEWHERE))
                why = ELSEWHERE
            if why is not None:
                yield why

    def get_serialization_context(self, command_info: Any) -> SerializationContext | None:
        return self._inner.get_serialization_context(command_info)

    def get_external_store_context(self, command_info: Any) -> Any:
        return self._inner.get_external_store_context(command_info)

    def get_info(self) -> Any:
        return self._inner.get_info()

    def get_thread_id(self) -> int | None:
        return self._inner.get_thread_id()


def _told(job: WorkflowActivationJob) -> _Told | None:
    if job.HasField("initialize_workflow"):
        start = job.initialize_workflow
        what = start_of(start.workflow_type)
        return _Told({what, SCHEDULED, OF_WORKERS}, start.arguments)
    if job.HasField("signal_workflow"):
        signal = job.signal_workflow
        alone = signal_of(signal.signal_name, bare=True)
        return _Told({signal_of(signal.signal_name)}, signal.input, alone=alone)
    if job.HasField("do_update"):
        update = job.do_update
        return _Told({update_of(update.name, update.id)}, update.input)
    if job.HasField("query_workflow"):
        asked = job.query_workflow
        return _Told({query_of(asked.query_type)}, asked.arguments, needs_seal=False)
    return None


def _payloads_in(message: Message) -> Iterator[Payload]:
    """Wherever they stand: results, failures and their causes."""
    if isinstance(message, Payload):
        yield message
        return
    for kind, value in message.ListFields():
        if kind.message_type is None:
            continue
        if kind.message_type.GetOptions().map_entry:
            values = [each for each in value.values() if isinstance(each, Message)]
        else:
            values = list(value) if kind.is_repeated else [value]
        for each in values:
            yield from _payloads_in(each)

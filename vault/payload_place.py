"""Where a payload of Temporal's belongs, and what it is meant to be there (P23, decision 0029)."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass

from temporalio.converter import (
    ActivitySerializationContext,
    SerializationContext,
    WorkflowSerializationContext,
)

OF_WORKERS = "worker"
"""What workers say: arguments of activities and children, results, failures, summaries."""
RESULT = "result"
"""What an activity answers."""
SCHEDULED = "scheduled"
"""What a schedule starts again and again, each time under an id of its own."""
_RUN_OF_SCHEDULE = re.compile(r"-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_meant: ContextVar[str] = ContextVar("meant", default=OF_WORKERS)


def start_of(workflow_type: str) -> str:
    """A workflow's input."""
    return f"start:{workflow_type}"


def signal_of(name: str, *, bare: bool = False) -> str:
    """A signal's arguments; `bare`: it has none, and carries its seal alone."""
    return f"{'bare-signal' if bare else 'signal'}:{name}"


def update_of(name: str, update_id: str) -> str:
    """An update's arguments: of this one, which Temporal carries out once."""
    return f"update:{name}:{update_id}"


def query_of(name: str) -> str:
    """A query's arguments."""
    return f"query:{name}"


@contextmanager
def meant_as(what: str) -> Iterator[None]:
    """What is sealed within the block is sealed as `what`, and is nothing else anywhere."""
    token = _meant.set(what)
    try:
        yield
    finally:
        _meant.reset(token)


def mean_from_now_on(what: str) -> None:
    """The same, until the task ends."""
    _meant.set(what)


@dataclass(frozen=True)
class Place:
    """A ticket, or one kind of activity of a ticket."""

    namespace: str
    workflow: str
    activity: str = ""


@dataclass(frozen=True)
class Bound:
    """What a payload is sealed to: stands beside it in clear, and cannot be changed."""

    namespace: str = ""
    workflow: str = ""
    activity: str = ""
    meant: str = OF_WORKERS

    @classmethod
    def now(cls, place: Place | None) -> "Bound":
        """To `place`; without one, to nowhere: then nobody acts on it."""
        return cls(**(asdict(place) if place else {}), meant=_meant.get())

    @classmethod
    def read(cls, data: bytes) -> "Bound":
        """Raises ValueError."""
        given = json.loads(data)
        if not isinstance(given, dict) or not all(isinstance(each, str) for each in given.values()):
            raise ValueError("not what a payload is bound to")
        try:
            return cls(**given)
        except TypeError as error:
            raise ValueError("not what a payload is bound to") from error

    def written(self) -> bytes:
        """As it stands beside the payload."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode()

    def belongs_to(self, place: Place) -> bool:
        """Whether it was sealed for this ticket and activity."""
        if (self.namespace, self.activity) != (place.namespace, place.activity):
            return False
        if self.workflow == place.workflow:
            return True
        began = place.workflow.removeprefix(self.workflow)
        return self.meant == SCHEDULED and _RUN_OF_SCHEDULE.fullmatch(began) is not None


def place_of(context: SerializationContext) -> Place | None:
    """The SDK's word for it."""
    if isinstance(context, WorkflowSerializationContext):
        return Place(context.namespace, context.workflow_id)
    if isinstance(context, ActivitySerializationContext):
        return Place(context.namespace, context.workflow_id or "", context.activity_type or "")
    return None

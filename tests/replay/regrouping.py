"""Recorded histories, with their events grouped into workflow tasks otherwise than they were lived.

When a worker is slow, or has let go of a ticket, one workflow task brings what two would have brought; and on
replay the SDK joins a task without commands with the next. What such a task brought is therefore handled
before, with, or after what came next (decision 0025). Each way here is one the server and the SDK may take:

- `apart`: every task is handled for itself, as a worker does that has the ticket at hand;
- `joined`: what a task without commands brought comes with the next task;
- `split`: what is known to issue nothing comes in a task of its own before the rest;
- `ahead`: signals and updates come before what a task without commands brought.
"""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHistory

Event = dict[str, Any]

_PREFIX = "EVENT_TYPE_"
_UPDATES = ("WORKFLOW_EXECUTION_UPDATE_ACCEPTED", "WORKFLOW_EXECUTION_UPDATE_COMPLETED")
_QUIET = ("ACTIVITY_TASK_STARTED", "WORKFLOW_EXECUTION_OPTIONS_UPDATED")
"""Events that bring the workflow nothing."""
_NOT_OVERTAKEN = ("WORKFLOW_EXECUTION_SIGNALED", "TIMER_FIRED")
RECORD = "record_state"


def kind(event: Event) -> str:
    """Its type."""
    return str(event["eventType"]).removeprefix(_PREFIX)


def attributes(event: Event) -> dict[str, Any]:
    """What it says."""
    found: dict[str, Any] = next(value for key, value in event.items() if key.endswith("Attributes"))
    return found


@dataclass
class Task:
    """A workflow task: what it brought, its three events, and the commands it was answered with."""

    brought: list[Event]
    taken: list[Event]
    commands: list[Event]

    @property
    def empty(self) -> bool:
        """Answered without a command."""
        return not self.commands and kind(self.taken[-1]) == "WORKFLOW_TASK_COMPLETED"

    def ends_a(self, activity: str, before: "list[Task]") -> bool:
        """Whether it brought the end of an activity of that name, which one of `before` began."""
        began = {
            event["eventId"]
            for task in before
            for event in task.commands
            if kind(event) == "ACTIVITY_TASK_SCHEDULED"
            and attributes(event)["activityType"]["name"] == activity
        }
        ends = (event for event in self.brought if kind(event) == "ACTIVITY_TASK_COMPLETED")
        return any(attributes(event)["scheduledEventId"] in began for event in ends)

    def events(self) -> list[Event]:
        """All of it, in order."""
        return [*self.brought, *self.taken, *self.commands]


@dataclass(frozen=True)
class Regrouped:
    """One other grouping of a history."""

    name: str
    history: WorkflowHistory


def tasks_of(events: list[Event]) -> tuple[list[Task], list[Event]]:
    """The history as tasks, and what came after the last."""
    tasks: list[Task] = []
    brought: list[Event] = []
    taken: list[Event] = []
    answered: str | None = None
    for event in events:
        name = kind(event)
        if name in ("WORKFLOW_TASK_SCHEDULED", "WORKFLOW_TASK_STARTED"):
            taken.append(event)
        elif name.startswith("WORKFLOW_TASK_"):
            taken.append(event)
            tasks.append(Task(brought, taken, []))
            brought, taken, answered = [], [], event["eventId"]
        elif answered and (
            attributes(event).get("workflowTaskCompletedEventId") == answered
            or (name in _UPDATES and not brought and not taken)
        ):
            tasks[-1].commands.append(event)
        else:
            brought.append(event)
    return tasks, [*brought, *taken]


def regroupings(file: Path, *, every: bool = False) -> Iterator[Regrouped]:
    """Other groupings of the history in `file`; `every`: each alone as well, not only all at once."""
    events = json.loads(file.read_text("utf-8"))["events"]
    tasks, left = tasks_of(events)
    empties = [place for place, task in enumerate(tasks[:-1]) if task.empty]
    yield _made(file, "apart", _apart(tasks), left)
    if empties:
        yield _made(file, "joined", _joined(tasks, set(empties)), left)
    splits = [place for place, task in enumerate(tasks) if _can_split(task)]
    if splits:
        yield _made(file, "split", _apart(_split(tasks, set(splits))), left)
    for place in [place for place in empties if _can_come_ahead(tasks, place)]:
        yield _made(file, f"ahead {place}", _apart(_ahead(tasks, place)), left)
    if every:
        for place in empties:
            yield _made(file, f"joined {place}", _apart(_joined(tasks, {place})), left)
            yield _made(file, f"joined but {place}", _joined(tasks, set(empties) - {place}), left)
        for place in splits:
            yield _made(file, f"split {place}", _split(tasks, {place}), left)


def _apart(tasks: list[Task]) -> list[Task]:
    """An event that says nothing stands between a task without commands and the next: they are not joined."""
    made = copy.deepcopy(tasks)
    for before, task in pairwise(made):
        if before.empty and not task.brought:
            task.brought.append(_nothing())
        elif before.empty and kind(task.taken[0]) == "WORKFLOW_TASK_SCHEDULED":
            task.brought.insert(0, _nothing())
    return made


def _joined(tasks: list[Task], places: set[int]) -> list[Task]:
    made: list[Task] = []
    carried: list[Event] = []
    for place, task in enumerate(copy.deepcopy(tasks)):
        if place in places:
            carried += task.brought
        else:
            made.append(Task([*carried, *task.brought], task.taken, task.commands))
            carried = []
    return made


def _can_split(task: Task) -> bool:
    """A child's start, or the end of a record that lets nobody go on, and something else."""
    kinds = [kind(event) for event in task.brought if kind(event) not in _QUIET]
    return len(kinds) > 1 and kinds[0] == "CHILD_WORKFLOW_EXECUTION_STARTED"


def _split(tasks: list[Task], places: set[int]) -> list[Task]:
    made: list[Task] = []
    for place, task in enumerate(copy.deepcopy(tasks)):
        if place in places:
            first = next(event for event in task.brought if kind(event) not in _QUIET)
            upto = task.brought.index(first) + 1
            made.append(Task(task.brought[:upto], copy.deepcopy(task.taken), []))
            made.append(Task(task.brought[upto:], task.taken, task.commands))
        else:
            made.append(task)
    return made


def _can_come_ahead(tasks: list[Task], place: int) -> bool:
    """What comes next is signals and updates alone; what they overtake is neither, nor a clock."""
    if any(kind(event).startswith(_NOT_OVERTAKEN) for event in tasks[place].brought):
        return False
    following = tasks[place + 1]
    kinds = {kind(event) for event in following.brought} - set(_QUIET)
    told = kinds or any(kind(event) == _UPDATES[0] for event in following.commands)
    if not told or not kinds <= {"WORKFLOW_EXECUTION_SIGNALED"}:
        return False
    return not following.empty and kind(following.taken[-1]) == "WORKFLOW_TASK_COMPLETED"


def _ahead(tasks: list[Task], place: int) -> list[Task]:
    """The record that follows waits for the one that is under way, and comes when that ends."""
    made = copy.deepcopy(tasks)
    quiet, told = made[place], made[place + 1]
    if quiet.ends_a(RECORD, tasks):
        kept = [event for event in told.commands if not _of_record(event, told.commands)]
        quiet.commands = [event for event in told.commands if event not in kept]
        _number_activities(told.commands, [*kept, *quiet.commands])
        told.commands = kept
    made[place], made[place + 1] = told, quiet
    return made


def _number_activities(before: list[Event], now: list[Event]) -> None:
    """Activities are numbered as they are begun."""
    numbers = [attributes(event)["activityId"] for event in before if "activityId" in attributes(event)]
    begun = [event for event in now if "activityId" in attributes(event)]
    for event, number in zip(begun, numbers, strict=True):
        attributes(event)["activityId"] = number


def _is_record(event: Event) -> bool:
    return kind(event) == "ACTIVITY_TASK_SCHEDULED" and attributes(event)["activityType"]["name"] == RECORD


def _of_record(event: Event, commands: list[Event]) -> bool:
    if _is_record(event):
        return True
    place = commands.index(event)
    shown = kind(event) == "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES"
    return shown and place + 1 < len(commands) and _is_record(commands[place + 1])


def _nothing() -> Event:
    """The operator looked at an option and left it as it was: the workflow is told nothing."""
    return {
        "eventId": "",
        "eventTime": "",
        "eventType": f"{_PREFIX}WORKFLOW_EXECUTION_OPTIONS_UPDATED",
        "taskId": "0",
        "workerMayIgnore": True,
        "workflowExecutionOptionsUpdatedEventAttributes": {},
    }


def _made(file: Path, name: str, tasks: list[Task], left: list[Event]) -> Regrouped:
    events = [event for task in tasks for event in task.events()] + copy.deepcopy(left)
    return Regrouped(name, WorkflowHistory.from_json(_workflow_id(events), _numbered(events)))


def _workflow_id(events: list[Event]) -> str:
    return str(attributes(events[0])["workflowId"])


def _numbered(events: list[Event]) -> dict[str, Any]:
    """Ids run from one, and every event names the ones it follows from by their new ids."""
    new: dict[str, str] = {}
    for number, event in enumerate(events, 1):
        if event["eventId"]:
            new.setdefault(event["eventId"], str(number))
    known = sorted(int(each) for each in new)

    def now(old: str) -> str:
        if old in new:
            return new[old]
        after = [each for each in known if each > int(old)]
        return new[str(after[0])] if after else old

    last_time = ""
    made = []
    scheduled = started = completed = ""
    for number, event in enumerate(events, 1):
        event = {**event, "eventId": str(number), "taskId": str(number)}
        last_time = event["eventTime"] = max(event["eventTime"], last_time)
        name = next(key for key in event if key.endswith("Attributes"))
        said = {
            key: now(value) if key.endswith("EventId") and value not in ("0", "") else value
            for key, value in event[name].items()
        }
        # A task that was split off has the ids of the one it came from: its own follow from its place.
        match kind(event):
            case "WORKFLOW_TASK_SCHEDULED":
                scheduled = str(number)
            case "WORKFLOW_TASK_STARTED":
                started, said["scheduledEventId"] = str(number), scheduled
            case "WORKFLOW_TASK_COMPLETED" | "WORKFLOW_TASK_FAILED" | "WORKFLOW_TASK_TIMED_OUT":
                completed, said["scheduledEventId"], said["startedEventId"] = str(number), scheduled, started
            case "WORKFLOW_EXECUTION_UPDATE_ACCEPTED":
                said["acceptedRequestSequencingEventId"] = scheduled
        if "workflowTaskCompletedEventId" in said:
            said["workflowTaskCompletedEventId"] = completed
        made.append({**event, name: said})
    return {"events": made}

"""Ways through a playbook that follow from its declaration: each act, each rung, each end once.

For kinds without ways of their own (`tests.replay.scenarios`). A way goes by the declaration, asks the ticket
where it stands after each step, waits where only the clock leads on, and ends the ticket.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, get_args

from domain.playbooks.declaration import ActDeclaration, Playbook
from domain.playbooks.forms import Form, FormField, example_of, fields_of
from domain.promises.promise import PromisePolicy
from tests.replay.people import Play, closed, played
from tests.town.office import Office
from tests.town.repairs import call_of, happened, recorded

_ROLES = {
    "agent": "agent",
    "service_supervisor": "supervisor",
    "department_head": "head",
    "crew_leader": "leader",
    "manager": "manager",
}
"""Who of the office holds which role."""
_MOST_STEPS = 40
_A_WAIT, _A_MOMENT = timedelta(hours=12), timedelta(seconds=3)


def ways_of(playbook: Playbook) -> dict[str, Play]:
    """Names and plays."""
    found: dict[str, Play] = {}
    for act in playbook.own_acts():
        for name, said in _variants(act):
            found[f"{act.name}{name}".replace("_", "-")] = partial(_with_act, playbook, act, said)
    found |= _rungs(playbook)
    found["what-every-ticket-has"] = partial(_every, playbook)
    found["duplicate"] = partial(_duplicate, playbook)
    found["cancelled"] = partial(_cancelled, playbook)
    return {name: played(play) for name, play in found.items()}


def rung_ways_of(playbook: Playbook) -> dict[str, Play]:
    """Those ways alone in which nobody does anything: every rung of every promise is told."""
    return {name: played(play) for name, play in _rungs(playbook).items()}


def _rungs(playbook: Playbook) -> dict[str, Play]:
    policy, found = playbook.policy(), dict[str, Play]()
    urgent = {each.name: each for each in policy.promises(True)}
    for ordinary in policy.promises(False):
        found[f"rungs-of-{ordinary.name}"] = partial(_with_rungs, playbook, ordinary, False)
        if urgent[ordinary.name] != ordinary:
            hurried = urgent[ordinary.name]
            found[f"rungs-of-{ordinary.name}-urgent"] = partial(_with_rungs, playbook, hurried, True)
    return found


def _variants(act: ActDeclaration) -> Iterator[tuple[str, dict[str, Any]]]:
    """As the example has it, and once with each choice it leaves open."""
    yield "", {}
    for each in fields_of(act.form):
        if each.optional and (choices := get_args(each.kind)):
            yield from ((f"-{each.name}-{choice}", {each.name: choice}) for choice in choices)


@dataclass
class _Walk:
    """One ticket of a playbook on its way."""

    place: Office
    playbook: Playbook
    ticket: str
    stayed: set[tuple[str, str]] = field(default_factory=set)
    """Stages and acts that led nowhere there: what they lead to depends on what happened before."""

    @classmethod
    async def begun(cls, place: Office, playbook: Playbook, urgent: bool = False) -> "_Walk":
        assert playbook.taken is not None
        said = _filled(place, playbook.taken, {"urgent": urgent})
        ticket = str((await place.post(playbook.at, said, 201))["id"])
        await place.until(ticket, lambda now: now["promise"] is not None)
        return cls(place, playbook, ticket)

    async def stage(self) -> str:
        return str((await self.place.ticket(self.ticket))["stage"])

    async def do(self, act: ActDeclaration, said: dict[str, Any] | None = None) -> None:
        by = next(_ROLES[role] for role in act.by if role in _ROLES)
        body = _filled(self.place, act.form, said or {})
        body.pop("by", None)
        await self.place.act(self.ticket, act.name.replace("_", "-"), by=by, **body)

    async def asked_meanwhile(self) -> None:
        """A call to the customer while the work goes on holds the ticket's clock until it has a result."""
        if self.playbook.calls and (await self.place.timeline(self.ticket)).count("arrive"):
            await recorded(self.place, self.ticket, 1, satisfaction="satisfied")
            await happened(self.place, self.ticket, "customer_called")

    async def to(self, *goals: str) -> str:
        """Go on until it stands in one of these stages."""
        for _ in range(_MOST_STEPS):
            stage = await self.stage()
            if stage in goals:
                return stage
            await self._step(stage, goals)
        raise AssertionError(f"{self.ticket} never came to {goals}")

    async def _step(self, stage: str, goals: tuple[str, ...]) -> None:
        act = _first_act(self.playbook, stage, goals, self.stayed)
        if act is not None:
            await self.do(act)
            if await self.stage() == stage:
                self.stayed.add((stage, act.name))
        elif next(each.left_by for each in self.playbook.stages if each.name == stage) == "call":
            await recorded(self.place, self.ticket, 1, satisfaction="satisfied")
        else:
            await self.place.forward(self.ticket, seconds=_A_WAIT.total_seconds())

    async def end(self) -> str:
        """By its acts or by the customer's word, whichever comes first."""
        for _ in range(_MOST_STEPS):
            stage = await self.stage()
            if stage == "closed":
                return self.ticket
            declared = next(each for each in self.playbook.stages if each.name == stage)
            if declared.left_by == "call":
                await self._called()
            else:
                await self._step(stage, ("closed", *_left_by_call(self.playbook)))
        raise AssertionError(f"{self.ticket} never ended")

    async def _called(self) -> None:
        """The latest of its calls gets a result; a call that is still to be made holds the ticket."""
        for number in range(1, _MOST_STEPS):
            call = call_of(self.ticket, number)
            if (await self.place.until(call, lambda now: True))["stage"] != "closed":
                await recorded(self.place, self.ticket, number, satisfaction="satisfied")
                break
        await self.place.until(self.ticket, lambda now: now["stage"] == "closed")


def _left_by_call(playbook: Playbook) -> tuple[str, ...]:
    return tuple(each.name for each in playbook.stages if each.left_by == "call")


def _first_act(
    playbook: Playbook, stage: str, goals: tuple[str, ...], stayed: set[tuple[str, str]]
) -> ActDeclaration | None:
    """The first act of the shortest way to one of the goals; None where only the clock or a call leads on."""
    stages = {each.name: each for each in playbook.stages}
    ahead: deque[tuple[str, ActDeclaration | None, bool]] = deque([(stage, None, True)])
    seen = {stage}
    while ahead:
        at, first, fresh = ahead.popleft()
        if at in goals and not fresh:
            return first
        if at not in stages:
            continue
        acts = [act for act in stages[at].acts if (at, act.name) not in stayed]
        steps = [(to, act) for act in acts for to in act.leads_to]
        for to, act in [*steps, *((to, None) for to in stages[at].leads)]:
            if to not in seen:
                seen.add(to)
                ahead.append((to, act if fresh else first, False))
    return None


def _filled(place: Office, form: type[Form], said: dict[str, Any]) -> dict[str, Any]:
    """The form's example, about people and things that are there."""
    given = {**example_of(form), **said}
    known = {each.name: each for each in fields_of(form)}
    return {name: _of(place, known[name], value) for name, value in given.items()}


def _of(place: Office, field: FormField, value: Any) -> Any:
    there = {
        "staff": place.staff["agent"],
        "crew": place.crew,
        "department": place.department,
        "customer": place.customer,
        "ownership": place.ownership,
        "moment": (datetime.now(UTC) + timedelta(days=10)).isoformat(),
    }
    return there.get(field.holds or "", value)


async def _with_act(playbook: Playbook, act: ActDeclaration, said: dict[str, Any], place: Office) -> str:
    walk = await _Walk.begun(place, playbook)
    await walk.to(*(each.name for each in playbook.stages if act in each.acts))
    await walk.do(act, said)
    return await walk.end()


async def _with_rungs(playbook: Playbook, promise: PromisePolicy, urgent: bool, place: Office) -> str:
    walk = await _Walk.begun(place, playbook, urgent=urgent)
    await walk.to(*(stage for stage, counts in playbook.promises.items() if counts == promise.name))
    await walk.asked_meanwhile()
    told, passed = set[str](), timedelta()
    for rung in sorted(promise.ladder, key=lambda each: each.offset):
        ahead = promise.within + rung.offset - passed
        if ahead > timedelta():  # else it is told at once
            await place.forward(walk.ticket, seconds=(ahead + _A_MOMENT).total_seconds())
            passed += ahead
        told.add(rung.name)
        await place.until(walk.ticket, partial(_have_been_told, told))
    await walk.do(playbook.acts["withdraw"])
    return await closed(place, walk.ticket, "withdrawn")


def _have_been_told(rungs: set[str], now: dict[str, Any]) -> bool:
    return rungs <= {each["data"].get("rung") for each in now["told"]}


async def _every(playbook: Playbook, place: Office) -> str:
    walk = await _Walk.begun(place, playbook)
    for name, said in (
        ("set_urgent", {}),
        ("set_ordinary", {}),
        ("hand_on", {"to": place.staff["supervisor"]}),
        ("confirm_receipt", {}),
        ("wait_for_customer", {}),
        ("customer_ready", {}),
        ("move_due", {}),
    ):
        possible = {each["act"] for each in (await place.ticket(walk.ticket))["possible"]}
        # Whoever it was handed to may have confirmed on the phone.
        if name in possible:
            await walk.do(playbook.acts[name], said)
    return await walk.end()


async def _duplicate(playbook: Playbook, place: Office) -> str:
    other = await _Walk.begun(place, playbook)
    walk = await _Walk.begun(place, playbook)
    await walk.do(playbook.acts["mark_duplicate"], {"of": other.ticket})
    await closed(place, walk.ticket, "duplicate")
    await other.do(playbook.acts["withdraw"])
    await closed(place, other.ticket, "withdrawn")
    return walk.ticket


async def _cancelled(playbook: Playbook, place: Office) -> str:
    walk = await _Walk.begun(place, playbook)
    await place.env.client.get_workflow_handle(walk.ticket).cancel()
    return await closed(place, walk.ticket, "cancelled")

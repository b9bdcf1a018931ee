"""Whether a declaration is whole in itself: what is forgotten is refused, never silent, never open.

Texts, workflow and door are looked at by `huifang.run.playbook_checks`, which calls this as well.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args

from domain.access.roles import BUILT_IN
from domain.people.staff import Role
from domain.playbooks.declaration import CONCERNS, ActDeclaration, Playbook, StageDeclaration, Trait
from domain.playbooks.every_ticket import EVERY_END
from domain.playbooks.forms import fields_of
from domain.playbooks.registry import BY_NAME
from domain.promises.promise import PromisePolicy, Rung
from domain.promises.telling import RECEIVER

_WHO = frozenset((*get_args(Role), "customer"))
_PERMISSIONS = frozenset().union(*(role.permissions for role in BUILT_IN.values()))
_NEEDS_A_MARK = (str, datetime, date, Decimal)
"""Types that say nothing of what they hold."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a playbook, and what to do."""

    playbook: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.playbook}: {self.wrong}"


def faults_of(playbook: Playbook) -> list[Fault]:
    """Everything wrong with one declaration."""
    return [Fault(playbook.name, wrong) for wrong in _wrongs(playbook)]


def faults_among(playbooks: Sequence[Playbook]) -> list[Fault]:
    """What two of them must not share, and everything wrong with each."""
    found = [fault for each in playbooks for fault in faults_of(each)]
    for what in ("name", "prefix", "letter", "texts", "start"):
        given = Counter(getattr(each, what) for each in playbooks)
        for each in playbooks:
            own = getattr(each, what)
            if own is not None and given[own] > 1:
                found.append(Fault(each.name, f"{what} {own!r} is another playbook's as well"))
    names = {each.name for each in playbooks} | BY_NAME.keys()
    for each in playbooks:
        for name in each.stands_in_for:
            if name not in names or name == each.name:
                found.append(Fault(each.name, f"stands_in_for names {name!r}, which is no other playbook"))
    for each in playbooks:
        for other in playbooks:
            if each is not other and other.prefix.startswith(each.prefix):
                found.append(Fault(each.name, f"prefix {each.prefix!r} begins that of {other.name}"))
    return found


def _wrongs(playbook: Playbook) -> Iterator[str]:
    yield from _ids(playbook)
    yield from _start(playbook)
    for act in dict.fromkeys(playbook.each_act()):
        yield from _act(playbook, act)
    yield from _doors(playbook)
    yield from _stages(playbook)
    yield from _promises(playbook)
    yield from _ends(playbook)
    if playbook.taken is not None:
        yield from _form(playbook.taken)


def _ids(playbook: Playbook) -> Iterator[str]:
    if not playbook.prefix.endswith("-") or playbook.prefix != playbook.prefix.lower():
        yield f"prefix {playbook.prefix!r} has to be in lower case and to end in '-'"
    if not playbook.at.startswith("/"):
        yield f"at {playbook.at!r} has to begin with '/'"
    if playbook.letter is not None and not (len(playbook.letter) == 1 and playbook.letter.isupper()):
        yield f"letter {playbook.letter!r} has to be one capital letter"
    if playbook.taken is not None and playbook.letter is None:
        yield "what is taken in has numbers: give it a letter"
    if playbook.taken is not None and not playbook.says:
        yield "say in `says` what happens at once when one is taken in"


def _start(playbook: Playbook) -> Iterator[str]:
    if not is_dataclass(playbook.start):
        yield f"start {playbook.start.__name__} has to be a dataclass"
        return
    known = {each.name for each in fields(playbook.start)}
    if "policy" not in known:
        yield f"start {playbook.start.__name__} has no policy: a running ticket keeps the one it began with"
    if playbook.letter is not None and not hasattr(playbook.start, "first_stage"):
        yield f"start {playbook.start.__name__} has no first_stage"
    for name in (*playbook.carried_over, *playbook.facts):
        if name not in known:
            yield f"carried_over or facts name {name}, which {playbook.start.__name__} does not have"


def _doors(playbook: Playbook) -> Iterator[str]:
    """Whom it concerns, who cancels it and who opens it again: nothing is open by being forgotten."""
    if playbook.concerns is None:
        yield "say in `concerns` whom of the company it is about; () if nobody"
    known = {each.name for each in fields(playbook.start)} if is_dataclass(playbook.start) else set()
    for name in playbook.concerns or ():
        if name not in known:
            yield f"concerns names {name}, which {playbook.start.__name__} does not have"
        if name not in CONCERNS:
            yield f"concerns names {name}: nobody knows whom that concerns"
    if playbook.cancel is None:
        yield "say in `cancel` who may cancel it; NEVER if nobody"
    if playbook.has(Trait.OPENS_AGAIN) != (playbook.reopen is not None):
        yield "say in `reopen` who may open it again, if and only if it opens again"
    for act in playbook.doors():
        yield from _act(playbook, act)


def _act(playbook: Playbook, act: ActDeclaration) -> Iterator[str]:
    if not act.by:
        yield f"act {act.name}: say in `by` who may do it; nobody may by leaving it out"
    for who in act.by:
        if who not in _WHO:
            yield f"act {act.name}: there is no role {who!r}"
    if not act.needs:
        yield f"act {act.name}: say in `needs` which permission it takes"
    for permission in act.needs:
        if permission not in _PERMISSIONS:
            yield f"act {act.name}: no role has the permission {permission!r}"
    for name in act.concerned:
        if name not in (playbook.concerns or ()):
            yield f"act {act.name}: it concerns nobody by {name}"
    for stage in act.leads_to:
        if stage not in playbook.turns:
            yield f"act {act.name} leads to {stage!r}, which is no stage"
    if act.ends is not None and act.ends not in (*playbook.ends, *EVERY_END):
        yield f"act {act.name} ends by {act.ends!r}, which is no end"
    if len([each for each in dict.fromkeys(playbook.each_act()) if each.name == act.name]) > 1:
        yield f"act {act.name} is declared twice, differently"
    for who in act.by_link:
        if who not in (*_WHO, RECEIVER):
            yield f"act {act.name}: by_link names {who!r}, which is no role"
    if act.by_link and (typed := [each.name for each in fields_of(act.form) if each.default is MISSING]):
        yield f"act {act.name} is done by link without typing, and cannot leave out {', '.join(typed)}"
    yield from (f"act {act.name}: {wrong}" for wrong in _form(act.form))


def _form(form: type[Any]) -> Iterator[str]:
    for each in fields_of(form):
        if each.holds is None and each.kind in _NEEDS_A_MARK:
            yield f"{form.__name__}.{each.name} does not say what it holds: give it a marked type"


def _stages(playbook: Playbook) -> Iterator[str]:
    names = [stage.name for stage in playbook.stages]
    for name, times in Counter(names).items():
        if times > 1:
            yield f"stage {name} is declared {times} times"
    for begin in playbook.begins:
        if begin not in playbook.turns:
            yield f"begins in {begin!r}, which is no stage"
    for stage in playbook.stages:
        for to in stage.leads:
            if to not in playbook.turns:
                yield f"stage {stage.name} leads to {to!r}, which is no stage"
        if not _is_left(stage):
            yield f"stage {stage.name} is never left: no act leads on, and nothing else does (`left_by`)"
    reached = _reached(playbook)
    for name in dict.fromkeys(names):
        if name not in reached:
            yield f"stage {name} is never reached"


def _is_left(stage: StageDeclaration) -> bool:
    others = {to for act in stage.acts for to in act.leads_to} - {stage.name}
    return bool(others or stage.left_by or any(act.ends for act in stage.acts))


def _reached(playbook: Playbook) -> set[str]:
    stages = {stage.name: stage for stage in playbook.stages}
    reached: set[str] = set()
    ahead = [name for name in playbook.begins if name in stages]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            stage = stages[name]
            following = (*stage.leads, *(to for act in stage.acts for to in act.leads_to))
            ahead.extend(to for to in following if to in stages)
    return reached


def _promises(playbook: Playbook) -> Iterator[str]:
    wanted = set(playbook.promises.values())
    if not wanted:
        return
    policy = playbook.policy()
    if not hasattr(policy, "promises"):
        yield f"{playbook.policy.__name__} says with no `promises(urgent)` what is promised"
        return
    for urgent in (False, True):
        known: tuple[PromisePolicy, ...] = policy.promises(urgent)
        names = [each.name for each in known]
        yield from (f"promise {name} is in no policy" for name in sorted(wanted - set(names)))
        yield from (f"promise {name} counts in no stage" for name in sorted(set(names) - wanted))
        yield from (wrong for each in known for wrong in _ladder(each))


def _ladder(promise: PromisePolicy) -> Iterator[str]:
    if not promise.ladder:
        yield f"promise {promise.name} has no ladder: nobody would be told"
    elif all(rung.offset.total_seconds() < 0 for rung in promise.ladder):
        yield f"promise {promise.name} tells nobody once it is broken: add a rung at its end or later"
    yield from (wrong for rung in promise.ladder for wrong in _rung(promise, rung))


def _rung(promise: PromisePolicy, rung: Rung) -> Iterator[str]:
    if rung.tell not in (*_WHO, RECEIVER):
        yield f"rung {rung.name} of {promise.name} tells {rung.tell!r}, which is no role"
    if not rung.channels:
        yield f"rung {rung.name} of {promise.name} has no channel"


def _ends(playbook: Playbook) -> Iterator[str]:
    if not playbook.ends:
        yield "it never ends: say in `ends` for which reasons"
    for end in playbook.settled:
        if end not in playbook.ends:
            yield f"settled names {end!r}, which is no end"


def told(faults: Iterable[Fault]) -> str:
    """The faults, a line each."""
    return "\n".join(str(fault) for fault in faults)

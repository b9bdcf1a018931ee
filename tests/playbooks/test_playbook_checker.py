"""A playbook that is not whole is refused: broken copies, each with one thing forgotten."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast

import pytest
from temporalio.client import Client

from domain.playbooks.checker import faults_among, faults_of
from domain.playbooks.complaint import COMPLAINT, ComplaintPolicy
from domain.playbooks.declaration import Playbook, StageDeclaration, stage
from domain.playbooks.forms import Done
from domain.playbooks.registry import PLAYBOOKS
from domain.playbooks.repair import REPAIR
from domain.promises.promise import PromisePolicy, Rung
from huifang.run import playbook_checks, playbook_texts
from huifang.run.api_server import api_config
from huifang.run.playbook_checks import PlaybookNotWhole, all_faults, require_whole
from huifang.settings.settings import Settings
from store.database import Pool
from workflows.registry import WORKFLOWS


def with_stage(
    playbook: Playbook, name: str, change: Callable[[StageDeclaration], StageDeclaration]
) -> Playbook:
    stages = tuple(change(each) if each.name == name else each for each in playbook.stages)
    return replace(playbook, stages=stages)


def with_act(playbook: Playbook, of: str, act: str, **changed: Any) -> Playbook:
    def change(given: StageDeclaration) -> StageDeclaration:
        acts = tuple(replace(each, **changed) if each.name == act else each for each in given.acts)
        return replace(given, acts=acts)

    return with_stage(playbook, of, change)


@dataclass(frozen=True, kw_only=True)
class Unmarked(Done):
    """A field that does not say what it holds."""

    what: str


@dataclass(frozen=True)
class NobodyIsTold(ComplaintPolicy):
    """Promises without ladders."""

    def promises(self, urgent: bool) -> tuple[PromisePolicy, ...]:
        return tuple(replace(each, ladder=()) for each in super().promises(urgent))


@dataclass(frozen=True)
class ToldOnlyBefore(ComplaintPolicy):
    """Reminders, and silence once the promise is broken."""

    def promises(self, urgent: bool) -> tuple[PromisePolicy, ...]:
        early = Rung("early", timedelta(hours=-1), "manager", "voice-complaint-remedy")
        return tuple(replace(each, ladder=(early,)) for each in super().promises(urgent))


@dataclass(frozen=True)
class ToldToAStranger(ComplaintPolicy):
    """A rung whose role nobody has."""

    def promises(self, urgent: bool) -> tuple[PromisePolicy, ...]:
        rung = Rung("late", timedelta(), "janitor", "voice-complaint-remedy")
        return tuple(replace(each, ladder=(rung,)) for each in super().promises(urgent))


@dataclass(frozen=True)
class PromisesLess(ComplaintPolicy):
    """A stage counts on a promise that the policy does not know."""

    def promises(self, urgent: bool) -> tuple[PromisePolicy, ...]:
        return super().promises(urgent)[1:]


BROKEN = {
    "an act without a role": (
        with_act(COMPLAINT, "review", "classify", by=()),
        "act classify: say in `by` who may do it",
    ),
    "a role there is none of": (
        with_act(COMPLAINT, "review", "classify", by=("janitor",)),
        "act classify: there is no role 'janitor'",
    ),
    "an act without a permission": (
        with_act(COMPLAINT, "review", "classify", needs=()),
        "act classify: say in `needs`",
    ),
    "a permission no role has": (
        with_act(COMPLAINT, "review", "classify", needs=("complaints.clasify",)),
        "no role has the permission 'complaints.clasify'",
    ),
    "an act that leads nowhere": (
        with_act(COMPLAINT, "answering", "answer_customer", to="caling"),
        "act answer_customer leads to 'caling', which is no stage",
    ),
    "a stage nobody leaves": (
        with_stage(COMPLAINT, "calling", lambda given: replace(given, left_by=None, leads=())),
        "stage calling is never left",
    ),
    "a stage nobody reaches": (
        replace(COMPLAINT, stages=(*COMPLAINT.stages, stage("forgotten", None, left_by="clock"))),
        "stage forgotten is never reached",
    ),
    "a stage declared twice": (
        replace(COMPLAINT, stages=(*COMPLAINT.stages, COMPLAINT.stages[-1])),
        "stage calling is declared 2 times",
    ),
    "an act declared twice, differently": (
        with_act(COMPLAINT, "judging", "file_explanation", own=False),
        "act file_explanation is declared twice, differently",
    ),
    "a promise without a ladder": (replace(COMPLAINT, policy=NobodyIsTold), "promise remedy has no ladder"),
    "a promise that is broken in silence": (
        replace(COMPLAINT, policy=ToldOnlyBefore),
        "promise remedy tells nobody once it is broken",
    ),
    "a rung that tells a stranger": (replace(COMPLAINT, policy=ToldToAStranger), "tells 'janitor'"),
    "a promise no policy knows": (
        replace(COMPLAINT, policy=PromisesLess),
        "promise explanation is in no policy",
    ),
    "a field that says nothing of what it holds": (
        with_act(COMPLAINT, "review", "classify", form=Unmarked),
        "Unmarked.what does not say what it holds",
    ),
    "a beginning in no stage": (replace(COMPLAINT, begins=("start",)), "begins in 'start'"),
    "no end": (replace(COMPLAINT, ends=(), settled={}), "it never ends"),
    "an end of an act that is none": (
        with_act(REPAIR, "quoted", "customer_declines", ends="gone"),
        "act customer_declines ends by 'gone', which is no end",
    ),
    "an id that runs into its number": (replace(COMPLAINT, prefix="complaint"), "prefix 'complaint' has to"),
}


@pytest.mark.parametrize("forgotten", BROKEN)
def test_a_broken_copy_is_refused(forgotten: str) -> None:
    broken, said = BROKEN[forgotten]
    assert any(said in each.wrong for each in faults_of(broken)), faults_of(broken)


def test_two_playbooks_share_no_number_and_no_id() -> None:
    copy = replace(COMPLAINT, name="Objection", letter="R")
    wrongs = {each.wrong for each in faults_among((REPAIR, COMPLAINT, copy))}
    assert "prefix 'complaint-' is another playbook's as well" in wrongs
    assert "letter 'R' is another playbook's as well" in wrongs


def test_a_text_that_is_missing_is_named_with_its_language() -> None:
    renamed = with_stage(COMPLAINT, "review", lambda given: replace(given, name="reviewing"))
    wrongs = [each.wrong for each in all_faults((renamed,), WORKFLOWS)]
    assert "text stage-complaint-reviewing is missing in zh-CN" in wrongs
    assert "text stage-complaint-reviewing is missing in en" in wrongs


def test_a_text_of_another_playbook_does_not_do() -> None:
    borrowed = with_stage(REPAIR, "planned", lambda given: replace(given, name="judging"))
    wrongs = [each.wrong for each in all_faults((borrowed,), WORKFLOWS)]
    assert "text stage-repair-judging is missing in zh-CN" in wrongs


def test_an_act_that_does_nothing_is_refused() -> None:
    idle = with_act(REPAIR, "planned", "wait_for_parts", name="wait_for_weather")
    wrongs = [each.wrong for each in all_faults((idle,), WORKFLOWS)]
    assert (
        "act wait_for_weather does nothing: give it `to`, or RepairWorkflow an on_wait_for_weather" in wrongs
    )


def test_a_playbook_without_a_workflow_is_refused() -> None:
    others = [each for each in WORKFLOWS if each.__name__ != "ComplaintWorkflow"]
    wrongs = [each.wrong for each in all_faults((COMPLAINT,), others)]
    assert wrongs == ["no workflow of that name is registered (workflows/registry.py)"]


def test_all_playbooks_are_whole() -> None:
    assert all_faults(PLAYBOOKS, WORKFLOWS) == []


def test_a_worker_does_not_start_with_a_playbook_that_is_not_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, _ = BROKEN["an act without a role"]
    monkeypatch.setattr(playbook_checks, "PLAYBOOKS", (broken,))
    with pytest.raises(PlaybookNotWhole, match="say in `by` who may do it"):
        require_whole()


def test_nor_does_the_api(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, _ = BROKEN["an act without a role"]
    monkeypatch.setattr(playbook_texts, "PLAYBOOKS", (broken,))
    with pytest.raises(PlaybookNotWhole, match="say in `by` who may do it"):
        api_config(Settings(_env_file=None), cast(Pool, None), cast(Client, None))

"""Whether every playbook is whole: declaration, texts in all languages, workflow. Looked at at every start.

`python -m huifang.run.playbook_checks` says what is missing and ends with 1; `make test` runs it as well.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from domain.playbooks.checker import Fault, faults_among, told
from domain.playbooks.declaration import Playbook
from domain.playbooks.registry import PLAYBOOKS
from domain.promises.promise import PromisePolicy
from texts import LOCALES, home_of, text
from workflows.registry import WORKFLOWS


class PlaybookNotWhole(RuntimeError):
    """A playbook lacks something; the message says what, a line each."""


def require_whole() -> None:
    """Raises PlaybookNotWhole: a company must not find out from its customers."""
    found = all_faults(PLAYBOOKS, WORKFLOWS)
    if found:
        raise PlaybookNotWhole(told(found))


def all_faults(playbooks: Sequence[Playbook], workflows: Sequence[type]) -> list[Fault]:
    """Everything wrong with these playbooks, carried out by these workflows."""
    found = faults_among(playbooks)
    by_name = {_type_of(each): each for each in workflows}
    for playbook in playbooks:
        wrongs = (*_texts(playbook), *_workflow(playbook, by_name.get(playbook.name)))
        found += [Fault(playbook.name, wrong) for wrong in wrongs]
    return found


def _type_of(workflow: Any) -> str | None:
    definition = getattr(workflow, "__temporal_workflow_definition", None)
    return None if definition is None else str(definition.name)


def _texts(playbook: Playbook) -> Iterator[str]:
    for locale in LOCALES:
        for families in texts_wanted(playbook):
            if not any(_has(locale, key) and _is_theirs(playbook, key) for key in families):
                yield f"text {families[0]} is missing in {locale}"


def texts_wanted(playbook: Playbook) -> Iterator[tuple[str, ...]]:
    """Ids of texts, each with the common ones that will do instead."""

    def named(family: str, code: str) -> tuple[str, ...]:
        return f"{family}-{playbook.texts}-{code}", f"{family}-{code}"

    for stage in (*playbook.turns, "closed"):
        yield named("stage", stage)
    for act in playbook.acts:
        yield named("act", act)
    for end in playbook.ends:
        yield named("reason", end)
    for fact in playbook.facts:
        yield named("fact", fact)
    for reason in playbook.asks:
        yield (f"call-about-{reason}",)
    yield (f"{playbook.texts}-summary",)
    for promise in _promises(playbook):
        yield named("promise", promise.name)
        for rung in promise.ladder:
            yield named("rung", rung.name)
            yield from _templates(rung.template, rung.channels)
    for template in playbook.tells:
        yield from _templates(template, ("call", "sms"))


def _templates(template: str, channels: Sequence[str]) -> Iterator[tuple[str, ...]]:
    if "call" in channels:
        yield (template,)
    if "sms" in channels:
        yield (template.replace("voice-", "sms-", 1),)


def _promises(playbook: Playbook) -> dict[PromisePolicy, None]:
    if not playbook.promises:
        return {}
    policy = playbook.policy()
    return dict.fromkeys((*policy.promises(False), *policy.promises(True)))


def _is_theirs(playbook: Playbook, key: str) -> bool:
    """Not another playbook's: what two have in common stands in `playbooks/common.ftl`."""
    folder, _, file = (home_of(key) or "").partition("/")
    return folder != "playbooks" or file in ("common", playbook.module)


def _has(locale: str, key: str) -> bool:
    try:
        text(locale, key)
    except KeyError:
        return False
    except ValueError:
        return True  # it is there, and wants values
    return True


def _workflow(playbook: Playbook, workflow: Any) -> Iterator[str]:
    if workflow is None:
        yield "no workflow of that name is registered (workflows/registry.py)"
        return
    if getattr(workflow, "playbook", playbook) is not playbook:
        yield f"{workflow.__name__} carries out {workflow.playbook.name}"
    for act in playbook.acts.values():
        if act.to is None and not hasattr(workflow, f"on_{act.name}"):
            yield f"act {act.name} does nothing: give it `to`, or {workflow.__name__} an on_{act.name}"
    own = (name for name in vars(workflow) if name.startswith("on_"))
    for name in own:
        if name.removeprefix("on_") not in playbook.acts:
            yield f"{workflow.__name__}.{name} is no declared act's"


if __name__ == "__main__":
    faults = all_faults(PLAYBOOKS, WORKFLOWS)
    print(told(faults) or f"{len(PLAYBOOKS)} playbooks are whole")
    sys.exit(1 if faults else 0)

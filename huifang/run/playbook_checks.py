"""Whether every playbook is whole: declaration, texts in all languages, workflow. Looked at at every start.

`python -m huifang.run.playbook_checks` says what is missing and ends with 1; `make test` runs it as well.
"""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from domain.playbooks.checker import Fault, told
from domain.playbooks.declaration import Playbook
from domain.playbooks.registry import PLAYBOOKS
from huifang.run.playbook_texts import PlaybookNotWhole as PlaybookNotWhole
from huifang.run.playbook_texts import declared_faults, require_none
from workflows.parts.common_acts import CommonActs
from workflows.registry import WORKFLOWS


def require_whole() -> None:
    """Raises PlaybookNotWhole. For a worker, which carries them out."""
    require_none(all_faults(PLAYBOOKS, WORKFLOWS))


def all_faults(playbooks: Sequence[Playbook], workflows: Sequence[type]) -> list[Fault]:
    """Everything wrong with these playbooks, carried out by these workflows."""
    by_name = {_type_of(each): each for each in workflows}
    return declared_faults(playbooks) + [
        Fault(playbook.name, wrong)
        for playbook in playbooks
        for wrong in _workflow(playbook, by_name.get(playbook.name))
    ]


def _type_of(workflow: Any) -> str | None:
    definition = getattr(workflow, "__temporal_workflow_definition", None)
    return None if definition is None else str(definition.name)


def _workflow(playbook: Playbook, workflow: Any) -> Iterator[str]:
    if workflow is None:
        yield "no workflow of that name is registered (workflows/registry.py)"
        return
    if getattr(workflow, "playbook", playbook) is not playbook:
        yield f"{workflow.__name__} carries out {workflow.playbook.name}"
    for act in playbook.acts.values():
        if act.to is None and not any(hasattr(each, f"on_{act.name}") for each in (workflow, CommonActs)):
            yield f"act {act.name} does nothing: give it `to`, or {workflow.__name__} an on_{act.name}"
    own = (name for name in vars(workflow) if name.startswith("on_"))
    for name in own:
        if name.removeprefix("on_") not in playbook.acts:
            yield f"{workflow.__name__}.{name} is no declared act's"


if __name__ == "__main__":
    faults = all_faults(PLAYBOOKS, WORKFLOWS)
    print(told(faults) or f"{len(PLAYBOOKS)} playbooks are whole")
    sys.exit(1 if faults else 0)

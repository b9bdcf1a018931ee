"""What the acts of all playbooks need, from their declarations."""

from collections.abc import Iterator, Mapping

from domain.playbooks.declaration import ActDeclaration, Playbook
from domain.playbooks.registry import PLAYBOOKS

_TAKE_IN = "tickets.open"


def operation_id(act: str) -> str:
    """What the operation of an act at `/tickets` is called."""
    return "act" + act.title().replace("_", "")


def taking_in_id(playbook: Playbook) -> str:
    """What the operation that takes in a ticket of the kind is called."""
    return f"takeIn{playbook.name}"


def acts_at_tickets() -> Iterator[tuple[Playbook, ActDeclaration]]:
    """Every act whose address is at `/tickets`, as often as a kind has it."""
    for playbook in PLAYBOOKS:
        if playbook.acts_at_tickets:
            yield from ((playbook, act) for act in playbook.each_act())


def act_permissions() -> Mapping[str, tuple[str, ...]]:
    """The permissions of each such operation and of taking in, any of which will do.

    An act's kind narrows it by role.
    """
    needs: dict[str, dict[str, None]] = {
        taking_in_id(each): {_TAKE_IN: None} for each in PLAYBOOKS if each.taken is not None
    }
    for _, act in acts_at_tickets():
        needs.setdefault(operation_id(act.name), {}).update(dict.fromkeys(act.needs))
    return {name: tuple(found) for name, found in needs.items()}

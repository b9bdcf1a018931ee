"""Every playbook there is, and the questions that are asked of all of them."""

from collections.abc import Mapping

from domain.playbooks.complaint import COMPLAINT
from domain.playbooks.declaration import Playbook, Trait
from domain.playbooks.enquiry import ENQUIRY
from domain.playbooks.follow_up_call import FOLLOW_UP_CALL
from domain.playbooks.lending import LENDING
from domain.playbooks.pre_handover import PRE_HANDOVER
from domain.playbooks.privacy_request import PRIVACY_REQUEST
from domain.playbooks.repair import REPAIR

PLAYBOOKS: tuple[Playbook, ...] = (
    PRE_HANDOVER,
    REPAIR,
    COMPLAINT,
    ENQUIRY,
    FOLLOW_UP_CALL,
    LENDING,
    PRIVACY_REQUEST,
)
"""All of them; a playbook that is not here does not exist."""
BY_NAME: Mapping[str, Playbook] = {each.name: each for each in PLAYBOOKS}
"""By the workflow's type."""


def kinds(*traits: Trait) -> tuple[str, ...]:
    """Names of the playbooks that have all of these traits."""
    return tuple(each.name for each in PLAYBOOKS if each.traits >= set(traits))


def playbook_of(ticket_id: str) -> Playbook | None:
    """Whose ticket it is, by its id; None for none of ours."""
    return next((each for each in PLAYBOOKS if ticket_id.startswith(each.prefix)), None)


def number_of(ticket_id: str) -> str:
    """What people call a ticket, spoken or written: its id without what its kind puts before it (F13)."""
    playbook = playbook_of(ticket_id)
    return ticket_id if playbook is None else playbook.number(ticket_id)


def texts_of(ticket_id: str | None) -> str | None:
    """How the own texts of a ticket's kind begin; None for none of ours."""
    playbook = playbook_of(ticket_id) if ticket_id is not None else None
    return None if playbook is None else playbook.texts

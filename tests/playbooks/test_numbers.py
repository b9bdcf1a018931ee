"""What people call a ticket, spoken or written: the number alone (F13)."""

import pytest

from domain.playbooks.registry import PLAYBOOKS, number_of, playbook_of


@pytest.mark.parametrize(
    ("ticket", "number"),
    [
        ("repair-R2026-000005", "R2026-000005"),
        ("follow-up-R2026-000005-0-1", "R2026-000005-0-1"),
        ("pre-handover-O00000001", "O00000001"),
        ("privacy-P2026-000001", "P2026-000001"),
        ("enquiry-Z2026-000001", "Z2026-000001"),
        ("something-else", "something-else"),
    ],
)
def test_the_number_is_what_stands_after_the_kind(ticket: str, number: str) -> None:
    assert number_of(ticket) == number


def test_every_kind_knows_its_own_tickets_and_no_other() -> None:
    for playbook in PLAYBOOKS:
        assert playbook_of(f"{playbook.prefix}1") is playbook
    with pytest.raises(ValueError, match="no Repair"):
        next(each for each in PLAYBOOKS if each.name == "Repair").number("complaint-B2026-000001")

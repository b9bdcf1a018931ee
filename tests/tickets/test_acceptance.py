"""Codes as people type them, what is kept of them, and the policy of a signing link."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.playbooks.acceptance import CODE_DIGITS, AcceptancePolicy, code_hash, token_hash, typed_code
from domain.playbooks.complaint import ComplaintPolicy
from huifang.settings.policy_tables import read_policy

CODES = st.integers(0, 10**CODE_DIGITS - 1).map(lambda number: f"{number:0{CODE_DIGITS}}")


@given(CODES, st.lists(st.integers(0, CODE_DIGITS), max_size=4), st.booleans())
def test_blanks_and_full_width_digits_are_the_same_code(code: str, blanks: list[int], wide: bool) -> None:
    typed = "".join(chr(ord(digit) + 0xFEE0) for digit in code) if wide else code
    for place in blanks:
        typed = f"{typed[:place]} {typed[place:]}"
    assert typed_code(typed) == code


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12345a", "１２３４５", "①②③④⑤", "-12345", "١٢٣٤٥٦"]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert typed_code(typed) is None


@given(CODES, CODES)
def test_what_is_kept_of_a_code_belongs_to_its_link(code: str, other: str) -> None:
    assert code_hash("link", code) != code_hash("another", code)
    assert (code_hash("link", code) == code_hash("link", other)) is (code == other)
    assert token_hash("link") != code_hash("link", code)


def test_a_company_says_how_long_a_link_is_good() -> None:
    policy = read_policy(ComplaintPolicy, {"acceptance": {"valid": "PT48H", "wrong_codes": 3}})
    assert policy.acceptance == AcceptancePolicy(timedelta(hours=48), 3)
    assert ComplaintPolicy().acceptance == AcceptancePolicy(timedelta(hours=72), 5)
    with pytest.raises(ValueError, match="at least one try"):
        AcceptancePolicy(wrong_codes=0)
    with pytest.raises(ValueError, match="needs time"):
        AcceptancePolicy(valid=timedelta(0))

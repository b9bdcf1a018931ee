"""What a text costs and how it is put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages.sms import compose, segments

WORDING = "拒收请回复R"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
FACE = "😀"


def units(text: str) -> int:
    """UCS-2 units by the rule: one for each character of the basic plane, two for others."""
    return sum(1 if ord(character) < 0x10000 else 2 for character in text)


def by_cutting(text: str) -> int:
    """Reference: cut into pieces as an operator does."""
    left, pieces = units(text), 0
    if left <= 70:
        return 1
    while left > 0:
        left, pieces = left - 67, pieces + 1
    return pieces


@given(TEXTS)
def test_segments_are_what_cutting_gives(text: str) -> None:
    assert segments(text) == by_cutting(text)


@given(TEXTS, TEXTS)
def test_a_longer_text_never_costs_less(text: str, more: str) -> None:
    assert segments(text) <= segments(text + more) <= segments(text) + segments(more) + 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("字" * 70, 1),
        ("字" * 71, 2),
        ("字" * 134, 2),
        ("字" * 135, 3),
        ("字" * 201, 3),
        ("字" * 202, 4),
        (FACE * 35, 1),
        (FACE * 35 + "字", 2),
        (FACE * 67, 2),
        (FACE * 67 + "字", 3),
        ("a" * 71, 2),
    ],
)
def test_the_boundaries(text: str, expected: int) -> None:
    assert segments(text) == expected


@given(TEXTS, st.text("示例装饰AB", min_size=1, max_size=10))
def test_marketing_is_signed_and_offers_to_opt_out_once(body: str, signature: str) -> None:
    draft = compose(body, signature, WORDING, "marketing")
    assert draft.text.startswith(f"【{signature}】") and draft.text.count(WORDING) == max(
        1, body.count(WORDING)
    )
    assert draft.characters == len(draft.text) and draft.segments == segments(draft.text)
    assert body.strip() in draft.text


@given(TEXTS)
def test_a_service_text_is_signed_and_nothing_else(body: str) -> None:
    assert compose(body, " 示例装饰 ", WORDING, "service").text == f"【示例装饰】{body.strip()}"


def test_wording_that_is_there_already_is_not_repeated() -> None:
    assert compose(f"您好。{WORDING}", "示例", WORDING, "marketing").text == f"【示例】您好。{WORDING}"


@pytest.mark.parametrize("signature", ["", "   ", "\u3000"])
def test_an_unsigned_text_is_refused(signature: str) -> None:
    with pytest.raises(ValueError, match="signature"):
        compose("您好", signature, WORDING, "service")

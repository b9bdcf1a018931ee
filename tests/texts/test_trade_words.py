"""Trades as people call them: 水电 is as good as `plumbing` (F17)."""

import pytest
from pydantic import TypeAdapter, ValidationError

from api.routing import Code
from texts import meant

_READ: TypeAdapter[str] = TypeAdapter(Code)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("水电", "plumbing"), ("水暖", "plumbing"), ("木工", "carpentry"), ("油漆", "painting"),
        ("防水", "waterproofing"),
        ("Plumber", "plumbing"), ("plumbing", "plumbing"), ("our_own-trade", "our_own-trade"),
    ],
)  # fmt: skip
def test_a_trade_is_known_by_its_word(said: str, code: str) -> None:
    assert _READ.validate_python(said) == code


def test_what_nobody_calls_so_is_refused() -> None:
    assert meant("trade-words", "园艺") is None
    with pytest.raises(ValidationError):
        _READ.validate_python("园艺")

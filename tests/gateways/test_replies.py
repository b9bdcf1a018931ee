"""Opt-out keywords."""

import pytest

from gateways.replies import is_opt_out


@pytest.mark.parametrize("text", ["退订", "T", "t", "ｔｄ", "R", " TD。", "TD退订", "回T退订", "【退订】"])
def test_opting_out(text: str) -> None:
    assert is_opt_out(text)


@pytest.mark.parametrize("text", ["", "N", "1", "thanks", "the tap", "不要退订", "好的"])
def test_not_opting_out(text: str) -> None:
    assert not is_opt_out(text)

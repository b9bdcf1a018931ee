"""Lines of the demo: Chinese breaks anywhere, but nothing begins with a closing mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from huifang.demo.lines import broken

SAID = "工单 repair-R2026-000001，请在 15:01（北京时间）前到达现场。确认收到请按1，已到现场请按2。"


@pytest.mark.parametrize("width", range(24, 100))
def test_no_line_is_too_long_or_begins_with_a_closing_mark_and_no_word_is_torn(width: int) -> None:
    lines = broken(SAID, width)
    assert all(cell_len(line) <= width for line in lines)
    assert not any(line[0] in "，。）" for line in lines)
    assert sum("repair-R2026-000001" in line for line in lines) == 1


@given(st.text(alphabet="工单ab1 ，。（）“”-", max_size=80), st.integers(min_value=8, max_value=60))
def test_nothing_is_lost(text: str, width: int) -> None:
    assert "".join("".join(broken(text, width)).split()) == "".join(text.split())

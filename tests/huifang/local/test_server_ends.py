"""`huifang up` when one of its servers dies: it says which, stops the others, and the next one goes on."""

import os
import signal
from pathlib import Path

import pytest

from tests.town.commands import Up
from tests.town.patience import seen as until

KINDS = [
    ("temporal", "Temporal"),
    pytest.param("sandbox", "sandbox", marks=pytest.mark.soak),
    pytest.param("postgres", "PostgreSQL", marks=pytest.mark.soak),
]


@pytest.mark.parametrize(("kind", "shown"), KINDS)
def test_a_server_that_dies_is_named_and_nothing_is_left_running(home: Path, kind: str, shown: str) -> None:
    up = Up(home / "data")
    with up.running() as running:
        os.kill(int((up.data_dir / f"{kind}.pid").read_text()), signal.SIGKILL)
        assert running.ended() == 1, running.printed()
        said = running.printed()
        assert f"服务 {shown} 意外停止" in said and f"{kind}.log" in said, said
        assert "Traceback" not in said
    until(lambda: up.left() == [], "the end of the others")
    with up.running() as again:
        assert again.call("GET", "/buildings")["items"] == []

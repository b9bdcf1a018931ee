"""`huifang demo --check`: it passes, it can fail, and it leaves nothing running."""

import json
import sys
from pathlib import Path

import pytest

from tests.cli.processes import finished, huifang, in_this_process, left_running, new_mark

TWICE = """
from gateways.sandbox import SandboxSms
once = SandboxSms.send
async def twice(self, sms):
    if sms.phone.endswith("0008"):
        await once(self, sms)
    return await once(self, sms)
SandboxSms.send = twice
from huifang.cli import app
app(["demo", "--check", "--lang", "en"])
"""
"""The demo of a product that sends one owner everything twice."""


def test_the_demo_shows_what_it_promises_and_passes(home: Path) -> None:
    mark = new_mark()
    code, said = huifang("demo", "--check", **mark, TMPDIR=str(home), HUIFANG_POLICY_FILE="/none")
    assert code == 0, said
    for shown in ("✓ 已送达", "✗ 未送达", "退订", "已签约", "交房日期由", "核对通过 13/13 项"):
        assert shown in said, said
    assert said.count("✉") == 8 + 1 + 6 + 6
    assert "✗ 每位" not in said
    assert left_running(*mark.values()) == []
    assert list(home.glob("huifang-*")) == []


def test_a_text_sent_twice_fails_the_demo(home: Path) -> None:
    mark = new_mark()
    code, said = finished(sys.executable, "-c", TWICE, **mark, TMPDIR=str(home))
    assert code == 1, said
    assert "✗ Every owner got the texts due, no more and no fewer" in said
    assert "✗ No text was submitted twice" in said
    assert "11 of 13 checks passed" in said
    assert left_running(*mark.values()) == []
    # What happened can be looked into.
    (kept,) = home.glob("huifang-check-*")
    assert str(kept) in said
    secrets = json.loads((kept / "credentials.json").read_text()).values()
    logs = "".join(log.read_text() for log in kept.glob("*.log"))
    assert "send_step" in logs and not any(secret in logs for secret in secrets)


def test_the_demo_leaves_data_alone_that_it_did_not_make(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("mine")
    code, said = in_this_process(capsys, "demo", "--data-dir", tmp_path)
    assert code == 2 and str(tmp_path) in said
    assert kept.read_text() == "mine"

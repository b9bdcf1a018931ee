"""`huifang demo --check`: it passes, it can fail, and it leaves nothing running."""

import json
import sys
from pathlib import Path

import pytest

from tests.town.commands import finished, huifang, in_this_process, left_running, new_mark

TWICE = """
from gateways.sandbox import SandboxSms
once = SandboxSms.send
async def twice(self, sms):
    if sms.phone.endswith("0008"):
        await once(self, sms)
    return await once(self, sms)
SandboxSms.send = twice
from gateways.sandbox_phone import SandboxPhone
bridged_once = SandboxPhone.bridge
async def bridged_twice(self, bridge):
    if bridge.customer_phone.endswith("40002"):
        await bridged_once(self, bridge)
    return await bridged_once(self, bridge)
SandboxPhone.bridge = bridged_twice
from huifang.cli import app
app(["demo", "--check", "--lang", "en"])
"""
"""The demo of a product that sends one owner everything twice, and calls another twice."""


def test_the_demo_shows_what_it_promises_and_passes(home: Path) -> None:
    mark = new_mark()
    code, said = huifang("demo", "--check", **mark, TMPDIR=str(home), HUIFANG_POLICY_FILE="/none")
    assert code == 0, said
    for shown in ("✓ 已送达", "✗ 未送达", "退订", "已签约", "交房日期由", "核对通过 27/27 项"):
        assert shown in said, said
    assert said.count("✉") == 8 + 1 + 6 + 6 + 2 + 1
    for shown in (
        "▲ 还剩2小时，提醒工队",
        "▲ 到场超时，通知部门负责人",
        "陆志远 部门负责人 19900020002  ✓ 已接听，按了 1",
        "韩大勇 工队长 19900020001  ✓ 已接听，按了 2",
        "督办：到场超时，通知部门负责人",
        "记入工队考核：迟到，重新开启 1 次，业主满意",
        "已结束：已处理，业主认可",
    ):
        assert shown in said, said
    assert "✗ 每位" not in said
    assert left_running(*mark.values()) == []
    assert list(home.glob("huifang-*")) == []


@pytest.mark.soak
def test_a_text_sent_twice_and_a_call_made_twice_fail_the_demo(home: Path) -> None:
    mark = new_mark()
    code, said = finished(sys.executable, "-c", TWICE, **mark, TMPDIR=str(home))
    assert code == 1, said
    assert "✗ Every owner got the texts due, no more and no fewer" in said
    assert "✗ No text was submitted twice" in said
    assert "✗ The complaint rang every phone as often as it should" in said
    assert "24 of 27 checks passed" in said
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

"""`huifang up` as its user lives with it: stopped, started again, killed, in the way of others."""

import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.town.commands import ROSTER, Running, Up, huifang, in_this_process
from tests.town.patience import seen as until

Capsys = pytest.CaptureFixture[str]
AHEAD = timedelta(days=45)


def building(capsys: Capsys, running: Running, handover: str, policy: dict[str, Any] | None = None) -> str:
    """With the demo roster, its sequence under way for all nine flats; its id."""
    made = running.call("POST", "/buildings", json={"name": "示例·云湖", "handover_date": handover})["id"]
    command = ("import-owners", ROSTER, "--building", made, "--data-dir", running.up.data_dir)
    code, said = in_this_process(capsys, *command)
    assert code == 0 and "共 12 行" in said, said
    body = {"policy": policy} if policy else {}
    running.call("POST", f"/buildings/{made}/pre-handover", json=body)
    until(lambda: len(running.tickets(made)) == 9, "nine tickets")
    return str(made)


def test_stopped_started_again_killed_and_started_again(capsys: Capsys, home: Path) -> None:
    # A path that a socket or a command line could stumble over.
    up = Up(home / "数据 of the company" / ("d" * 80))
    up.data_dir.parent.mkdir()
    handover = (datetime.now(UTC) + AHEAD).date().isoformat()
    with up.running() as first:
        estate = building(capsys, first, handover)
        before = first.tickets(estate)
        ticket = before[0]["id"]

        code, said = huifang("up", *up.arguments())
        assert code == 1 and str(first.process.pid) in said

        shown = first.api.get("/metrics").text
        for series in ("tickets_overdue", "messages_unknown", "messages_refused", "events_left"):
            assert f"huifang_{series} 0.0" in shown
        assert "# TYPE huifang_activity_failures_total counter" in shown

        # This clock is not for moving.
        code, said = in_this_process(capsys, "fast-forward", ticket, "15d", "--data-dir", up.data_dir)
        assert code == 1 and "huifang up --training" in said

    with up.running("--training") as second:
        assert second.tickets(estate) == before
        code, said = in_this_process(capsys, "fast-forward", ticket, "20d", "--data-dir", up.data_dir)
        assert code == 0 and ticket in said
        text = until(second.texts, "the first text")[0]
        assert text["phone"] == "+8619900030001"
        until(
            lambda: 'huifang_message_steps_total{outcome="sent"} 1.0' in second.api.get("/metrics").text,
            "the text to be counted",
        )
        code, said = in_this_process(
            capsys, "fast-forward", "pre-handover-O99999999", "1d", "--data-dir", up.data_dir
        )
        assert code == 1 and "GET /tickets" in said
        second.call("POST", f"/tickets/{before[1]['id']}:cancel", json={"reason": "Test"})
        until(lambda: second.tickets(estate)[1]["stage"] == "closed", "the cancelled ticket")
        code, said = in_this_process(capsys, "fast-forward", before[1]["id"], "1d", "--data-dir", up.data_dir)
        assert code == 1 and "GET /tickets" in said
        second.kill()
        assert len(up.left()) >= 3  # its servers live on

    # A second stack beside it is a world of its own.
    with up.running() as third, Up(home / "other").running() as other:
        assert other.call("GET", "/buildings")["items"] == []
        assert len(third.texts()) == 1
        assert [each["stage"] for each in third.tickets(estate)][:3] == ["waiting", "closed", "waiting"]


@pytest.mark.soak
def test_what_came_due_while_it_was_down_is_sent_when_it_is_up_again(capsys: Capsys, home: Path) -> None:
    up = Up(home / "data")
    with up.running() as first:
        now = datetime.now(UTC)
        # Where it is about noon, so that the day does not end while this runs.
        zone = f"Etc/GMT{now.hour - 12:+d}" if now.hour != 12 else "Etc/GMT"
        due = now.astimezone(ZoneInfo(zone)) + timedelta(seconds=10)
        step = {"name": "visit", "template": "pre-handover-visit", "days_before": 3}
        policy = {
            "steps": [step | {"at": due.strftime("%H:%M:%S")}],
            "hours": {"timezone": zone, "opens": "00:00", "closes": "23:59"},
        }
        building(capsys, first, (due.date() + timedelta(days=3)).isoformat(), policy)
        assert datetime.now(UTC) < due and first.texts() == []
    time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
    with up.running() as second:
        until(lambda: len(second.texts()) == 8, "a text for each owner")


def test_a_taken_port_is_named_with_the_option_that_changes_it(home: Path) -> None:
    up = Up(home / "data")
    with socket.socket() as other:
        # Looked at last: what was started before it is stopped again.
        other.bind(("127.0.0.1", up.ports.api))
        other.listen()
        code, said = huifang("up", *up.arguments(), **up.mark)
    assert code == 1 and str(up.ports.api) in said and "--api-port" in said
    assert up.left() == []

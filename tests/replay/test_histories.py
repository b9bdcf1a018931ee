"""The files themselves: small, invented, and never written twice."""

import base64
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.replay.files import RECORDER, file_of, read, recorded, scenario_of, write

ROOT = Path(__file__).parents[2]
LARGEST_FILE, LARGEST_OF_A_KIND = 150_000, 4_000_000
MOBILE = re.compile(r"(?<![0-9a-f])(?:\+?86)?1[3-9]\d{9}(?![0-9a-f])")
FORBIDDEN = ("测试业主", "stackTrace", "/home/", "/root/", "/Users/", "site-packages")


def texts(value: Any) -> list[str]:
    """Every text in it, payloads decoded."""
    if isinstance(value, dict):
        found = [text for key, each in value.items() for text in (key, *texts(each))]
        return found + (
            [base64.b64decode(value["data"]).decode()] if isinstance(value.get("data"), str) else []
        )
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [str(value)]


@pytest.mark.parametrize("file", recorded(), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_nothing_in_it_is_about_people_or_machines(file: Path) -> None:
    whole = json.loads(file.read_text("utf-8"))
    found = texts(whole)
    assert [text for text in found if MOBILE.search(text)] == []
    assert [text for text in found for word in FORBIDDEN if word in text] == []
    identities = {
        value
        for event in whole["events"]
        for part in event.values()
        if isinstance(part, dict)
        for key, value in part.items()
        if key == "identity"
    }
    assert identities <= {RECORDER, "temporal-system", "history-service", ""}
    assert file.stat().st_size < LARGEST_FILE


def test_those_of_a_kind_stay_small() -> None:
    sizes: Counter[str] = Counter()
    for file in recorded():
        sizes[file.parent.name] += file.stat().st_size
    assert {kind: size for kind, size in sizes.items() if size >= LARGEST_OF_A_KIND} == {}


def test_a_history_is_never_written_again() -> None:
    file = recorded()[0]
    before = file.read_bytes()
    with pytest.raises(FileExistsError):
        write(file, read(file))
    assert file.read_bytes() == before


def file_labels(kind: str, scenario: str) -> list[str]:
    """Versions that recorded it, in order."""
    return [
        file.stem.partition("-")[0]
        for file in recorded()
        if file.parent.name == kind and scenario_of(file) == scenario
    ]


def test_recording_what_is_recorded_is_refused() -> None:
    label = file_labels("PreHandover", "complete")[-1]
    assert file_of("PreHandover", label, "complete").exists()
    command = [sys.executable, "-m", "tests.replay.record", "--label", label, "PreHandover/complete"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "stays as it is" in done.stderr

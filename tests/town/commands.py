"""The command `huifang` as a user runs it, and what it leaves running."""

import json
import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from huifang.cli import app
from huifang.local.ports import Ports
from tests.town.keys import MASTER_KEYS
from tests.town.patience import LONG, seen

ROOT = Path(__file__).parents[2]
ROSTER = ROOT / "examples" / "owners-demo.csv"
HUIFANG = (sys.executable, "-m", "huifang.cli")
_MARK = "HUIFANG_TEST_RUN"


def environment(**given: str) -> dict[str, str]:
    """This one's without settings of the product, and with those given."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HUIFANG_", "TEMPORAL_", "SANDBOX_")) and name != "DATABASE_URL"
    }
    return kept | {"COLUMNS": "200", "HUIFANG_MASTER_KEYS": MASTER_KEYS} | given


def huifang(*arguments: object, **settings: str) -> tuple[int, str]:
    """Exit code and everything printed, of a command that ends by itself."""
    return finished(*HUIFANG, *arguments, **settings)


def finished(*command: object, **settings: str) -> tuple[int, str]:
    """The same for any command line."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONG,
    )
    assert "Traceback" not in done.stdout, done.stdout
    return done.returncode, done.stdout


def in_this_process(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """As `huifang`, without the cost of a process: for what starts no servers."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        app([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return int(ended.value.code or 0), said.out + said.err


def left_running(mark: str) -> list[str]:
    """Command lines of processes that were started, directly or not, with this mark in their environment."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(_MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                found.append(" ".join(process.cmdline()))
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def new_mark() -> dict[str, str]:
    """Settings that mark a command and all that it starts."""
    return {_MARK: uuid.uuid4().hex}


@dataclass
class Up:
    """`huifang up` on one data directory, which may be started again and again."""

    data_dir: Path
    ports: Ports = field(default_factory=Ports.free)
    mark: dict[str, str] = field(default_factory=new_mark)

    def arguments(self) -> list[str]:
        """Its ports and its data directory."""
        given = {"data-dir": self.data_dir, "api-port": self.ports.api, "temporal-port": self.ports.temporal}
        given |= {"ui-port": self.ports.ui, "sandbox-port": self.ports.sandbox}
        return [part for name, value in given.items() for part in (f"--{name}", str(value))]

    @contextmanager
    def running(self, *options: str, **settings: str) -> Iterator["Running"]:
        """For as long as the block lasts, or until the block ends it; then nothing of it is left.

        `settings` of its environment, such as the company's own files.
        """
        output = self.data_dir.with_suffix(".out")
        with output.open("w") as out:
            process = subprocess.Popen(
                [*HUIFANG, "up", *self.arguments(), *options],
                cwd=ROOT,
                env=environment(**self.mark, **settings),
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        try:
            running = Running(self, process, output)
            running.wait_ready()
            yield running
            if process.poll() is None:
                assert running.stop() == 0, output.read_text()
                assert left_running(self.mark[_MARK]) == []
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(LONG)

    def left(self) -> list[str]:
        """What runs of it at this moment."""
        return left_running(self.mark[_MARK])


class Running:
    """A running stack, with the API called as its last lines tell the user to."""

    def __init__(self, up: Up, process: "subprocess.Popen[bytes]", output: Path) -> None:
        self.up, self.process, self._output = up, process, output

    def wait_ready(self) -> None:
        """Until it says where to look."""

        def ready() -> bool:
            assert self.process.poll() is None, self.printed()
            return "authorization.txt" in self.printed()

        seen(ready, "the addresses")
        header = (self.up.data_dir / "authorization.txt").read_text().strip()
        name, _, value = header.partition(": ")
        self.api = httpx.Client(
            base_url=f"http://127.0.0.1:{self.up.ports.api}",
            headers={name: value},
            trust_env=False,
            timeout=LONG,
        )

    def printed(self) -> str:
        """Everything on the terminal so far."""
        return self._output.read_text()

    def stop(self) -> int:
        """Its exit code after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self) -> int:
        """Its exit code once it has ended."""
        return self.process.wait(LONG)

    def kill(self) -> None:
        """SIGKILL: it can put nothing in order."""
        self.process.kill()
        self.process.wait(LONG)

    def call(self, method: str, path: str, **options: Any) -> Any:
        """The body of an answer that is a success."""
        answer = self.api.request(method, path, **options)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def tickets(self, building: str) -> list[dict[str, Any]]:
        """The building's, by id."""
        page = self.call("GET", "/tickets", params={"building": building, "limit": 100})
        return sorted(page["items"], key=lambda ticket: str(ticket["id"]))

    def texts(self) -> list[dict[str, Any]]:
        """What phones got."""
        answer = httpx.get(
            f"http://127.0.0.1:{self.up.ports.sandbox}/control/messages", trust_env=False, timeout=LONG
        )
        return list(json.loads(answer.content)["messages"])

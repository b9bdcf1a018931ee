"""The examples of docs/staff.md, run as they stand on an empty system."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

from temporalio.testing import WorkflowEnvironment

from api.http.config import ApiConfig
from tests.town.api import TOKEN, serving
from tests.town.patience import BUSY, LONG
from tests.town.records import Records

DOCUMENT = Path(__file__).parents[2] / "docs" / "staff.md"


async def test_the_examples_do_what_they_say(
    records: Records, temporal: WorkflowEnvironment, tmp_path: Path
) -> None:
    (tmp_path / "authorization.txt").write_text(f"Authorization: Bearer {TOKEN}\n", encoding="utf-8")
    examples = "\n".join(
        re.findall(r"^```sh\n(.*?)^```", DOCUMENT.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    )
    told_once = examples.replace("curl -s ", "curl -s --fail-with-body --noproxy '*' -w '\\n' ")
    async with serving(ApiConfig(records.pool, temporal.client, TOKEN, backend_timeout=BUSY)) as url:
        shell = await asyncio.create_subprocess_exec(
            "bash", "-e", "-c", told_once, cwd=tmp_path, env={"API": url, "PATH": "/usr/bin:/bin"},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        output, _ = await asyncio.wait_for(shell.communicate(), LONG)
    assert shell.returncode == 0, output.decode()
    answers: list[Any] = [json.loads(line) for line in output.decode().splitlines() if line]
    assert len(answers) == examples.count("curl ") + 4  # the loop runs five times
    people = answers[-1]["items"]
    assert [each["staff_id"] for each in people] == ["S00000003", "S00000001"]
    assert people[0]["instead_of"] == "S00000002" and people[0]["on_duty"] is True

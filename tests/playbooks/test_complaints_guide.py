"""The examples of docs/complaints.md, run as they stand."""

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from tests.town.office import Office, office
from tests.town.patience import LONG

DOCUMENT = Path(__file__).parents[2] / "docs" / "complaints.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
# The call is opened a moment after the review; people take longer than a script.
OPENED = 'until curl -sf --noproxy "*" -H @authorization.txt $API$CALL -o /dev/null; do sleep 0.1; done\n'


def examples(document: Path) -> str:
    """What a reader would type."""
    return "".join(BLOCK.findall(document.read_text("utf-8")))


async def run(
    place: Office, folder: Path, document: Path = DOCUMENT, edit: Callable[[str], str] = str
) -> list[str]:
    """The answers of a document's examples, one each; `edit` may put waits into the script."""
    (folder / "authorization.txt").write_text("Authorization: Bearer test-token\n", encoding="utf-8")
    script = examples(document)
    script = script.replace("curl -s ", "curl -s --fail-with-body --noproxy '*' -w '\\n' ")
    script = re.sub(r"^CALL=.*\n", lambda found: found[0] + OPENED, script, flags=re.MULTILINE)
    script = edit(script)
    given = {
        "PATH": "/usr/bin:/bin",
        "API": str(place.http.base_url).rstrip("/"),
        "DEPARTMENT": place.department,
        "CUSTOMER": place.customer,
        **{who.upper(): staff for who, staff in place.staff.items()},
    }
    out, err = asyncio.subprocess.PIPE, asyncio.subprocess.STDOUT
    shell = await asyncio.create_subprocess_exec(
        "bash", "-e", "-c", script, cwd=folder, env=given, stdout=out, stderr=err
    )
    output, _ = await asyncio.wait_for(shell.communicate(), LONG)
    assert shell.returncode == 0, output.decode()
    return [line for line in output.decode().splitlines() if line]


async def test_the_examples_do_what_they_say(
    temporal: WorkflowEnvironment, database_url: str, tmp_path: Path
) -> None:
    async with office(temporal, database_url) as place:
        answers = [json.loads(line) for line in await run(place, tmp_path)]
        ticket = answers[0]["id"]
        shown = await place.until(ticket, lambda now: now["stage"] == "closed")
        assert shown["close_reason"] == "settled"
        assert {"send_acceptance", "customer_accepts", "classify"} <= set(await place.timeline(ticket))
        statistics, feedback, missed = answers[-3:]
        assert statistics["total"]["well_founded"] == 1
        assert {"items", "next"} <= set(feedback) and len(missed["rules"]) == 4

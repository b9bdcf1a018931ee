"""The examples of docs/enquiries.md, run as they stand (P9)."""

import json
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from tests.playbooks.test_complaints_guide import run
from tests.town.office import office

DOCUMENT = Path(__file__).parents[2] / "docs" / "enquiries.md"


async def test_the_examples_do_what_they_say(
    temporal: WorkflowEnvironment, database_url: str, tmp_path: Path
) -> None:
    async with office(temporal, database_url) as place:
        answers = [json.loads(line) for line in await run(place, tmp_path, DOCUMENT)]
        assert [each["stage"] for each in answers[:2]] == ["with_department", "with_department"]
        ticket = answers[0]["id"]
        shown = await place.until(ticket, lambda now: now["stage"] == "closed")
        assert shown["close_reason"] == "answered_at_once"
        assert {"ask_department", "confirm_department", "answer"} <= set(await place.timeline(ticket))

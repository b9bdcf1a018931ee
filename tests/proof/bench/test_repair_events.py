"""What a repair with its follow-up call costs in history events: hardly more than nobody can do without."""

import pytest

from bench.ground import ground
from bench.repair_events import GOAL, histories


@pytest.mark.soak
async def test_a_repair_stays_close_to_its_acts_calls_and_promises() -> None:
    async with ground(reports=True) as servers:
        ours, floor = await histories(servers)
    # Five acts, with an update, a record and two workflow tasks each; docs/benchmarks.md counts the rest.
    assert floor.events["WORKFLOW_EXECUTION_UPDATE_ACCEPTED"] == 5
    assert floor.total == 120
    assert ours.total <= GOAL * floor.total
    assert ours.events["WORKFLOW_EXECUTION_UPDATE_ACCEPTED"] == 5
    assert set(ours.events - floor.events) <= {
        "ACTIVITY_TASK_SCHEDULED",
        "ACTIVITY_TASK_STARTED",
        "ACTIVITY_TASK_COMPLETED",
        "MARKER_RECORDED",
        "TIMER_STARTED",
        "TIMER_CANCELED",
        "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES",
        "WORKFLOW_TASK_SCHEDULED",
        "WORKFLOW_TASK_STARTED",
        "WORKFLOW_TASK_COMPLETED",
    }

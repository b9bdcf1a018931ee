"""What a ticket costs in history events: a number that does not depend on the machine."""

import pytest

from bench.events import GOAL, histories
from bench.ground import ground


@pytest.mark.soak
async def test_a_ticket_stays_close_to_three_timers_and_three_activities() -> None:
    async with ground(training=True) as servers:
        ours, floor = await histories(servers)
    # Start, first workflow task, and for each step a timer, an activity and a workflow task after either.
    assert floor.total == 1 + 3 + 3 * (2 + 3 + 3 + 3) + 1
    assert floor.actions == 1 + 3 * 2
    assert ours.total <= GOAL * floor.total
    beyond = ours.events - floor.events
    assert set(beyond) == {"UPSERT_WORKFLOW_SEARCH_ATTRIBUTES"}
    assert ours.actions == floor.actions + beyond.total()

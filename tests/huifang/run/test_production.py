"""The commands and variables of docker-compose.yml, as processes: one building from roster to last text."""

import asyncio
import re
import signal
from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

from tests.town.company import OWNERS, STEPS, Company
from tests.town.processes import ROOT, worker


async def test_workers_that_end_amid_sending_leave_nothing_undone_and_do_nothing_twice(
    company: Company,
) -> None:
    async with worker(company.settings) as first, worker(company.settings) as second:
        await asyncio.gather(first.answers("/readyz"), second.answers("/readyz"))
        tickets = await company.enrol(date.today() + timedelta(days=45))
        await company.forward(tickets, 16)
        assert len(await company.texts()) == len(OWNERS)

        hang = {"mode": "hang_after_accept", "times": len(OWNERS)}
        await company.http.post(f"{company.sandbox.url}/control/behaviours", json=hang)
        under_way = asyncio.create_task(company.forward(tickets, 15))
        await company.has_taken(2 * len(OWNERS))
        assert await asyncio.gather(first.stop(), second.stop()) == [0, 0]
        for ended in (first, second):
            assert await ended.says("worker_stopping") and await ended.says("worker_stopped")

    async with worker(company.settings) as third:
        await third.says("worker_ready")
        with suppress(RuntimeError):  # overtaken by the next forward
            await under_way
        await company.forward(tickets, 20)
        took = await company.texts()
        assert len(took) == len(set(took)) == STEPS * len(OWNERS)
        assert Counter(phone for phone, _ in took) == {f"+86{phone}": STEPS for phone in OWNERS.values()}
        for ticket in tickets:
            assert (await company.call("GET", f"/tickets/{ticket}"))["stage"] == "closed"
        shown = (await third.answers("/metrics")).text
        assert 'huifang_message_steps_total{outcome="sent"}' in shown
        assert_documented_series_are_among(shown + (await company.api.answers("/metrics")).text)
        assert await third.stop() == 0
    assert await company.api.stop() == 0
    assert await company.sandbox.stop() == -signal.SIGTERM  # uvicorn's way: cleaned up, then as it was told

    logged = "".join(str(each.lines) + str(each.plain) for each in (first, second, third, company.api))
    assert tickets[0] in logged and "activity_done" in logged and "Traceback" not in logged
    assert not [value for owner in OWNERS.items() for value in owner if value in logged]


def assert_documented_series_are_among(metrics: str) -> None:
    """An alarm on a series that does not exist never rings."""
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `((?:huifang|temporal|http)_\w+)`", guide, re.MULTILINE)
    kinds = set(re.findall(r"^# TYPE (\w+) ", metrics, re.MULTILINE))
    assert len(named) > 5 and set(named) <= kinds

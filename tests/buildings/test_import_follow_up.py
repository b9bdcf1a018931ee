"""What a roster means for tickets: new numbers get what failed at the old one, new owners join."""

import itertools
import uuid
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from temporalio.client import Client

from domain.tickets.reconciliation import Reconcile, Reconciled
from huifang.local.training import fast_forward
from services.buildings.import_follow_up import tell_tickets
from services.buildings.rosters import import_roster
from tests.buildings.test_owner_import import send
from tests.messages.test_webhooks import signed
from tests.town.api import HANDOVER
from tests.town.patience import LONG
from workflows.upkeep.reconciliation import ReconciliationWorkflow

_numbers = itertools.count(19900095000)


def line(phone: int, room: str = "1201", name: str = "李示例") -> str:
    return f"{name},{phone},1栋1单元{room}"


def roster(*lines: str) -> bytes:
    return "\n".join(["姓名,联系电话,房号", *lines]).encode()


class Tale:
    """A building whose sequence is started, with one owner: first at the number `old`, later at `new`."""

    def __init__(self, api: Any, provider: httpx.AsyncClient) -> None:
        self.api, self.provider = api, provider
        self.old, self.new = next(_numbers), next(_numbers)
        self.building = self.ticket = ""

    async def begin(self, handover: date = HANDOVER) -> None:
        self.building = await self.api.building(handover)
        assert (await send(self.api, self.building, roster(line(self.old)))).status_code == 200
        answer = await self.api.http.post(f"/buildings/{self.building}/pre-handover", json={})
        assert answer.status_code == 202, answer.text
        await self.tickets({"waiting": 1})
        (owner,) = (await self.api.http.get(f"/buildings/{self.building}/owners")).json()["items"]
        self.ticket = owner["ticket_id"]

    async def tickets(self, expected: dict[str, int]) -> None:
        await self.api.until(
            f"/buildings/{self.building}/pre-handover", lambda answer: answer.json()["tickets"] == expected
        )

    async def forward(self, days: float) -> None:
        await fast_forward(self.api.env.client, self.ticket, timedelta(days=days))

    async def text_fails(self, phone: int) -> None:
        """The provider reports that the last text to `phone` did not arrive."""
        async with self.api.pool.acquire() as db:
            last = await db.fetchrow(
                "SELECT provider_id, reference FROM messages WHERE idx(phone) = idx($1) ORDER BY id DESC",
                f"+86{phone}",
            )
        event = {"event_id": uuid.uuid4().hex, "kind": "receipt", "phone": f"+86{phone}", "delivered": False,
                 "code": "ABSENT", "at": "2026-11-24T09:00:00+08:00", **last}  # fmt: skip
        async with httpx.AsyncClient(base_url=self.api.url, trust_env=False, timeout=LONG) as http:
            answer = await http.post("/webhooks/sandbox", **signed([event]))
        assert answer.status_code == 200, answer.text

    async def inbox(self, phone: int) -> list[dict[str, Any]]:
        messages = (await self.provider.get("/control/messages")).raise_for_status().json()["messages"]
        return [message for message in messages if message["phone"] == f"+86{phone}"]

    async def imported(self, *lines: str) -> None:
        answer = await send(self.api, self.building, roster(*lines))
        assert answer.status_code == 200, answer.text
        await self.api.until(
            f"/buildings/{self.building}/pre-handover", lambda answer: not answer.json()["enrolment_running"]
        )

    async def imported_by_a_process_that_dies(self, tmp_path: Path, *lines: str) -> None:
        """Everything up to the commit, and nothing after it."""
        file = tmp_path / "roster.csv"
        file.write_bytes(roster(*lines))
        result = await import_roster(self.api.pool, self.building, file, file_name=file.name, locale="zh-CN")
        assert result.to_follow

    async def reconcile(self) -> Reconciled:
        mended: Reconciled = await self.api.env.client.execute_workflow(
            ReconciliationWorkflow.run,
            Reconcile(timedelta(0)),
            id=f"reconciliation-{uuid.uuid4().hex}",
            task_queue=self.api.config.task_queue,
        )
        return mended

    async def untold(self) -> int:
        async with self.api.pool.acquire() as db:
            return int(await db.fetchval("SELECT count(*) FROM number_changes"))


@pytest.fixture
async def tale(api: Any, provider_url: str) -> Any:
    async with httpx.AsyncClient(base_url=provider_url, timeout=LONG) as provider:
        yield Tale(api, provider)


async def test_a_text_that_failed_goes_to_the_number_of_the_new_roster(tale: Tale) -> None:
    await tale.begin()
    await tale.forward(16)
    await tale.text_fails(tale.old)
    await tale.imported(line(tale.new))
    await tale.forward(1)
    (text,) = await tale.inbox(tale.new)
    assert "恭喜" in text["text"] and len(await tale.inbox(tale.old)) == 1
    # The same roster again tells nobody anything.
    await tale.imported(line(tale.new))
    await tale.forward(1)
    assert len(await tale.inbox(tale.new)) == 1 and await tale.untold() == 0
    await tale.forward(30)
    assert len(await tale.inbox(tale.new)) == 3 and len(await tale.inbox(tale.old)) == 1


async def test_a_text_that_arrived_is_not_repeated_to_the_new_number(tale: Tale) -> None:
    await tale.begin()
    await tale.forward(16)
    assert len(await tale.inbox(tale.old)) == 1
    await tale.imported(line(tale.new))
    await tale.forward(2)
    assert await tale.inbox(tale.new) == []
    await tale.forward(30)
    assert len(await tale.inbox(tale.new)) == 2


async def test_a_failure_that_is_reported_after_the_number_changed_counts_too(tale: Tale) -> None:
    await tale.begin()
    await tale.forward(16)
    await tale.imported(line(tale.new))
    await tale.text_fails(tale.old)
    assert await tale.untold() == 1
    assert (await tale.reconcile()).numbers == 1
    await tale.forward(1)
    assert len(await tale.inbox(tale.new)) == 1 and await tale.untold() == 0


async def test_a_closed_ticket_is_opened_again_while_its_text_still_applies(tale: Tale) -> None:
    await tale.begin(date.today() + timedelta(days=10))
    await tale.forward(8)
    await tale.tickets({"closed": 1})
    await tale.text_fails(tale.old)
    await tale.imported(line(tale.new))
    await tale.tickets({"waiting": 1})
    await tale.forward(8)
    await tale.tickets({"closed": 1})
    assert len(await tale.inbox(tale.new)) == len(await tale.inbox(tale.old)) == 1


async def test_a_process_that_dies_after_the_commit_leaves_the_rest_to_the_reconciler(
    tale: Tale, tmp_path: Path
) -> None:
    await tale.begin()
    await tale.forward(16)
    await tale.text_fails(tale.old)
    newcomer = line(next(_numbers), "1202", "王示例")
    await tale.imported_by_a_process_that_dies(tmp_path, line(tale.new), newcomer)
    progress = (await tale.api.http.get(f"/buildings/{tale.building}/pre-handover")).json()
    assert progress["enrolment_running"] is True and progress["tickets"] == {"waiting": 1}
    mended = await tale.reconcile()
    assert mended.imports >= 1
    await tale.tickets({"waiting": 2})
    await tale.forward(1)
    assert len(await tale.inbox(tale.new)) == 1
    await tale.api.until(
        f"/buildings/{tale.building}/pre-handover", lambda answer: not answer.json()["enrolment_running"]
    )
    assert (await tale.reconcile()).imports == 0 and await tale.untold() == 0


async def test_a_building_that_is_not_started_has_nobody_to_tell(api: Any, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_bytes(roster(line(next(_numbers))))
    building = await api.building()
    result = await import_roster(api.pool, building, file, file_name=file.name, locale="en")
    assert not result.to_follow and not result.enrols
    # A number that changed may concern the same owner's tickets in another building, though.
    file.write_bytes(roster(line(next(_numbers))))
    result = await import_roster(api.pool, building, file, file_name=file.name, locale="en")
    assert result.to_follow and not result.enrols and result.counts["changed_numbers"] == 1


async def test_an_outage_after_the_commit_is_no_failure_of_the_import(tale: Tale, tmp_path: Path) -> None:
    await tale.begin()
    await tale.imported_by_a_process_that_dies(tmp_path, line(next(_numbers), "1202", "王示例"))
    nobody = await Client.connect("127.0.0.1:9", lazy=True)
    config = replace(tale.api.config, temporal=nobody, backend_timeout=timedelta(milliseconds=300))
    await tell_tickets(config.backend, "I00000000", tale.building, "en")
    assert (await tale.reconcile()).imports >= 1
    await tale.tickets({"waiting": 2})

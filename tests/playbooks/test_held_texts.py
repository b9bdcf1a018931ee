"""Texts that wait for an answer: nothing is sent meanwhile, and what still applies is sent after (P1)."""

from typing import Any

from services.customers.text_holds import hold_number, resume_texts
from store.database import queries
from tests.town.owners import Owner, Town


async def hold(town: Town, owner: Owner) -> None:
    async with town.pool.acquire() as db:
        assert await hold_number(db, owner.phone, "dispute") > 0


async def test_held_texts_are_not_sent_and_go_on_when_somebody_has_answered(town: Town) -> None:
    owner = await town.enrolled(40)
    await hold(town, owner)
    await town.forward(owner, 12)
    assert await town.inbox(owner.phone) == []
    assert "texts_held" in await town.timeline(owner)
    assert (await town.row(owner))["stage"] == "waiting"
    told = await resume_texts(town.pool, owner.ownership, by="S00000001")
    assert [row["id"] for row in told] == [owner.ticket]
    await town.forward(owner, 2)
    assert len(await town.inbox(owner.phone)) == 1
    await town.forward(owner, 30)
    assert await town.result(owner) == "completed"
    assert len(await town.inbox(owner.phone)) == 3
    assert "texts_resumed" in await town.timeline(owner)


async def test_nobody_answers_and_nothing_is_ever_sent(town: Town) -> None:
    owner = await town.enrolled(40)
    await hold(town, owner)
    await town.forward(owner, 41)
    assert await town.result(owner) == "completed"
    assert await town.inbox(owner.phone) == []
    assert (await town.timeline(owner)).count("message_too_late") == 3


async def test_a_hold_of_a_number_holds_whoever_has_it(town: Town) -> None:
    first = await town.enrolled(40)
    second = await town.owner(first.building, phone=first.phone)
    await hold(town, first)
    await town.start(second)
    await town.forward(second, 12)
    assert await town.inbox(first.phone) == []


async def test_texts_are_resumed_by_the_api(api: Any, problem: Any) -> None:
    building, _ = await api.enrolled()
    (owner,) = (await api.http.get(f"/buildings/{building}/owners")).json()["items"]
    async with api.pool.acquire() as db:
        phone = await queries.phone_of(db, id=owner["customer_id"])
        await hold_number(db, phone, "dispute")
    (held,) = (await api.http.get(f"/buildings/{building}/owners")).json()["items"]
    assert held["held"] == "dispute"
    answer = await api.http.post(f"/ownerships/{owner['ownership_id']}:resume-texts")
    assert answer.status_code == 204, answer.text
    (free,) = (await api.http.get(f"/buildings/{building}/owners")).json()["items"]
    assert free["held"] is None
    problem(await api.http.post("/ownerships/O99999999:resume-texts"), 404, "no-such-ownership")

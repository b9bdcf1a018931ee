"""P19: what is closed as another's duplicate is open as long as the other is, and one of two always stays."""

import asyncio
import uuid
from typing import Any

from services.backend import Backend
from services.playbooks.duplicates_asked import settle_asked
from store.database import queries
from tests.playbooks.test_none_missed import missed
from tests.town.office import Office
from tests.town.patience import BUSY
from tests.town.repairs import call_of

SAME = "同一处漏水，两次报修"


async def flat(place: Office, owner: str, room: str) -> str:
    """A flat of the owner's, in the building of the office's customer."""
    async with place.pool.acquire() as db:
        building = await db.fetchval("SELECT building_id FROM ownerships WHERE id = $1", place.ownership)
        owned = await queries.add_ownership(
            db, building_id=building, customer_id=owner, block="1栋", unit="1单元", room=room, area=None,
            roster_date=None, note=None,
        )  # fmt: skip
    return str(owned["id"])


async def neighbour(place: Office) -> str:
    async with place.pool.acquire() as db:
        number = f"+86{19900089000 + uuid.uuid4().int % 900}"
        return await queries.add_customer(db, name="测试邻居", phone=number, other_phones=[])


async def begun(place: Office, **more: Any) -> str:
    ticket = await place.repair(**more)
    await place.until(ticket, lambda now: now["promise"] is not None)
    return ticket


async def marked(place: Office, ticket: str, of: str, status: int = 200, **more: Any) -> Any:
    # Requests about personal data are not service's to end.
    by = "supervisor" if ticket.startswith("privacy-") else "agent"
    answer = await place.act(ticket, "mark-duplicate", by, of=of, remark=SAME, status=status, **more)
    if status == 200:
        await place.until(ticket, lambda now: now["stage"] == "closed")
    return answer


async def nobody_has(place: Office, *tickets: str) -> list[str]:
    """Which of these are missed because nobody has their matter."""
    return [each for each in (await missed(place))["unhandled"] if each in tickets]


def why(answer: dict[str, Any]) -> tuple[str, str]:
    [error] = answer["errors"]
    return error["pointer"], error["detail"]


async def open_in_file(place: Office, ticket: str, part: str = "problems") -> bool:
    answer = await place.http.get(f"/customers/{place.customer}/{part}", params={"limit": 100})
    [line] = [each for each in answer.raise_for_status().json()["items"] if each["ticket_id"] == ticket]
    return bool(line["open"])


async def test_a_reason_is_said_and_stands_in_the_timeline(place: Office) -> None:
    first, second = await begun(place), await begun(place)
    answer = await place.http.post(
        f"/tickets/{second}:mark-duplicate", json={"by": place.staff["agent"], "of": first}
    )
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["#/remark"]
    await marked(place, second, first)
    timeline = (await place.http.get(f"/tickets/{second}/timeline")).json()["items"]
    assert [each for each in timeline if each["kind"] == "mark_duplicate" and SAME in str(each)]


async def test_another_customer_s_ticket_about_another_flat_is_none(place: Office) -> None:
    other = await neighbour(place)
    theirs = await begun(place, customer_id=other, ownership_id=await flat(place, other, "1301"))
    own = await begun(place)
    refused = await marked(place, own, theirs, 422)
    assert why(refused) == ("#/of", "That ticket is another customer's, and about another flat")
    chinese = await place.http.post(
        f"/tickets/{own}:mark-duplicate",
        json={"by": place.staff["agent"], "of": theirs, "remark": SAME},
        headers={"Accept-Language": "zh-CN"},
    )
    assert why(chinese.json()) == ("#/of", "该工单是另一位客户的，房屋也不同")
    assert (await place.ticket(own))["stage"] == "called"


async def test_husband_and_wife_report_the_same_leak(place: Office) -> None:
    wife = await neighbour(place)
    theirs = await begun(place, customer_id=wife, ownership_id=await flat(place, wife, "1201"))
    own = await begun(place)
    await marked(place, own, theirs)
    assert await open_in_file(place, own)


async def test_only_a_kind_that_carries_the_matter_to_its_end_holds_it(place: Office) -> None:
    repair, complaint, enquiry = await begun(place), await place.complaint(), await place.enquiry()
    for each in (complaint, enquiry):
        await place.until(each, lambda now: now["promise"] is not None)
    request = {
        "customer_id": place.customer, "kind": "see", "channel": "phone", "what": "想看看你们留了什么",
        "taken_in_by": place.staff["agent"],
    }  # fmt: skip
    asked = (await place.post("/privacy-requests", request, 201))["id"]
    async with place.pool.acquire() as db:
        await queries.open_ticket_row(
            db, id=f"pre-handover-{place.ownership}", kind="PreHandover", stage="waiting", building_id=None,
            customer_id=place.customer, ownership_id=place.ownership, urgent=False, first_contact=None,
            reopened=0, version=1, crew_id=None, department_id=None,
        )  # fmt: skip
    refused = {
        repair: (complaint, enquiry, asked, f"pre-handover-{place.ownership}"),
        complaint: (repair, enquiry, asked),
        asked: (repair, complaint, enquiry),
    }
    for ticket, others in refused.items():
        for other in others:
            answer = await marked(place, ticket, other, 422)
            assert why(answer) == ("#/of", "A ticket of that kind cannot hold this matter"), (ticket, other)
    await marked(place, enquiry, repair)


async def test_a_follow_up_call_holds_no_repair(place: Office) -> None:
    await place.behave("leader", "answer_and_press", key="1")
    done, other = await begun(place), await begun(place)
    await place.act(done, "arrive", by="leader")
    await place.until(call_of(done, 1), lambda now: now["stage"] is not None)
    answer = await marked(place, other, call_of(done, 1), 422)
    assert why(answer) == ("#/of", "A ticket of that kind cannot hold this matter")


async def test_a_request_to_see_is_no_duplicate_of_one_to_delete(place: Office) -> None:
    request = {
        "customer_id": place.customer, "channel": "phone", "what": "本人来电",
        "taken_in_by": place.staff["agent"],
    }  # fmt: skip
    see, delete, again = [
        (await place.post("/privacy-requests", {**request, "kind": kind}, 201))["id"]
        for kind in ("see", "delete", "see")
    ]
    await place.until(see, lambda now: now["promise"] is not None)
    for each in (delete, again):
        await place.until(each, lambda now: now["promise"] is not None)
    assert why(await marked(place, see, delete, 422))[0] == "#/of"
    await marked(place, again, see)


async def test_each_other_s_duplicate_at_the_same_moment_closes_exactly_one(place: Office) -> None:
    for _ in range(3):
        pair = [await begun(place), await begun(place)]
        bodies = [{"by": place.staff["agent"], "of": of, "remark": SAME} for of in reversed(pair)]
        answers = await asyncio.gather(
            *(
                place.http.post(f"/tickets/{ticket}:mark-duplicate", json=body)
                for ticket, body in zip(pair, bodies, strict=True)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 422]
        [closed] = [ticket for ticket, answer in zip(pair, answers, strict=True) if answer.is_success]
        await place.until(closed, lambda now: now["stage"] == "closed")
        [stays] = [ticket for ticket in pair if ticket != closed]
        assert (await place.ticket(stays))["close_reason"] is None
        assert not await nobody_has(place, *pair)


async def test_a_ring_of_three_at_the_same_moment_leaves_one_open(place: Office) -> None:
    ring = [await begun(place) for _ in range(3)]
    answers = await asyncio.gather(
        *(
            place.http.post(
                f"/tickets/{ticket}:mark-duplicate",
                json={"by": place.staff["agent"], "of": ring[(number + 1) % 3], "remark": SAME},
            )
            for number, ticket in enumerate(ring)
        )
    )
    closed = [ticket for ticket, answer in zip(ring, answers, strict=True) if answer.is_success]
    assert 1 <= len(closed) <= 2
    for ticket in closed:
        await place.until(ticket, lambda now: now["stage"] == "closed")
        assert await open_in_file(place, ticket)


async def test_a_chain_is_open_as_long_as_its_end_and_missed_when_that_solves_nothing(place: Office) -> None:
    first, second, third = [await begun(place) for _ in range(3)]
    await marked(place, first, second)
    elsewhere = await marked(place, third, first, 422)
    assert why(elsewhere) == ("#/of", f"That ticket was closed as a duplicate; {second} has the matter now")
    await marked(place, second, third)
    for ticket in (first, second, third):
        assert await open_in_file(place, ticket) and await open_in_file(place, ticket, "maintenance")
    assert not await nobody_has(place, first, second, third)
    back = await marked(place, third, first, 422)
    assert why(back) == ("#/of", "That ticket is closed")

    await place.act(third, "withdraw", remark="业主自行处理")
    await place.until(third, lambda now: now["stage"] == "closed")
    assert await nobody_has(place, first, second, third) == sorted([first, second])
    for ticket in (first, second, third):
        assert not await open_in_file(place, ticket)
    # Somebody looks: one is opened again, of the other it is said what became of it.
    await place.post(f"/tickets/{first}/notes", {"text": "业主确认已自行处理"}, 201)
    assert await nobody_has(place, first, second, third) == [second]
    again = {"by": place.staff["agent"], "remark": "业主说仍在漏水"}
    await place.post(f"/tickets/{second}:reopen", again)
    await place.until(second, lambda now: now["stage"] not in (None, "closed"))
    assert not await nobody_has(place, first, second, third)
    assert await open_in_file(place, first), "its matter goes on in the one that was opened again"


async def test_one_that_was_ended_by_force_leaves_its_duplicate_missed(place: Office) -> None:
    first, second = await begun(place), await begun(place)
    await marked(place, first, second)
    await place.env.client.get_workflow_handle(second).terminate("by operations staff")
    third = await begun(place)
    ending = await marked(place, third, second, 422)
    assert why(ending)[0] == "#/of" and "about to end" in why(ending)[1], "its row still says that it is open"
    async with place.pool.acquire() as db:
        await queries.close_ticket(db, id=second, reason="terminated")
    assert await nobody_has(place, first, second) == [first]


async def test_asked_for_and_not_known_what_became_of_it_is_settled_by_the_reconciler(place: Office) -> None:
    first, second, third = [await begun(place) for _ in range(3)]
    asked = {"actor": place.staff["agent"], "text": None, "key": uuid.uuid4().hex}
    async with place.pool.acquire() as db:
        await queries.ask_duplicate(db, ticket_id=first, other_id=second, asked=asked)
        await db.execute("UPDATE ticket_duplicates SET at = now() - interval '5 minutes'")
    ending = await marked(place, second, first, 422)
    assert "about to end" in why(ending)[1], "whoever asks meanwhile may not close the other as well"
    await marked(place, third, second)
    backend = Backend(place.pool, place.env.client, place.queue, BUSY)
    async with place.pool.acquire() as db:
        age = await db.fetchval("SELECT interval '2 minutes'")
    assert await settle_asked(backend, age, 10) == 1
    shown = await place.until(first, lambda now: now["stage"] == "closed")
    assert shown["close_reason"] == "duplicate"
    assert await settle_asked(backend, age, 10) == 0
    assert (await place.timeline(first)).count("mark_duplicate") == 1
    assert (await place.ticket(second))["close_reason"] is None


async def test_what_can_no_longer_be_settled_is_forgotten(place: Office) -> None:
    first, second = await begun(place), await begun(place)
    async with place.pool.acquire() as db:
        text = await queries.add_text(
            db, ticket_id=first, kind="mark_duplicate", body={"remark": SAME}, author=place.staff["agent"]
        )
        asked = {"actor": place.staff["agent"], "text": text, "key": uuid.uuid4().hex}
        await queries.ask_duplicate(db, ticket_id=first, other_id=second, asked=asked)
        await db.execute("UPDATE ticket_duplicates SET at = now() - interval '5 minutes'")
        age = await db.fetchval("SELECT interval '2 minutes'")
    await place.act(second, "withdraw", remark="业主撤回")
    await place.until(second, lambda now: now["stage"] == "closed")
    assert await settle_asked(Backend(place.pool, place.env.client, place.queue, BUSY), age, 10) == 1
    assert (await place.ticket(first))["close_reason"] is None
    async with place.pool.acquire() as db:
        assert await queries.duplicate_of(db, ticket_id=first) is None
        assert await db.fetchval("SELECT count(*) FROM ticket_texts WHERE id = $1", text) == 0

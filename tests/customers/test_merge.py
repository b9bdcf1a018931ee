"""Two files become one and two again, while tickets run (P22)."""

import asyncio
from datetime import date, timedelta
from typing import Any

from store.database import queries
from store.imports import StagedOwner, import_rows
from tests.town.files import customer, estate, file_of, flat, number, state
from tests.town.office import Office


async def _opted_out(place: Office, customer_id: str) -> bool:
    return bool((await file_of(place, customer_id))["opted_out"])


async def test_running_tickets_go_on_in_one_file_and_are_given_back(place: Office, problem: Any) -> None:
    building = await estate(place, date.today() + timedelta(days=45))
    kept = (await customer(place, "陈示例", email="chen@example.com"))["id"]
    other_phone = number()
    other = (await customer(place, "陈示例先生", other_phone, wechat="chenshili"))["id"]
    home, shared, hers = [
        await flat(place, building, owner, room)
        for owner, room in ((kept, "0101"), (other, "0101"), (other, "0202"))
    ]
    await place.post(f"/buildings/{building}/pre-handover", {}, 202)
    for flat_id in (home, shared, hers):
        await place.until(f"pre-handover-{flat_id}", lambda ticket: ticket["stage"] == "waiting")
    crew = await place.http.put(f"/buildings/{building}/crews/plumbing", json={"crew_id": place.crew})
    assert crew.is_success
    await place.behave("leader", "answer_and_press", key="1")
    repair = await place.repair(customer_id=other, ownership_id=hers)
    await place.until(repair, lambda ticket: ticket["stage"] == "acknowledged")
    visit = {"kind": "visit", "content": "来看样板间"}
    await place.post(f"/customers/{other}/communications", visit, 201)
    before = await state(place, kept, other)

    merged = await place.post(f"/customers/{kept}:merge", {"other": other, "keep": {"phone": "other"}})
    assert (merged["exchanged"], merged["filled"]) == (["phone"], ["wechat"])
    assert merged["moved"]["tickets"] == 3 and merged["moved"]["ownerships"] == 1
    one = await file_of(place, other)  # the duplicate's id leads to the file
    assert (one["id"], one["merged_ids"]) == (kept, [other])
    assert one["phone"] == f"199****{other_phone[-4:]}" and len(one["other_phones"]) == 1
    assert {each["id"] for each in one["flats"]} == {home, hers}
    assert [each["ticket_id"] for each in one["problems"]["items"]] == [repair]
    assert "来看样板间" in [each["content"] for each in one["communications"]["items"]]
    # The flat of both has one ticket from now on, and the repair goes on.
    ended = await place.until(f"pre-handover-{shared}", lambda ticket: ticket["stage"] == "closed")
    assert ended["close_reason"] == "merged"
    assert (await place.ticket(f"pre-handover-{hers}"))["stage"] == "waiting"
    await place.act(repair, "arrive", "leader")
    await place.until(repair, lambda ticket: ticket["stage"] == "on_site")
    assert (await place.ticket(repair))["owner"]["customer_id"] == kept

    undone = await place.post(f"/merges/{merged['id']}:undo", {})
    assert undone["undone_at"] is not None
    two = await file_of(place, other)
    assert (two["id"], two["phone"]) == (other, f"199****{other_phone[-4:]}")
    assert [each["ticket_id"] for each in two["problems"]["items"]] == [repair]
    assert (await place.ticket(repair))["stage"] == "on_site"
    again = await place.until(f"pre-handover-{shared}", lambda ticket: ticket["stage"] == "waiting")
    assert again["close_reason"] is None
    after = await state(place, kept, other)
    # The tickets went on meanwhile; which numbers there were is remembered for good.
    moving = {"tickets", "communications", "messages", "calls", "number_history"}
    assert {part: rows for part, rows in after.items() if part not in moving} == {
        part: rows for part, rows in before.items() if part not in moving
    }
    for part in moving:
        now = {str(row["id"]): row["customer_id"] for row in after[part]}
        assert {key: now[key] for row in before[part] if (key := str(row["id"]))} == {
            str(row["id"]): row["customer_id"] for row in before[part]
        }
    problem(await place.http.post(f"/merges/{merged['id']}:undo"), 409, "merge-undone")


async def test_a_refusal_of_either_holds_for_both(place: Office) -> None:
    willing = (await customer(place, "褚示例"))["id"]
    stopped = (await customer(place, "褚 示例先生"))["id"]
    await place.post(f"/customers/{stopped}:opt-out", {}, 204)
    word = {"source": "phone", "by": place.staff["agent"], "purpose": "follow_up_calls"}
    await place.post(f"/customers/{stopped}/consents", {**word, "state": "withdrawn"}, 201)
    await place.post(f"/customers/{willing}/consents", {**word, "state": "given"}, 201)
    before = await state(place, willing, stopped)
    merged = await place.post(f"/customers/{willing}:merge", {"other": stopped})
    one = await file_of(place, willing)
    assert one["opted_out"] is True
    assert {each["purpose"]: each["state"] for each in one["consents"]}["follow_up_calls"] == "withdrawn"
    await place.post(f"/merges/{merged['id']}:undo", {})
    assert await _opted_out(place, stopped) and not await _opted_out(place, willing)
    words = {each["purpose"]: each["state"] for each in (await file_of(place, willing))["consents"]}
    assert words["follow_up_calls"] == "given"
    after = await state(place, willing, stopped)
    assert after["opt_outs"] == before["opt_outs"] and after["own"] == before["own"]
    # Who opts out while the files are one does so in earnest.
    merged = await place.post(f"/customers/{willing}:merge", {"other": stopped})
    await place.post(f"/customers/{stopped}:opt-out", {}, 204)
    await place.post(f"/merges/{merged['id']}:undo", {})
    assert await _opted_out(place, willing)


async def test_what_was_changed_since_is_not_undone(place: Office, problem: Any) -> None:
    kept = (await customer(place, "卫示例"))["id"]
    other = (await customer(place, "卫示例女士"))["id"]
    await place.post(f"/customers/{other}/contracts", {"number": "HT-1", "signed_on": "2026-01-02"}, 201)
    merged = await place.post(f"/customers/{kept}:merge", {"other": other})
    one = await file_of(place, kept)
    assert merged["filled"] == ["signed_at"] and one["signed"] is True
    assert [each["number"] for each in one["contracts"]] == ["HT-1"]
    await place.http.put(f"/customers/{other}/grade", json={"grade": "key", "reason": "老客户"})
    assert (await file_of(place, kept))["grade"]["grade"] == "key"
    refused = await place.http.post(f"/merges/{merged['id']}:undo")
    assert "the grade" in problem(refused, 409, "merge-built-upon")["detail"]
    # A file that was merged once more comes back in the order in which it went.
    third = (await customer(place, "卫示"))["id"]
    last = await place.post(f"/customers/{third}:merge", {"other": kept})
    assert (await file_of(place, other))["id"] == third
    refused = await place.http.post(f"/merges/{merged['id']}:undo")
    assert "merged again" in problem(refused, 409, "merge-built-upon")["detail"]
    await place.post(f"/merges/{last['id']}:undo", {})
    assert (await file_of(place, other))["id"] == kept
    listed = (await place.http.get(f"/merges?customer={kept}")).json()["items"]
    assert [each["id"] for each in listed] == [last["id"], merged["id"]]
    assert listed[0]["undone_at"] is not None


async def test_merges_into_one_file_are_undone_exactly_the_last_first(place: Office, problem: Any) -> None:
    """Out of order the second could never be undone: now the first says so before anything is touched."""
    kept, second, third = [
        (await customer(place, name))["id"] for name in ("施示例", "施示例女士", "施 示例")
    ]
    before = await state(place, kept, second)
    first = await place.post(f"/customers/{kept}:merge", {"other": second})
    between = await state(place, kept, third)
    last = await place.post(f"/customers/{kept}:merge", {"other": third})
    refused = await place.http.post(f"/merges/{first['id']}:undo")
    assert "undo that first" in problem(refused, 409, "merge-built-upon")["detail"]
    await place.post(f"/merges/{last['id']}:undo", {})
    after = await state(place, kept, third)
    assert after["own"] == between["own"]
    await place.post(f"/merges/{first['id']}:undo", {})
    assert (await state(place, kept, second))["own"] == before["own"]


async def test_a_name_and_a_number_that_somebody_else_has_already(place: Office, problem: Any) -> None:
    kept = (await customer(place, "沈示例"))["id"]
    phone = number()
    other = (await customer(place, "沈示例女士", phone))["id"]
    await customer(place, "沈示例", phone)
    before = await state(place, kept, other)
    asked = {"other": other, "keep": {"phone": "other"}}
    problem(await place.http.post(f"/customers/{kept}:merge", json=asked), 409, "number-taken")
    assert await state(place, kept, other) == before


async def test_of_two_merges_at_once_one_wins(place: Office, problem: Any) -> None:
    one = (await customer(place, "蒋示例"))["id"]
    two = (await customer(place, "蒋示例先生"))["id"]
    answers = await asyncio.gather(
        place.http.post(f"/customers/{one}:merge", json={"other": two}),
        place.http.post(f"/customers/{two}:merge", json={"other": one}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (lost,) = [answer for answer in answers if answer.status_code == 409]
    problem(lost, 409, "already-merged")
    to_itself, missing = {"other": place.customer}, {"other": "C99999999"}
    path = f"/customers/{place.customer}:merge"
    problem(await place.http.post(path, json=to_itself), 422, "invalid")
    problem(await place.http.post(path, json=missing), 404, "no-such-customer")
    problem(await place.http.post("/merges/99999999:undo"), 404, "no-such-merge")


async def test_a_roster_knows_whoever_was_merged(place: Office) -> None:
    building, phone, other_phone = await estate(place), number(), number()
    kept = (await customer(place, "沈示例", phone))["id"]
    other = (await customer(place, "沈示例先生", other_phone))["id"]
    await flat(place, building, other, "0303")
    await place.post(f"/customers/{kept}:merge", {"other": other})

    def row(position: int, name: str, number_: str, room: str) -> StagedOwner:
        return StagedOwner(position, "owner", "1栋", "1单元", room, name, number_, (), None, None, "")

    rows = [
        row(1, "沈示例先生", other_phone, "0303"),
        row(2, "沈示例先生", other_phone, "0404"),
        row(3, "沈示例", phone, "0404"),
    ]
    async with place.pool.acquire() as db:
        first = await import_rows(db, building, rows)
        second = await import_rows(db, building, rows)
    assert (first.counts.new_customers, first.counts.new_ownerships) == (0, 1)
    assert (second.counts.new_ownerships, second.counts.changed_numbers) == (0, 0)
    assert {each["room"] for each in (await file_of(place, kept))["flats"]} == {"0303", "0404"}
    async with place.pool.acquire() as db:
        # What still names the duplicate writes into the file, and finds the person.
        await queries.record_event(
            db, dedupe_key=None, ticket_id=None, customer_id=other, kind="opt_out",
            at=(await db.fetchval("SELECT now()")), actor="customer", data={},
        )  # fmt: skip
        assert await queries.phone_of(db, id=other) == phone
    kinds = [each["kind"] for each in (await file_of(place, kept))["communications"]["items"]]
    assert "opt_out" in kinds

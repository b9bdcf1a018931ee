"""A person asks to see, correct or delete what is kept about them, and has an answer within the bound."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.views.personal_copy import NOT_SHOWN
from domain.privacy.personal_data import REGISTER
from store.database import queries
from tests.town.office import Office
from tests.town.privacy import OLD, RUNS_OUT, Person, everything, person, repaired
from texts import LOCALES, named


async def asked(place: Office, who: Person, kind: str, **more: Any) -> str:
    body = {"customer_id": who.id, "kind": kind, "channel": "phone", "what": "请处理", **more}
    made = await place.post("/privacy-requests", {**body, "taken_in_by": place.staff["agent"]}, 201)
    return str(made["id"])


async def granted(place: Office, ticket: str, **more: Any) -> dict[str, Any]:
    await place.until(ticket, lambda now: now["promise"] is not None)
    await place.act(ticket, "check-identity", identity="called_back_on_number")
    await place.act(ticket, "decide-request", by="supervisor", decision="granted", **more)
    await place.until(ticket, lambda now: now["stage"] in ("to_tell", "blocked"))
    return await shown(place, ticket)


async def shown(place: Office, ticket: str) -> dict[str, Any]:
    found: dict[str, Any] = (await place.http.get(f"/privacy-requests/{ticket}")).json()
    return found


async def answered(place: Office, ticket: str, reason: str = "request_answered") -> None:
    await place.act(ticket, "answer-request", what="已告知本人")
    now = await place.until(ticket, lambda now: now["stage"] == "closed")
    assert now["close_reason"] == reason


async def test_a_copy_holds_everything_and_is_marked(place: Office) -> None:
    who = await person(place)
    ticket = await asked(place, who, "see")
    request = await granted(place, ticket)
    assert (
        request["identity"] == "called_back_on_number" and request["decided_by"] == place.staff["supervisor"]
    )
    as_json = (await place.http.get(request["copy"], params={"format": "json"})).json()
    text = str(as_json["data"])
    assert all(word in text for word in who.planted)
    assert {
        "customers",
        "ownerships",
        "messages",
        "calls",
        "communications",
        "ticket_texts",
        "consents",
    } <= set(as_json["data"])
    page = await place.http.get(request["copy"], headers={"Accept-Language": "zh-CN"})
    assert (
        page.headers["content-type"].startswith("text/html") and page.headers["cache-control"] == "no-store"
    )
    assert "个人信息副本" in page.text and as_json["mark"] in page.text and who.name in page.text
    assert as_json["mark"] in page.headers["content-disposition"]
    async with place.pool.acquire() as db:
        looks = await db.fetch("SELECT customers, details FROM trail WHERE what = 'personal_copy'")
    assert [row["details"]["mark"] for row in looks if who.id in row["customers"]] == [as_json["mark"]] * 2
    await answered(place, ticket)


async def test_the_page_is_one_that_a_customer_understands(place: Office) -> None:
    """In words, by the company's clock, and without the people whom the company told (F14)."""
    who = await person(place)
    repair = await repaired(place, who)
    at = datetime(2026, 12, 1, 15, 30, tzinfo=UTC)
    async with place.pool.acquire() as db:
        for kind, data, words in (
            ("call_placed", {"call_kind": "notice", "staff": "S1"}, {"who": "被叫经理"}),
            ("rung_told", {"rung": "not-on-site", "role": "manager"}, None),
            ("note", {}, {"text": "客户周末在家"}),
        ):
            await db.execute(
                "INSERT INTO communications (ticket_id, customer_id, kind, at, actor, data, words)"
                " VALUES ($1, $2, $3, $4, 'S1', $5, $6)",
                repair, who.id, kind, at, data, words,
            )  # fmt: skip
        await queries.add_text(
            db, ticket_id=repair, kind="file_explanation", body={"what": "王队长迟到"}, author="S1"
        )
    request = await granted(place, await asked(place, who, "see"))
    page = (await place.http.get(request["copy"], headers={"Accept-Language": "zh-CN"})).text
    body = page.partition("<body>")[2]
    for shown in (
        "2026-12-01 23:30",
        "备注：客户周末在家",
        "楼盘",
        "隐私花园",
        "您反映的内容",
        f"漏水 {who.words}",
    ):
        assert shown in body
    for told in ("被叫经理", "王队长迟到", "T15:30", "+00:00", "B0000", "repair-X"):
        assert told not in body
    assert re.findall(r">[a-z_]+<", body) == []
    as_json = (await place.http.get(request["copy"], params={"format": "json"})).text
    assert "被叫经理" not in as_json and "王队长迟到" not in as_json


@pytest.mark.parametrize("locale", LOCALES)
def test_every_column_of_a_copy_has_its_words(locale: str) -> None:
    for place in REGISTER.of_a_person:
        if not place.in_copy or place.erased == "rows":
            continue
        assert named(locale, "copy-table", place.table)
        for column in {*place.also, *place.sealed} - NOT_SHOWN:
            assert named(locale, "copy-field", "building" if column == "building_id" else column), column


async def test_a_correction_is_written_with_who_did_it(place: Office) -> None:
    who = await person(place)
    number = "+8619900089999"
    wanted = {
        "name": "更正后", "phone": "19900089999", "other_phones": ["19900089998"],
        "flat": {"ownership_id": who.ownership, "room": "1508"},
    }  # fmt: skip
    ticket = await asked(place, who, "correct", corrections=wanted)
    request = await granted(place, ticket)
    assert sorted(request["corrected"]) == ["flat", "name", "other_phones", "phone"]
    async with place.pool.acquire() as db:
        now = await queries.numbers_of(db, id=who.id)
        assert (now["name"], now["phone"], now["other_phones"]) == ("更正后", number, ["+8619900089998"])
        flat = await queries.flat_of(db, id=who.ownership, customer_id=who.id)
        assert (flat["block"], flat["room"]) == ("9栋", "1508")
        history = await db.fetch(
            "SELECT field, before, after, by FROM data_corrections WHERE ticket_id = $1", ticket
        )
        assert ("phone", who.phones[0], number, place.staff["supervisor"]) in [tuple(row) for row in history]
        assert (
            await db.fetchval("SELECT corrections FROM privacy_requests WHERE ticket_id = $1", ticket) is None
        )
    await answered(place, ticket)


async def test_a_correction_granted_in_part_leaves_the_rest(place: Office) -> None:
    who = await person(place)
    ticket = await asked(place, who, "correct", corrections={"name": "新名", "other_phones": []})
    await place.act(ticket, "check-identity", identity="id_card_seen")
    partly = {"decision": "partly", "fields": ["other_phones"]}
    refusal = await place.act(ticket, "decide-request", by="supervisor", status=422, **partly)
    assert refusal["errors"][0]["pointer"] == "#/ground"
    await place.act(ticket, "decide-request", by="supervisor", ground="unfounded", **partly)
    await place.until(ticket, lambda now: now["stage"] == "to_tell")
    assert (await shown(place, ticket))["corrected"] == ["other_phones"]
    async with place.pool.acquire() as db:
        assert (await queries.numbers_of(db, id=who.id))["name"] == who.name


async def test_a_number_that_a_namesake_has_is_no_correction(place: Office) -> None:
    who, other = await person(place), await person(place)
    corrections = {"name": other.name, "phone": other.phones[0]}
    ticket = await asked(place, who, "correct", corrections=corrections)
    request = await granted(place, ticket)
    assert request["stage"] == "blocked" and request["blocked_by"] == ["number_taken"]
    await place.act(ticket, "decide-request", by="supervisor", decision="refused", ground="unfounded")
    await answered(place, ticket, "request_refused")


async def test_whoever_owes_nothing_is_erased_everywhere_and_never_written_to_again(place: Office) -> None:
    who = await person(place)
    before = await everything(place)
    assert all(word in before for word in who.planted)
    ticket = await asked(place, who, "delete", what=f"{who.name}要求删除 {who.words}")
    request = await granted(place, ticket)
    assert (
        request["kept"] == [] and request["erased"]["customers"] == 1 and request["erased"]["messages"] == 1
    )
    await answered(place, ticket)
    after = await everything(place, but=RUNS_OUT)
    assert [word for word in who.planted if word in after] == []
    async with place.pool.acquire() as db:
        for number in who.phones:
            assert await db.fetchval(
                "SELECT count(*) FROM opt_outs WHERE idx(phone) = idx($1::bytea)", number
            )
        kinds = await db.fetch("SELECT count(*) AS n FROM messages WHERE customer_id = $1", who.id)
        again = await queries.add_customer(db, name="又来了", phone=who.phones[1], other_phones=[])
        assert await queries.opted_out_at(db, id=again) is not None, (
            "a roster that brings the number changes nothing"
        )
    assert kinds[0]["n"] == 1, "that a text was sent stays, for the statistics"
    assert (await place.http.get(f"/tickets/pre-handover-{who.ownership}")).status_code == 200
    assert (await place.http.get(f"/tickets/pre-handover-{who.ownership}/timeline")).status_code == 200
    body = {"purpose": "recording", "state": "given", "source": "phone", "by": place.staff["agent"]}
    assert (await place.post(f"/customers/{who.id}/consents", body, 409))["type"].endswith("customer-erased")


async def test_nothing_is_written_to_a_person_who_was_erased(place: Office) -> None:
    who = await person(place)
    await granted(place, await asked(place, who, "delete"))
    at, by = f"/customers/{who.id}", place.staff["agent"]
    report = {"customer_id": who.id, "what": "漏水", "taken_in_by": by}
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    writes: list[tuple[str, str, dict[str, Any]]] = [
        ("PATCH", at, {"phone": who.phones[0]}),
        ("PUT", f"{at}/pre-sale", {"stage": "potential", "needs": who.words}),
        ("PUT", f"{at}/grade", {"grade": "key", "reason": who.words}),
        ("PUT", f"{at}/agent", {"agent_id": by}),
        ("POST", f"{at}/communications", {"kind": "visit", "content": who.words}),
        ("POST", f"{at}/contracts", {"number": f"HT-{who.id}", "signed_on": "2026-01-02"}),
        ("POST", "/repairs", {**report, "trade": "plumbing"}),
        ("POST", "/complaints", {**report, "department_id": place.department, "wanted": "道歉"}),
        ("POST", "/loans", {"customer_id": who.id, "until": until, "reason": "回访", "by": by}),
    ]
    for method, path, body in writes:
        answer = await place.http.request(method, path, json=body)
        assert answer.status_code == 409, (method, path, answer.text)
        assert answer.json()["type"].endswith("customer-erased")
    async with place.pool.acquire() as db:
        row = await db.fetchrow(
            "SELECT phone, grade, agent_id, signed_at,"
            " (SELECT count(*) FROM pre_sales WHERE customer_id = c.id)"
            " + (SELECT count(*) FROM tickets t WHERE t.customer_id = c.id AND t.kind IN"
            " ('Repair', 'Complaint', 'Lending')) AS added FROM customers c WHERE id = $1",
            who.id,
        )
    assert who.phones[0] != row["phone"] and row["added"] == 0
    assert (row["grade"], row["agent_id"], row["signed_at"]) == (None, None, None)


async def test_carried_out_twice_it_says_the_same(place: Office) -> None:
    who = await person(place)
    ticket = await asked(place, who, "delete")
    first = await granted(place, ticket)
    async with place.pool.acquire() as db:
        kept = await db.fetchrow(
            "SELECT outcome, carried_out_at FROM privacy_requests WHERE ticket_id = $1", ticket
        )
    assert kept["outcome"]["erased"] == first["erased"] and kept["carried_out_at"] is not None
    again = await asked_again(place, who)
    assert again.status_code == 409


async def asked_again(place: Office, who: Person) -> Any:
    body = {
        "customer_id": who.id,
        "kind": "see",
        "channel": "phone",
        "what": "再看",
        "taken_in_by": place.staff["agent"],
    }
    return await place.http.post("/privacy-requests", json=body)


async def test_contract_and_warranty_records_are_kept_with_their_reason_and_the_rest_goes(
    place: Office,
) -> None:
    who = await person(place)
    repair = await repaired(place, who)
    async with place.pool.acquire() as db:
        await queries.sign_customer(db, id=who.id)
    ticket = await asked(place, who, "delete")
    request = await granted(place, ticket)
    assert {each["why"] for each in request["kept"]} == {"contract", "after_sales"}
    assert all("kept for claims" in each["because"] for each in request["kept"])
    assert request["rest_due"] == max(each["until"] for each in request["kept"])
    async with place.pool.acquire() as db:
        person_now = await queries.numbers_of(db, id=who.id)
        assert person_now["name"] == who.name and person_now["erased_at"] is None
        words = await db.fetch(
            "SELECT ticket_id, body FROM ticket_texts WHERE ticket_id = ANY($1)",
            [repair, f"pre-handover-{who.ownership}"],
        )
        assert {row["ticket_id"]: bool(row["body"]) for row in words} == {
            repair: True,
            f"pre-handover-{who.ownership}": False,
        }
        assert await db.fetchval("SELECT text FROM messages WHERE customer_id = $1", who.id) == ""
        assert await queries.opted_out_at(db, id=who.id) is not None


async def test_after_the_period_nothing_speaks_for_keeping(place: Office) -> None:
    who = await person(place)
    await repaired(place, who, OLD)
    request = await granted(place, await asked(place, who, "delete"))
    assert request["kept"] == []


async def test_open_tickets_and_holds_come_first(place: Office) -> None:
    who = await person(place)
    repair = await place.repair(customer_id=who.id, ownership_id=who.ownership)
    hold = await place.post(
        "/legal-holds", {"customer_id": who.id, "reason": "诉讼", "by": place.staff["supervisor"]}, 201
    )
    ticket = await asked(place, who, "delete")
    request = await granted(place, ticket)
    assert request["blocked_by"] == [repair, f"hold-{hold['id']}"]
    await place.act(repair, "withdraw", remark="业主撤回")
    await place.until(repair, lambda now: now["stage"] == "closed")
    await place.post(f"/legal-holds/{hold['id']}:lift", {"by": place.staff["supervisor"]})
    await place.act(ticket, "carry-out-request", by="supervisor")
    await place.until(ticket, lambda now: now["stage"] == "to_tell")
    assert [each["why"] for each in (await shown(place, ticket))["kept"]] == ["after_sales"]


async def test_nobody_learns_anything_about_somebody_else(place: Office) -> None:
    who = await person(place)
    ticket = await asked(place, who, "see")
    await place.until(ticket, lambda now: now["promise"] is not None)
    assert (await place.act(ticket, "decide-request", by="supervisor", status=409, decision="granted"))[
        "type"
    ]
    refusal = await place.act(ticket, "identity-not-shown", status=403, remark="回拨无人")
    assert refusal["type"].endswith("not-your-part")
    await place.act(ticket, "identity-not-shown", by="supervisor", remark="回拨无人")
    assert (await place.http.get(f"/privacy-requests/{ticket}/copy")).status_code == 404
    request = await shown(place, ticket)
    assert (request["decision"], request["ground"]) == ("refused", "not_the_person")
    await answered(place, ticket, "request_refused")


async def test_a_request_that_nobody_answers_climbs_the_ladder(place: Office) -> None:
    for each in ("supervisor", "manager"):
        await place.behave(each, "answer_and_press", key="1")
    who = await person(place)
    ticket = await asked(place, who, "see")
    due = (await place.until(ticket, lambda now: now["promise"] is not None))["promise"]["due_at"]
    left = datetime.fromisoformat(due) - datetime.now(UTC)
    assert timedelta(days=18) < left < timedelta(days=25), "15 working days"
    await place.forward(ticket, seconds=left.total_seconds() + 60)
    now = await place.until(
        ticket, lambda now: "privacy-overdue" in str(now["told"]) and now["escalation_level"] == 1
    )
    assert now["stage"] == "identity"


async def test_what_does_not_fit_is_refused(place: Office) -> None:
    who = await person(place)
    body = {
        "customer_id": who.id,
        "kind": "correct",
        "channel": "phone",
        "what": "改",
        "taken_in_by": place.staff["agent"],
    }
    assert (await place.post("/privacy-requests", body, 422))["errors"][0]["pointer"] == "#/corrections"
    numbers = {**body, "corrections": {"other_phones": ["12"]}}
    assert (await place.post("/privacy-requests", numbers, 422))["errors"][0][
        "pointer"
    ] == "#/corrections/other_phones/0"
    await place.post("/legal-holds", {"reason": "x", "by": place.staff["agent"]}, 422)
    assert (await place.http.get("/privacy-requests/privacy-P2026-999999")).status_code == 404


async def test_a_duplicate_that_was_merged_goes_with_the_file(place: Office) -> None:
    who, double = await person(place), await person(place)
    async with place.pool.acquire() as db:
        await db.execute("UPDATE customers SET merged_into = $2 WHERE id = $1", double.id, who.id)
    ticket = await asked(place, who, "delete")
    await granted(place, ticket)
    async with place.pool.acquire() as db:
        rows = await db.fetch(
            "SELECT name, phone, erased_at FROM customers WHERE id = ANY($1)", [who.id, double.id]
        )
    assert {(row["name"], row["phone"]) for row in rows} == {(who.id, ""), (double.id, "")}
    after = await everything(place, but=RUNS_OUT)
    assert [word for word in (*who.planted, *double.planted) if word in after] == []

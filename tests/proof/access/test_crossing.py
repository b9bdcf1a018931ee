"""Attempts to see or do what is somebody else's (P22, P23): as if it did not exist."""

import uuid
from typing import Any

from structlog.testing import capture_logs

from tests.town.archive import Archive
from tests.town.callers import somebody
from tests.town.doors import Door

_GUESSED = "C99999999"


async def test_another_agents_customer_is_not_there(door: Door, archive: Archive, problem: Any) -> None:
    mine, theirs = await somebody(door, archive, "agent"), await archive.person()
    customer = await archive.customer(theirs)
    ticket = await archive.ticket(customer, first_contact=theirs, agent_id=theirs)
    own = await archive.ticket(await archive.customer(mine.staff_id))
    for method, path, body in (
        ("GET", f"/tickets/{ticket}", None),
        ("GET", f"/tickets/{ticket}/timeline", None),
        ("POST", f"/tickets/{ticket}/notes", {"text": "偷看一下"}),
        ("POST", f"/tickets/{ticket}:set-urgent", {}),
        ("POST", f"/tickets/{ticket}/attachments", {"title": "合同", "url": "https://files.example/1.pdf"}),
    ):
        answer = await mine.call(method, path, **({} if body is None else {"json": body}))
        problem(answer, 404, "no-such-ticket")
    for path in (
        f"/customers/{customer}:opt-out",
        f"/customers/{customer}:signed",
        f"/customers/{customer}:unsigned",
    ):
        options = {"json": {"reason": "记错了"}} if path.endswith("unsigned") else {}
        refused = await mine.call("POST", path, **options)
        guessed = await mine.call("POST", path.replace(customer, _GUESSED), **options)
        assert problem(refused, 404, "no-such-customer")["detail"] == guessed.json()["detail"]
    patched = await mine.call("PATCH", f"/customers/{customer}", json={"phone": "19900099999"})
    problem(patched, 404, "no-such-customer")
    listed = (await mine.call("GET", "/tickets", params={"limit": 200})).json()["items"]
    assert own in {each["id"] for each in listed}
    assert ticket not in {each["id"] for each in listed}
    async with archive.pool.acquire() as db:
        assert await db.fetchval("SELECT signed_at FROM customers WHERE id = $1", customer) is None
        assert await db.fetchval("SELECT count(*) FROM communications WHERE ticket_id = $1", ticket) == 1


async def test_a_crew_sees_its_own_job_without_the_number(door: Door, archive: Archive, problem: Any) -> None:
    mine, others = await archive.crew(), await archive.crew()
    crew = await somebody(door, archive, "crew", crew=mine)
    customer = await archive.customer()
    job = await archive.ticket(customer, crew_id=mine, ownership_id=await archive.flat(customer))
    foreign = await archive.ticket(customer, crew_id=others)
    problem(await crew.call("GET", f"/tickets/{foreign}"), 404, "no-such-ticket")
    problem(await crew.call("POST", f"/tickets/{foreign}:arrive", json={}), 404, "no-such-ticket")
    shown = (await crew.call("GET", f"/tickets/{job}", headers={"X-Purpose": "visit"})).json()
    assert shown["owner"]["name"] == "李示例"
    assert shown["room"] == "1栋1单元1201"
    assert "****" in shown["owner"]["phone"]
    noted = await crew.call("POST", f"/tickets/{job}/notes", json={"text": "已联系物业停水"})
    assert noted.status_code == 201
    assert noted.json()["actor"] == crew.staff_id


async def test_a_number_is_read_for_a_stated_purpose_which_stays_on_record(
    door: Door, archive: Archive, problem: Any
) -> None:
    agent = await somebody(door, archive, "agent")
    customer = await archive.customer(agent.staff_id)
    ticket = await archive.ticket(customer)
    masked = (await agent.call("GET", f"/tickets/{ticket}")).json()["owner"]["phone"]
    assert "****" in masked
    answer = await agent.call("GET", f"/tickets/{ticket}", headers={"X-Purpose": "call_back"})
    clear = answer.json()["owner"]["phone"]
    assert clear.startswith("+86199000") and clear.endswith(masked[-4:])
    body = problem(
        await agent.call("GET", f"/tickets/{ticket}", headers={"X-Purpose": "fun"}), 422, "invalid"
    )
    assert body["errors"][0]["location"] == "header" and "call_back" in body["errors"][0]["action"]
    async with archive.pool.acquire() as db:
        looks = await db.fetch(
            "SELECT purpose, details, staff_id FROM trail WHERE ticket_id = $1 ORDER BY no", ticket
        )
    assert [(look["purpose"], look["details"].get("clear")) for look in looks] == [
        (None, None),
        ("call_back", "phone"),
    ]
    assert {look["staff_id"] for look in looks} == {agent.staff_id}


async def test_nobody_acts_in_somebody_elses_name(door: Door, archive: Archive, problem: Any) -> None:
    agent, other = await somebody(door, archive, "agent"), await archive.person()
    ticket = await archive.ticket(await archive.customer(agent.staff_id))
    with capture_logs() as logged:
        answer = await agent.call("POST", f"/tickets/{ticket}:set-urgent", json={"by": other})
        problem(answer, 403, "not-in-own-name")
        answer = await agent.call(
            "POST", f"/tickets/{ticket}/notes", json={"text": "客户同意", "author": "王主管"}
        )
        problem(answer, 403, "not-in-own-name")
    assert [line["operation"] for line in logged if line["event"] == "access_refused"] == [
        "actSetUrgent",
        "addNote",
    ]
    # Programs and the token of the settings have nobody of their own to act as.
    problem(await door.admin.post(f"/tickets/{ticket}:set-urgent", json={}), 422, "invalid")


async def test_a_head_answers_for_the_own_department_alone(
    door: Door, archive: Archive, problem: Any
) -> None:
    mine, others = await archive.department(), await archive.department()
    head = await somebody(door, archive, "department_head", department=mine)
    ticket = await archive.ticket(
        await archive.customer(), "Complaint", stage="judging", department_id=others, agent_id=head.staff_id
    )
    said = {"what": "当天两处同时报修", "remedy": "次日上门清理"}
    problem(await head.call("POST", f"/tickets/{ticket}:file-explanation", json=said), 403, "not-your-part")
    # Judging is the service's part, whoever asks.
    problem(await head.call("POST", f"/tickets/{ticket}:judge-well-founded", json={}), 403, "not-allowed")


async def test_a_repeated_key_gives_nobody_elses_answer(door: Door, archive: Archive) -> None:
    first, second = await somebody(door, archive, "agent"), await somebody(door, archive, "agent")
    customer = await archive.customer()
    ticket = await archive.ticket(customer, first_contact=first.staff_id, agent_id=second.staff_id)
    key = {"Idempotency-Key": "one-key-for-two"}
    answers = [
        await who.call("POST", f"/tickets/{ticket}/notes", json={"text": "回电"}, headers=key)
        for who in (first, second, first)
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert [answer.json()["actor"] for answer in answers] == [first.staff_id, second.staff_id, first.staff_id]
    assert "idempotency-replayed" in answers[2].headers


async def test_statistics_without_files(door: Door, archive: Archive, problem: Any) -> None:
    auditor = await somebody(door, archive, "auditor")
    customer = await archive.customer()
    ticket = await archive.ticket(customer)
    problem(await auditor.call("GET", f"/tickets/{ticket}"), 403, "not-allowed")
    trail = await auditor.call("GET", "/trail", params={"customer": customer})
    assert trail.status_code == 200
    assert "199000" not in trail.text and "李示例" not in trail.text


async def test_an_answer_in_clear_is_repeated_for_the_same_purpose_only(
    door: Door, archive: Archive, problem: Any
) -> None:
    agent = await somebody(door, archive, "agent")
    new = {"name": "李示例", "phone": "+8619900096000"}
    key, purpose = {"Idempotency-Key": uuid.uuid4().hex}, {"X-Purpose": "call_back"}
    first = await agent.call("POST", "/customers", json=new, headers={**key, **purpose})
    assert first.status_code == 201 and first.json()["phone"] == new["phone"]
    again = await agent.call("POST", "/customers", json=new, headers={**key, **purpose})
    assert again.headers["idempotency-replayed"] == "true" and again.content == first.content
    assert "huifang-opened" not in again.headers
    for other in ({}, {"X-Purpose": "visit"}):
        answer = await agent.call("POST", "/customers", json=new, headers={**key, **other})
        problem(answer, 422, "key-reused")
        assert new["phone"] not in answer.text
    async with archive.pool.acquire() as db:
        looks = await db.fetch(
            "SELECT purpose, details, customers FROM trail WHERE operation = 'addCustomer' "
            "AND $1 = ANY (customers) ORDER BY no",
            first.json()["id"],
        )
    assert [look["purpose"] for look in looks] == ["call_back", "call_back"]
    assert looks[0]["details"]["clear"] and looks[0]["details"]["clear"] == looks[1]["details"]["clear"]


async def test_a_search_is_made_anew_each_time(door: Door, archive: Archive) -> None:
    agent = await somebody(door, archive, "agent")
    new = {"name": "李示例", "phone": "+8619900096001"}
    assert (await agent.call("POST", "/customers", json=new)).status_code == 201
    key, wanted = {"Idempotency-Key": uuid.uuid4().hex}, {"phone": new["phone"]}
    for purpose, in_clear in (({"X-Purpose": "call_back"}, True), ({}, False)):
        answer = await agent.call("POST", "/customers:search", json=wanted, headers={**key, **purpose})
        assert "idempotency-replayed" not in answer.headers
        (found,) = answer.json()["items"]
        assert (found["phone"] == new["phone"]) is in_clear

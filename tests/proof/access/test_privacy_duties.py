"""Who may do what of the duties of data protection, and with whose data (P23)."""

from typing import Any

from tests.town.archive import Archive
from tests.town.callers import somebody
from tests.town.doors import Door

NO = {"purpose": "marketing_sms", "state": "withdrawn", "source": "phone"}


async def test_a_word_is_taken_down_for_ones_own_customer_and_counts_for_everybody_with_the_number(
    door: Door, archive: Archive, problem: Any
) -> None:
    agent = await somebody(door, archive, "agent")
    own, other = await archive.customer(agent.staff_id), await archive.customer(await archive.person())
    await archive.run(
        "UPDATE customers SET phone = (SELECT phone FROM customers WHERE id = $1), name = $3 WHERE id = $2",
        own,
        other,
        "同号",
    )
    ticket = await archive.ticket(other, kind="PreHandover", stage="closed")
    said = await agent.call("POST", f"/customers/{own}/consents", json=NO)
    assert said.status_code == 201 and said.json()["by"] == agent.staff_id
    async with archive.pool.acquire() as db:
        noted = await db.fetchval(
            "SELECT count(*) FROM communications WHERE ticket_id = $1 AND kind = 'opt_out'", ticket
        )
    assert noted == 1, "the number is another customer's as well"
    problem(await agent.call("POST", f"/customers/{other}/consents", json=NO), 404, "no-such-customer")
    problem(await agent.call("GET", f"/customers/{other}/consents"), 404, "no-such-customer")
    in_anothers_name = NO | {"by": await archive.person()}
    problem(
        await agent.call("POST", f"/customers/{own}/consents", json=in_anothers_name), 403, "not-in-own-name"
    )


async def test_a_request_is_taken_in_by_whoever_is_asked_and_decided_by_a_supervisor(
    door: Door, archive: Archive, problem: Any
) -> None:
    agent, colleague = await somebody(door, archive, "agent"), await somebody(door, archive, "agent")
    supervisor = await somebody(door, archive, "service_supervisor")
    customer = await archive.customer(await archive.person())
    async with archive.pool.acquire() as db:
        calls = {"phone": await db.fetchval("SELECT phone FROM customers WHERE id = $1", customer)}
    assert (await agent.call("POST", "/customers:search", json=calls)).json()["items"]
    body = {"customer_id": customer, "kind": "see", "channel": "phone", "what": "想知道保存了什么"}
    made = await agent.call("POST", "/privacy-requests", json=body)
    assert made.status_code == 201, made.text
    ticket = made.json()["id"]
    assert (await agent.call("GET", f"/privacy-requests/{ticket}")).json()["stage"] == "identity"
    problem(await colleague.call("GET", f"/privacy-requests/{ticket}"), 404, "no-such-request")
    for method, path, given in (
        ("POST", f"/tickets/{ticket}:decide-request", {"decision": "granted"}),
        ("GET", f"/privacy-requests/{ticket}/copy", None),
        ("POST", "/legal-holds", {"customer_id": customer, "reason": "诉讼"}),
        ("GET", "/legal-holds", None),
        ("GET", "/privacy/retention", None),
    ):
        options = {} if given is None else {"json": given}
        problem(await agent.call(method, path, **options), 403, "not-allowed")
    problem(await supervisor.call("GET", f"/privacy-requests/{ticket}/copy"), 404, "no-such-copy")


async def test_whoever_sees_no_files_counts_what_is_due_of_all(door: Door, archive: Archive) -> None:
    auditor = await somebody(door, archive, "auditor")
    await archive.run(
        "INSERT INTO provider_events (provider, event_id, event, received_at, processed_at)"
        " VALUES ('counted', 'x', $1, now() - interval '1 year', now())", {},
    )  # fmt: skip
    shown = (await auditor.call("GET", "/privacy/retention")).json()
    assert next(each for each in shown["periods"] if each["kind"] == "provider_events")["due"] >= 1
    assert (await auditor.call("GET", "/privacy/processing")).status_code == 200

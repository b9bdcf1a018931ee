"""Nobody signs for a customer by changing the number, or with a paper that nobody else saw (P8, P23)."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from gateways.sms import Reply
from services.messages.provider_events import ProviderEvents
from store.database import queries
from tests.proof.access.test_whose_part import complaint
from tests.town.archive import Archive
from tests.town.callers import Caller, program, somebody
from tests.town.doors import Door
from tests.town.office import SCAN

_OWN_NUMBER = "19900077001"
_HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


async def accepting(archive: Archive, agent: Caller) -> tuple[str, str, str]:
    """A complaint in the agent's hand whose customer can sign; the customer and the number."""
    ticket = await complaint(archive)
    await archive.run(
        "UPDATE tickets SET stage = 'accepting', agent_id = $2 WHERE id = $1", ticket, agent.staff_id
    )
    async with archive.pool.acquire() as db:
        row = await db.fetchrow(
            "SELECT c.id, c.phone FROM customers c JOIN tickets t ON t.customer_id = c.id WHERE t.id = $1",
            ticket,
        )
    return ticket, row["id"], row["phone"]


async def sent(agent: Caller, ticket: str) -> str:
    """What asking for a link is answered with: once let through, `ticket-closed`: there is no workflow."""
    answer = await agent.call("POST", f"/tickets/{ticket}:send-acceptance", json={})
    return str(answer.json()["type"]).rsplit("/", 1)[-1].rsplit(":", 1)[-1]


async def replied(door: Door, archive: Archive, phone: str, text: str) -> None:
    """A text from that number comes in through the provider."""
    events = ProviderEvents(archive.pool, door.config.temporal)
    await events.take("sandbox", [Reply(uuid.uuid4().hex, phone, text, datetime.now(UTC), None)])


async def test_no_link_to_a_number_that_was_changed_a_moment_ago(door: Door, archive: Archive) -> None:
    agent = await somebody(door, archive, "agent")
    ticket, customer, old = await accepting(archive, agent)
    assert await sent(agent, ticket) == "ticket-closed"
    changed = await agent.call("PATCH", f"/customers/{customer}", json={"phone": _OWN_NUMBER})
    assert changed.status_code == 200, changed.text
    assert await sent(agent, ticket) == "number-not-settled"
    # Changed back, it is still somebody's who knew the way there.
    await agent.call("PATCH", f"/customers/{customer}", json={"phone": old})
    assert await sent(agent, ticket) == "number-not-settled"
    async with archive.pool.acquire() as db:
        actors = await db.fetch(
            "SELECT actor FROM communications WHERE ticket_id = $1 AND kind = 'number_changed'", ticket
        )
    assert [row["actor"] for row in actors] == [agent.staff_id] * 2


async def test_the_old_number_may_agree_and_no_other(door: Door, archive: Archive) -> None:
    agent = await somebody(door, archive, "agent")
    ticket, customer, old = await accepting(archive, agent)
    await agent.call("PATCH", f"/customers/{customer}", json={"phone": "19900077002"})
    await replied(door, archive, "+8619900077002", "同意换号")
    await replied(door, archive, old, "我不同意换号")
    assert await sent(agent, ticket) == "number-not-settled"
    await replied(door, archive, old, " 同意换号。")
    assert await sent(agent, ticket) == "ticket-closed"


async def test_after_some_days_a_number_is_the_customers(door: Door, archive: Archive) -> None:
    agent = await somebody(door, archive, "agent")
    ticket, customer, _ = await accepting(archive, agent)
    await agent.call("PATCH", f"/customers/{customer}", json={"phone": "19900077003"})
    age = "UPDATE number_history SET at = now() - $2::interval WHERE customer_id = $1"
    await archive.run(age.replace("$2", "'6 days 23 hours'"), customer)
    assert await sent(agent, ticket) == "number-not-settled"
    await archive.run(age.replace("$2", "'7 days 1 minute'"), customer)
    assert await sent(agent, ticket) == "ticket-closed"


async def test_nor_by_a_file_of_ones_own_that_is_merged_with_it(door: Door, archive: Archive) -> None:
    """However the number changed: here the customer's file is given to one with another number."""
    agent = await somebody(door, archive, "agent")
    ticket, customer, _ = await accepting(archive, agent)
    mine = await archive.customer()
    supervisor = await somebody(door, archive, "service_supervisor")
    merged = await supervisor.call("POST", f"/customers/{mine}:merge", json={"other": customer})
    assert merged.is_success, merged.text
    assert await sent(agent, ticket) == "number-not-settled"


async def test_what_the_activity_asks_again_before_it_sends(door: Door, archive: Archive) -> None:
    """Between asking for the link and sending it the number may have been changed."""
    agent = await somebody(door, archive, "agent")
    ticket, customer, _ = await accepting(archive, agent)
    await agent.call("PATCH", f"/customers/{customer}", json={"phone": "19900077004"})
    async with archive.pool.acquire() as db:
        assert await queries.number_unsettled(db, ticket_id=ticket, settled=timedelta(days=7))
        assert not await queries.number_unsettled(db, ticket_id=ticket, settled=timedelta())


async def test_no_program_changes_numbers(door: Door, archive: Archive, problem: Any) -> None:
    customer = await archive.customer()
    website = await program(door, ["customers.read", "customers.change"])
    answer = await website.call("PATCH", f"/customers/{customer}", json={"phone": _OWN_NUMBER})
    problem(answer, 403, "named-person")


async def test_paper_is_a_scan_on_record_that_somebody_else_filed(
    door: Door, archive: Archive, problem: Any
) -> None:
    agent, second = (
        await somebody(door, archive, "agent"),
        await somebody(door, archive, "service_supervisor"),
    )
    ticket, _, _ = await accepting(archive, agent)
    accepts, files = f"/tickets/{ticket}:customer-accepts", f"/tickets/{ticket}/attachments"
    signed = {"scan": SCAN}
    problem(await agent.call("POST", accepts, json=signed), 409, "scan-not-on-record")
    without_hash = {"title": "签字单", "url": SCAN}
    assert (await second.call("POST", files, json=without_hash)).status_code == 201
    problem(await agent.call("POST", accepts, json=signed), 409, "scan-not-on-record")
    filed = {**without_hash, "sha256": _HASH}
    assert (await agent.call("POST", files, json=filed)).status_code == 201
    problem(await agent.call("POST", accepts, json=signed), 409, "scan-not-on-record")
    # Nor is it a second person whose name is lent.
    lent = {**filed, "by": agent.staff_id, "url": f"{SCAN}?2"}
    assert (await second.call("POST", files, json=lent)).status_code == 201
    answer = await second.call("POST", accepts, json={"scan": f"{SCAN}?2"})
    problem(answer, 409, "scan-not-on-record")
    problem(await second.call("POST", accepts, json=signed), 409, "ticket-closed")  # let through
    problem(
        await second.call("POST", accepts, json={"scan": "https://files.example/other.pdf"}),
        409,
        "scan-not-on-record",
    )


async def test_who_acted_stands_beside_for_whom(door: Door, archive: Archive) -> None:
    supervisor, other = await somebody(door, archive, "service_supervisor"), await archive.person()
    ticket, _, _ = await accepting(archive, supervisor)
    filed = {"title": "照片", "url": SCAN, "by": other}
    assert (await supervisor.call("POST", f"/tickets/{ticket}/attachments", json=filed)).status_code == 201
    timeline = (await supervisor.call("GET", f"/tickets/{ticket}/timeline")).json()["items"]
    (event,) = [each for each in timeline if each["kind"] == "attachment"]
    assert (event["actor"], event["data"]["acted_by"]) == (other, supervisor.staff_id)


async def test_whatever_is_recorded_in_anothers_name_is_in_the_trail_with_both(
    door: Door, archive: Archive, problem: Any
) -> None:
    supervisor, other = await somebody(door, archive, "service_supervisor"), await archive.person()
    customer = await archive.customer()
    word = {"purpose": "marketing_sms", "state": "withdrawn", "source": "phone", "by": other}
    answer = await supervisor.call("POST", f"/customers/{customer}/consents", json=word)
    assert answer.status_code == 201, answer.text
    async with archive.pool.acquire() as db:
        look = await db.fetchrow(
            "SELECT staff_id, details FROM trail WHERE operation = 'addConsent' AND $1 = ANY (customers)",
            customer,
        )
    assert (look["staff_id"], look["details"]["for"]) == (supervisor.staff_id, other)
    # A hold is a decision: in one's own name.
    hold = {"customer_id": customer, "reason": "诉讼", "by": other}
    problem(await supervisor.call("POST", "/legal-holds", json=hold), 403, "in-person")

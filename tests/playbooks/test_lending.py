"""A customer's file is lent: asked for, granted, refused, returned, over by itself, and chased (P23)."""

from typing import Any

import asyncpg
import pytest

from tests.town.lending import asked, decided, ended, is_lent, later, traced
from tests.town.office import Office


async def test_granted_it_is_seen_until_it_is_returned(place: Office) -> None:
    loan = await asked(place)
    assert not await is_lent(place)
    shown = await decided(place, loan, "grant", until=later(days=2), remark="同意")
    assert shown["state"] == "lent" and shown["decided_by"] == place.staff["supervisor"]
    assert await is_lent(place)
    assert not await is_lent(place, "manager")
    ticket = await place.until(loan, lambda now: now["due_at"] is not None)
    assert ticket["kind"] == "Lending"
    assert [each["address"] for each in ticket["possible"]] == [f"/loans/{loan}:return"]
    assert (await decided(place, loan, "return", by="agent"))["state"] == "ended"
    assert not await is_lent(place)
    await ended(place, loan, "returned")
    assert await traced(place, loan) == [("granted", place.staff["supervisor"]), ("returned", None)]


async def test_over_by_itself(place: Office) -> None:
    loan = await asked(place)
    await decided(place, loan, "grant")
    await place.forward(loan, days=5, minutes=1)
    await ended(place, loan, "expired")
    assert not await is_lent(place)
    assert await traced(place, loan) == [("granted", place.staff["supervisor"]), ("expired", None)]


async def test_the_database_ends_it_even_if_nothing_else_runs(place: Office) -> None:
    loan = await asked(place)
    await decided(place, loan, "grant")
    await place.env.client.get_workflow_handle(loan).terminate("nothing runs")
    async with place.pool.acquire() as db:
        assert await db.fetchval("SELECT ended_at IS NULL FROM loans WHERE id = $1", loan)
        await db.execute("UPDATE loans SET until = now() - interval '1 second' WHERE id = $1", loan)
    assert not await is_lent(place)
    async with place.pool.acquire() as db:
        await db.execute("UPDATE loans SET ended_at = now(), end_reason = 'expired' WHERE id = $1", loan)


async def test_refused_with_a_reason(place: Office) -> None:
    loan = await asked(place)
    shown = await decided(place, loan, "refuse", reason="请由该客户的客服专员处理")
    assert (shown["state"], shown["end_reason"]) == ("ended", "loan-refused")
    await ended(place, loan, "loan-refused")
    late = await decided(place, loan, "grant", status=409)
    assert late["type"] == "urn:huifang:problem:ticket-closed"
    again = {"by": place.staff["agent"], "remark": "再借一次"}
    assert (await place.post(f"/tickets/{loan}:reopen", again, 404))["type"].endswith("no-such-ticket")
    assert not await is_lent(place)
    async with place.pool.acquire() as db:
        said = await db.fetchval(
            "SELECT body FROM ticket_texts WHERE ticket_id = $1 AND kind = 'refuse_loan'", loan
        )
    assert said == {"remark": "请由该客户的客服专员处理"}


async def test_nobody_decides_the_supervisor_is_phoned_and_in_the_end_it_lapses(place: Office) -> None:
    await place.behave("supervisor", "answer_and_press", key="1")
    loan = await asked(place)
    before = await place.rung("supervisor")
    await place.forward(loan, hours=4, minutes=1)
    await place.until(loan, lambda now: any(each["data"].get("key") == "1" for each in now["told"]))
    assert await place.rung("supervisor") > before
    await place.forward(loan, hours=4, minutes=1)
    await place.until(loan, lambda now: now["escalation_level"] == 1)
    await place.forward(loan, days=5)
    await ended(place, loan, "lapsed")
    assert not await is_lent(place)


async def test_a_supervisor_who_does_not_answer_is_texted(place: Office) -> None:
    for who in ("supervisor", "manager", "head"):
        await place.behave(who, "no_answer")
    loan = await asked(place)
    await place.forward(loan, hours=4, minutes=20)
    await place.until(loan, lambda now: bool(now["messages"]))
    async with place.pool.acquire() as db:
        rows = await db.fetch("SELECT template, staff_id, text FROM messages WHERE ticket_id = $1", loan)
    assert {row["template"] for row in rows} == {"sms-loan-undecided"}
    assert place.staff["supervisor"] in {row["staff_id"] for row in rows}
    assert all(loan.partition("-")[2] in row["text"] for row in rows)
    await decided(place, loan, "refuse", reason="请由该客户的客服专员处理")
    await ended(place, loan, "loan-refused")


async def test_nobody_grants_the_own_request(place: Office) -> None:
    loan = await asked(place, "supervisor")
    refused = await decided(place, loan, "grant", status=403)
    assert refused["type"] == "urn:huifang:problem:own-loan"
    assert (await decided(place, loan, "grant", by="agent", status=403))["type"].endswith("not-your-part")
    assert not await is_lent(place, "supervisor")
    async with place.pool.acquire() as db:
        with pytest.raises(asyncpg.CheckViolationError):
            await db.execute(
                "UPDATE loans SET decided_by = borrower_id, granted_at = now() WHERE id = $1", loan
            )
    await decided(place, loan, "return")
    await ended(place, loan, "loan-withdrawn")


async def test_asked_for_once_and_not_for_too_long(place: Office) -> None:
    body: dict[str, Any] = {"customer_id": place.customer, "reason": "核对合同", "by": place.staff["agent"]}
    for until in (later(days=15), later(days=-1)):
        assert "#/until" in str(await place.post("/loans", {**body, "until": until}, 422))
    loan = await asked(place)
    again = await place.post("/loans", {**body, "until": later(days=1)}, 409)
    assert again["type"] == "urn:huifang:problem:loan-open"
    listed = (await place.http.get("/loans", params={"open": True})).json()["items"]
    assert [(each["id"], each["state"]) for each in listed] == [(loan, "asked")]
    await place.env.client.get_workflow_handle(loan).cancel()
    await ended(place, loan, "cancelled")

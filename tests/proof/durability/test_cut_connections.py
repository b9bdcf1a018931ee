"""A connection is cut at each await of a request: answered as an outage, done once under its key (P33)."""

import itertools
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.town.cut_off import CutOff, cut_at, cut_off
from tests.town.network import Way

Ask = tuple[str, dict[str, Any]]
"""Where, and with which body."""
MOST = 400
"""Pieces of one request: far more than there are."""


@pytest.fixture(scope="module")
async def far(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[CutOff]:
    async with cut_off(temporal, database_url) as made:
        yield made


def building(_: CutOff, word: str) -> Ask:
    return "/buildings", {"name": word}


def enquiry(far: CutOff, word: str) -> Ask:
    body = {"customer_id": far.office.customer, "what": word, "taken_in_by": far.office.staff["agent"]}
    return "/enquiries", body


def hold(far: CutOff, word: str) -> Ask:
    return "/legal-holds", {
        "customer_id": far.office.customer,
        "reason": word,
        "by": far.office.staff["manager"],
    }


async def buildings(far: CutOff, word: str) -> int:
    async with far.office.pool.acquire() as db:
        return int(await db.fetchval("SELECT count(*) FROM buildings WHERE name = $1", word))


async def enquiries(far: CutOff, word: str) -> int:
    async with far.office.pool.acquire() as db:
        rows = await db.fetch("SELECT body FROM ticket_texts WHERE kind = 'report'")
    return sum(word in str(row["body"]) for row in rows)


async def holds(far: CutOff, word: str) -> int:
    async with far.office.pool.acquire() as db:
        rows = await db.fetch("SELECT reason FROM legal_holds")
    return sum(word in str(row["reason"]) for row in rows)


CREATED: dict[str, tuple[Callable[[CutOff, str], Ask], Callable[[CutOff, str], Awaitable[int]]]] = {
    "building": (building, buildings),
    "enquiry": (enquiry, enquiries),
    "hold": (hold, holds),
}


@pytest.mark.parametrize("way", ["there", "back"])
@pytest.mark.parametrize("what", CREATED)
async def test_postgres_cut_off_at_each_await_makes_one(far: CutOff, what: str, way: Way) -> None:
    asked, count = CREATED[what]
    for number in itertools.count(1):
        assert number < MOST
        word, headers = uuid.uuid4().hex, {"Idempotency-Key": uuid.uuid4().hex}
        path, body = asked(far, word)
        with cut_at(far.database, number, way) as cut:
            answer = await far.http.post(path, json=body, headers=headers)
        assert answer.is_success or answer.status_code == 503, f"{number} {answer.text}"
        assert answer.is_success or answer.headers["retry-after"], answer.headers
        answer = await far.again("POST", path, headers, body)
        assert answer.is_success, f"{number} {answer.text}"
        assert await count(far, word) == 1, f"cut at piece {number}"
        if not cut.made:
            assert number > 5, "hardly anything passed the line"
            return


@pytest.mark.parametrize("way", ["there", "back"])
@pytest.mark.parametrize("line", ["temporal", "database"])
async def test_an_act_that_ends_a_ticket_is_done_once_and_said_to_be_done(
    far: CutOff, line: str, way: Way
) -> None:
    """Under its own key it is never answered that the ticket is closed: it closed it (P8)."""
    by = far.office.staff["agent"]
    for number in itertools.count(1):
        assert number < MOST
        ticket = await far.office.enquiry()
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        path, body = f"/tickets/{ticket}:withdraw", {"by": by, "remark": "客户说不用了"}
        with cut_at(getattr(far, line), number, way) as cut:
            answer = await far.http.post(path, json=body, headers=headers)
        assert answer.status_code in (200, 503), f"{number} {answer.text}"
        answer = await far.again("POST", path, headers, body)
        assert answer.status_code == 200, f"cut at piece {number}: {answer.text}"
        assert len(await far.office.events(ticket, "withdraw")) == 1
        other = await far.http.post(path, json=body, headers={"Idempotency-Key": uuid.uuid4().hex})
        assert other.status_code == 409, other.text
        if not cut.made:
            return


@pytest.mark.parametrize("way", ["there", "back"])
@pytest.mark.parametrize("line", ["temporal", "database"])
async def test_what_only_reads_is_never_an_error_of_ours(far: CutOff, line: str, way: Way) -> None:
    ticket = await far.office.enquiry()
    for path in (f"/tickets/{ticket}", "/tickets", f"/tickets/{ticket}/timeline", "/readyz"):
        for number in itertools.count(1):
            assert number < MOST
            with cut_at(getattr(far, line), number, way) as cut:
                answer = await far.http.get(path)
            assert answer.status_code in (200, 503), f"{path} {number} {answer.text}"
            assert answer.status_code == 200 or path == "/readyz" or "unavailable" in answer.text
            if not cut.made:
                break


@pytest.mark.parametrize("way", ["there", "back"])
async def test_facts_about_owners_reach_a_temporal_that_was_cut_off(far: CutOff, way: Way) -> None:
    """`:signed` and its like ask first whether Temporal is there: what that call meets is an outage, too."""
    path = f"/customers/{far.office.customer}:signed"
    for number in itertools.count(1):
        assert number < MOST
        headers = {"Idempotency-Key": uuid.uuid4().hex}
        with cut_at(far.temporal, number, way) as cut:
            answer = await far.http.post(path, headers=headers)
        assert answer.status_code in (204, 503), f"{number} {answer.text}"
        assert (await far.again("POST", path, headers, None)).status_code == 204
        if not cut.made:
            return


@pytest.mark.parametrize("way", ["there", "back"])
@pytest.mark.parametrize("line", ["temporal", "database"])
async def test_a_cancellation_is_noted_once_and_said_to_be_done(far: CutOff, line: str, way: Way) -> None:
    for number in itertools.count(1):
        assert number < MOST
        ticket, headers = await far.office.enquiry(), {"Idempotency-Key": uuid.uuid4().hex}
        path, body = f"/tickets/{ticket}:cancel", {"reason": "客户说不用了"}
        with cut_at(getattr(far, line), number, way) as cut:
            answer = await far.http.post(path, json=body, headers=headers)
        assert answer.status_code in (202, 503), f"{number} {answer.text}"
        answer = await far.again("POST", path, headers, body)
        assert answer.status_code == 202, f"cut at piece {number}: {answer.text}"
        assert len(await far.office.events(ticket, "cancel_requested")) == 1
        if not cut.made:
            return

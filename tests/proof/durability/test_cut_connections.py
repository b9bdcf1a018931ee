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

"""A repeated request is done once; another one under the same key is refused."""

import asyncio
import hashlib
import uuid
from datetime import timedelta
from typing import Any

import pytest


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}


def kept_as(key: str) -> str:
    """Hashed: whoever reads the database cannot ask with it."""
    return hashlib.sha256(key.encode()).hexdigest()


async def count(pool: Any, name: str) -> int:
    async with pool.acquire() as db:
        return int(await db.fetchval("SELECT count(*) FROM buildings WHERE name = $1", name))


async def test_a_repeated_request_gets_the_first_answer(api: Any, pool: Any) -> None:
    name, headers = uuid.uuid4().hex, key()
    first = await api.http.post(
        "/buildings", json={"name": name, "handover_date": "2027-01-15"}, headers=headers
    )
    # The same content, written differently, from a caller who reads Chinese now.
    again = await api.http.post(
        "/buildings",
        content=f'{{ "handover_date":"2027-01-15",  "name": "{name}"}}',
        headers={**headers, "Content-Type": "application/json", "Accept-Language": "zh-CN"},
    )
    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true" and "idempotency-replayed" not in first.headers
    for kept in ("location", "etag", "content-language"):
        assert again.headers[kept] == first.headers[kept]
    assert await count(pool, name) == 1


async def test_a_quoted_key_is_the_same_key(api: Any, pool: Any) -> None:
    name, bare = uuid.uuid4().hex, uuid.uuid4().hex
    for written in (bare, f'"{bare}"'):
        await api.http.post("/buildings", json={"name": name}, headers={"Idempotency-Key": written})
    assert await count(pool, name) == 1


async def test_another_request_under_the_key_is_refused(api: Any, problem: Any) -> None:
    headers = key()
    await api.http.post("/buildings", json={"name": "甲"}, headers=headers)
    problem(await api.http.post("/buildings", json={"name": "乙"}, headers=headers), 422, "key-reused")
    # Another address is another matter.
    building = await api.building()
    assert (await api.http.post(f"/buildings/{building}/pre-handover", json={}, headers=headers)).is_success


async def test_an_empty_or_endless_key_is_refused(api: Any, problem: Any) -> None:
    for bad in ("", "x" * 256, "two words"):
        answer = await api.http.post("/buildings", json={"name": "甲"}, headers={"Idempotency-Key": bad})
        assert problem(answer, 422, "invalid")["errors"][0]["location"] == "header"


async def test_twenty_at_once_make_one(api: Any, pool: Any, problem: Any) -> None:
    name, headers = uuid.uuid4().hex, key()
    answers = await asyncio.gather(
        *(api.http.post("/buildings", json={"name": name}, headers=headers) for _ in range(20))
    )
    assert await count(pool, name) == 1
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    for answer in answers:
        if answer.status_code != 201:
            problem(answer, 409, "request-in-progress")
            assert answer.headers["retry-after"]


async def test_an_error_leaves_the_key_free(api: Any, problem: Any) -> None:
    building, headers = await api.building(None), key()
    path = f"/buildings/{building}/pre-handover"
    problem(await api.http.post(path, json={}, headers=headers), 409, "no-handover-date")
    await api.http.patch(f"/buildings/{building}", json={"handover_date": "2030-01-15"})
    assert (await api.http.post(path, json={}, headers=headers)).status_code == 202


@pytest.mark.parametrize("had_made", [True, False])
async def test_a_process_that_died_does_not_hold_the_key_for_ever(
    api: Any, pool: Any, problem: Any, had_made: bool
) -> None:
    name, headers = uuid.uuid4().hex, key()
    await api.http.post("/buildings", json={"name": name}, headers=headers)
    async with pool.acquire() as db:
        # As a crash leaves it: the building made (or not), the answer never kept.
        await db.execute(
            "UPDATE idempotency_keys SET status = NULL, body = NULL WHERE key = $1",
            kept_as(headers["Idempotency-Key"]),
        )
        if not had_made:
            await db.execute("DELETE FROM buildings WHERE name = $1", name)
    repeated = {"json": {"name": name}, "headers": headers}
    problem(await api.http.post("/buildings", **repeated), 409, "request-in-progress")
    async with pool.acquire() as db:
        await db.execute(
            "UPDATE idempotency_keys SET claimed_at = claimed_at - $2::interval WHERE key = $1",
            kept_as(headers["Idempotency-Key"]),
            timedelta(minutes=11),
        )
    answer = await api.http.post("/buildings", **repeated)
    assert answer.status_code == 201 and "idempotency-replayed" not in answer.headers
    assert await count(pool, name) == 1
    assert (await api.http.post("/buildings", **repeated)).headers["idempotency-replayed"] == "true"


async def test_an_old_key_may_be_used_anew(api: Any, pool: Any) -> None:
    headers = key()
    await api.http.post("/buildings", json={"name": "甲"}, headers=headers)
    async with pool.acquire() as db:
        await db.execute(
            "UPDATE idempotency_keys SET created_at = created_at - interval '25 hours' WHERE key = $1",
            kept_as(headers["Idempotency-Key"]),
        )
    answer = await api.http.post("/buildings", json={"name": "乙"}, headers=headers)
    assert answer.json()["name"] == "乙" and "idempotency-replayed" not in answer.headers


async def test_an_answer_without_content_is_repeated_too(api: Any) -> None:
    _, [(_, customer, _)] = await api.enrolled()
    headers = key()
    first, again = [await api.http.post(f"/customers/{customer}:signed", headers=headers) for _ in range(2)]
    assert first.status_code == again.status_code == 204
    assert again.content == b"" and again.headers["idempotency-replayed"] == "true"

"""An act is done once under its key, another's does not swallow it, and the key is written nowhere (P23)."""

import hashlib
import json
import uuid
from collections.abc import AsyncIterator

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.tickets.acts import Act
from services.backend import Backend
from services.playbooks.acting import ActKey, Asked, tell_under
from services.playbooks.parts import Actor
from tests.town.doors import Browser, Door
from tests.town.office import Office, office
from tests.town.patience import BUSY


@pytest.fixture(scope="module")
async def place(
    temporal: WorkflowEnvironment, database_url: str, quick_hashes: None
) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as place:
        await place.behave("leader", "answer_and_press", key="1")
        yield place


@pytest.fixture
async def two(place: Office) -> AsyncIterator[tuple[Browser, Browser]]:
    """Two supervisors, each signed in."""
    door = Door(str(place.http.base_url).rstrip("/"), None, place.http)  # type: ignore[arg-type]
    people = [await place.hire(f"lead-{uuid.uuid4().hex[:6]}", "service_supervisor") for _ in range(2)]
    one, other = [
        await door.signed_in(await door.person("service_supervisor", staff_id=staff)) for staff in people
    ]
    yield one, other
    for browser in door.browsers:
        await browser.http.aclose()


async def history(place: Office, ticket: str) -> str:
    found = await place.env.client.get_workflow_handle(ticket).fetch_history()
    return str(found.to_json())


async def test_the_same_key_of_two_people_is_two_acts(place: Office, two: tuple[Browser, Browser]) -> None:
    ticket, key = await place.repair(), f"caller-{uuid.uuid4().hex}"
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    agent, supervisor = place.staff["agent"], place.staff["supervisor"]
    for browser, to in zip(two, (agent, supervisor), strict=True):
        said = {"to": to, "remark": "交接"}
        answer = await browser.call(
            "POST", f"/tickets/{ticket}:hand-on", json=said, headers={"Idempotency-Key": key}
        )
        assert answer.status_code == 200, answer.text
    handed = [each["to"] for each in await place.events(ticket, "hand_on")]
    assert handed == [agent, supervisor]
    # Nothing that stands in clear gives the key away: neither the ticket's history nor the database.
    kept = await history(place, ticket)
    assert key not in kept and hashlib.sha256(key.encode()).hexdigest() not in kept
    async with place.pool.acquire() as db:
        rows = await db.fetch("SELECT key FROM idempotency_keys")
    assert rows and key not in {row["key"] for row in rows}


async def test_a_request_that_is_repeated_is_done_once(place: Office) -> None:
    """Also where nothing is known of it but what the ticket itself was told."""
    ticket, actor = await place.repair(), Actor(place.staff["agent"], acted_by="settings")
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    backend = Backend(place.pool, place.env.client, place.queue, BUSY)
    act = Act("set_urgent", place.staff["agent"], {"acted_by": "settings"})
    for _ in range(2):
        await tell_under(backend, ticket, act, Asked(ActKey("k"), actor).update_id(act))
    assert len(await place.events(ticket, "set_urgent")) == 1
    await tell_under(backend, ticket, act, Asked(ActKey("k"), actor, {"remark": "别的"}).update_id(act))
    assert len(await place.events(ticket, "set_urgent")) == 2


async def test_an_act_under_way_while_the_release_changes_is_not_done_twice(place: Office) -> None:
    """Told by a process of 0.1 that died before it answered, and asked again of this one."""
    ticket, key = await place.repair(), f"upgrade-{uuid.uuid4().hex}"
    await place.until(ticket, lambda now: now["stage"] == "acknowledged")
    path, body = f"/tickets/{ticket}:set-urgent", {"by": place.staff["agent"]}
    digest = hashlib.sha256(f"{path}?\n".encode())
    digest.update(json.dumps(body, sort_keys=True).encode())
    async with place.pool.acquire() as db:
        await db.execute(
            "INSERT INTO idempotency_keys (key, endpoint, request_hash, claim, claimed_at, asker) "
            "VALUES ($1, $4, $2, $3, now() - interval '1 hour', 'settings')",
            key,
            digest.hexdigest(),
            uuid.uuid4(),
            "POST /tickets/{ticket_id}:set-urgent",
        )
    handle = place.env.client.get_workflow_handle(ticket)
    await handle.execute_update("act", Act("set_urgent", place.staff["agent"]), id=f"set_urgent/{key}")
    answer = await place.http.post(path, json=body, headers={"Idempotency-Key": key})
    assert answer.status_code == 200, answer.text
    assert len(await place.events(ticket, "set_urgent")) == 1

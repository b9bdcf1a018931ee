"""A repair by people who signed in, each with what the own role lets them see and do (P7, P17, P23)."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from api.http.config import ApiConfig
from tests.town.doors import Browser, Door
from tests.town.office import Office
from tests.town.patience import BUSY
from tests.town.repairs import PLAN


@pytest.fixture
async def door(place: Office) -> AsyncIterator[Door]:
    config = ApiConfig(place.pool, place.env.client, "test-token", backend_timeout=BUSY)
    made = Door(str(place.http.base_url), config, place.http)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()


async def _done(browser: Browser, ticket: str, act: str, **said: Any) -> dict[str, Any]:
    answer = await browser.call("POST", f"/tickets/{ticket}:{act}", json=said)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_a_repair_from_hand_to_hand(place: Office, door: Door) -> None:
    agent = await door.signed_in(await door.person("agent", staff_id=place.staff["agent"]))
    crew = await door.signed_in(await door.person("crew", staff_id=place.staff["leader"]))
    report = {
        "customer_id": place.customer,
        "ownership_id": place.ownership,
        "trade": "plumbing",
        "what": "漏水",
    }

    # Nobody's customer yet: whoever calls is found by the number, helped, and known from then on.
    calls = await agent.call("POST", "/customers:search", json={"phone": place.phone["customer"]})
    assert [each["id"] for each in calls.json()["items"]] == [place.customer]
    taken = await agent.call("POST", "/repairs", json=report, headers={"Idempotency-Key": "first-call"})
    assert taken.status_code == 201, taken.text
    ticket = taken.json()["id"]
    assert taken.json()["owner"]["name"] == "测试业主"
    await place.until(ticket, lambda now: now["crew_id"] == place.crew and now["promise"] is not None)
    assert (await place.ticket(ticket))["first_contact"] == place.staff["agent"]

    assert {each["id"] for each in (await crew.call("GET", "/tickets")).json()["items"]} == {ticket}
    assert (await _done(crew, ticket, "arrive"))["stage"] == "on_site"
    await _done(crew, ticket, "file-plan", **PLAN)
    refused = await crew.call("POST", f"/tickets/{ticket}:set-urgent", json={})
    assert refused.status_code == 403

    # Declined: the answer still says what has become of it, and then it is not the crew's any more.
    declined = await _done(crew, ticket, "crew-declines", remark="另有急修")
    assert declined["id"] == ticket
    await place.until(ticket, lambda now: now["crew_id"] is None)
    assert (await crew.call("GET", f"/tickets/{ticket}")).status_code == 404
    assert "arrive" in await place.timeline(ticket)
    assert (await agent.call("GET", f"/tickets/{ticket}/timeline")).status_code == 200

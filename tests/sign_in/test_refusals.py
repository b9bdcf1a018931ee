"""Whoever is turned away at the door leaves a line in the log that says why."""

from datetime import UTC, datetime, timedelta

from structlog.testing import capture_logs

from tests.town.api import client
from tests.town.doors import Door
from vault.tokens import make_api_token


async def test_each_refusal_has_its_reason_in_the_log_and_never_the_secret(door: Door) -> None:
    person = await door.person()
    browser = await door.signed_in(person)
    ends = (datetime.now(UTC) + timedelta(days=30)).isoformat()
    made = [
        (
            await door.admin.post(
                "/api-tokens", json={"name": "甲", "scopes": ["buildings.read"], "expires_at": ends}
            )
        )
        for _ in range(2)
    ]
    (old, gone), unknown = [answer.json() for answer in made], make_api_token()
    await door.run("UPDATE api_tokens SET expires_at = now() WHERE id = $1", old["token"]["id"])
    await door.admin.delete(f"/api-tokens/{gone['token']['id']}")
    requests = []
    with capture_logs() as logged:
        for headers in ({"X-CSRF-Token": "wrong"}, {"Origin": "https://evil.example"}):
            requests.append(await browser.call("POST", "/buildings", json={}, headers=headers))
        requests.append(await door.browser(Cookie="huifang=made-up").call("GET", "/session"))
        for secret in (old["secret"], gone["secret"], unknown, unknown[:-1], "wrong"):
            async with client(door.url, Authorization=f"Bearer {secret}") as program:
                requests.append(await program.get("/buildings"))
    lines = [line for line in logged if line["event"] == "request_refused"]
    assert [(line["reason"], line["principal"]) for line in lines] == [
        ("csrf", person.id),
        ("from_elsewhere", person.id),
        ("no_session", None),
        ("token_expired", old["token"]["id"]),
        ("token_revoked", gone["token"]["id"]),
        ("token_unknown", None),
        ("token_malformed", None),
        ("token_unknown", None),
    ]
    assert [line["request_id"] for line in lines] == [answer.headers["x-request-id"] for answer in requests]
    assert {line["log_level"] for line in lines} == {"warning"}
    for secret in (old["secret"], gone["secret"], unknown, unknown[:-1], "made-up", browser.csrf):
        assert secret not in str(logged)

"""Accounts and API tokens, kept by administrators."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import httpx
import pytest

from tests.town.api import client
from tests.town.doors import Door
from vault.tokens import is_api_token, make_api_token


def ahead(**time: float) -> str:
    return (datetime.now(UTC) + timedelta(**time)).isoformat()


async def test_an_account_is_added_found_and_changed(door: Door, problem: Any) -> None:
    person = await door.person()
    shown = (await door.admin.get(f"/accounts/{person.id}")).json()
    assert shown["login"] == person.login and shown["must_change"] is False and shown["version"] == 2
    assert shown["signed_in_at"] and "password" not in shown
    taken = await door.admin.post("/accounts", json={"login": person.login.upper(), "role": "agent"})
    problem(taken, 409, "login-taken")
    browser = await door.signed_in(person)
    changed = await door.admin.patch(f"/accounts/{person.id}", json={"role": "shift_lead"})
    assert changed.json()["role"] == "shift_lead"
    problem(await browser.call("GET", "/session"), 401, "session-ended")
    outdated = await door.admin.patch(
        f"/accounts/{person.id}", json={"role": "agent"}, headers={"If-Match": '"1"'}
    )
    problem(outdated, 412, "changed-meanwhile")
    found = (await door.admin.get("/accounts", params={"role": "shift_lead"})).json()["items"]
    assert person.id in [each["id"] for each in found]
    assert "account_changed" in await door.events(person.id)


async def test_what_does_not_fit_is_refused(door: Door, problem: Any) -> None:
    for new in (
        {"login": "a b", "role": "agent"},
        {"login": "king-1", "role": "king"},
        {"login": "king-1", "role": {}},
        {"login": "king-1", "role": "agent", "staff_id": "S99999999"},
        {"login": "king-1", "role": "agent", "password": "chosen for you"},
        {"role": "agent"},
    ):
        assert problem(await door.admin.post("/accounts", json=new), 422, "invalid")["errors"]
    problem(await door.admin.get("/accounts/U99999999"), 404, "no-such-account")
    for act in ("unlock", "reset-password", "reset-second-factor"):
        problem(await door.admin.post(f"/accounts/U99999999:{act}"), 404, "no-such-account")


async def test_one_person_has_one_account(door: Door, problem: Any) -> None:
    body = {"name": "测试员工", "phone": "19900088102", "role": "agent"}
    staff = (await door.admin.post("/staff", json=body)).json()["id"]
    await door.added(staff_id=staff)
    other = await door.added()
    problem(await door.admin.patch(f"/accounts/{other.id}", json={"staff_id": staff}), 409, "login-taken")
    new = {"login": "twice", "role": "agent", "staff_id": staff}
    problem(await door.admin.post("/accounts", json=new), 409, "login-taken")


async def test_a_reset_password_ends_what_was_open(door: Door, problem: Any) -> None:
    person = await door.person()
    browser = await door.signed_in(person)
    answer = await door.admin.post(f"/accounts/{person.id}:reset-password")
    assert answer.headers["cache-control"] == "no-store"
    problem(await browser.call("GET", "/session"), 401, "session-ended")
    problem(await door.browser().sign_in(person.login), 401, "sign-in-refused")
    again = await door.browser().sign_in(person.login, answer.json()["password"])
    assert again.json()["due"] == "password"


async def test_only_an_administrator_keeps_accounts_and_never_the_own(door: Door, problem: Any) -> None:
    administrator, person = await door.person("administrator"), await door.person("service_supervisor")
    browser = await door.signed_in(person)
    mine = f"/accounts/{person.id}"
    for method, path in (("GET", "/accounts"), ("PATCH", mine), ("POST", f"{mine}:unlock"),
                         ("GET", "/api-tokens"), ("GET", "/sign-in-events")):  # fmt: skip
        problem(await browser.call(method, path, json={"role": "administrator"}), 403, "not-allowed")
    browser, own = await door.signed_in(administrator), f"/accounts/{administrator.id}"
    assert (await browser.call("GET", own)).status_code == 200
    for change in ({"role": "service_supervisor"}, {"active": False}):
        problem(await browser.call("PATCH", own, json=change), 403, "own-account")
    problem(await browser.call("POST", f"{own}:reset-second-factor"), 403, "own-account")
    assert (await browser.call("PATCH", mine, json={"role": "administrator"})).status_code == 200


async def test_one_administrator_always_stays(door: Door, problem: Any) -> None:
    await door.run("UPDATE accounts SET active = false WHERE role = 'administrator'")
    first, second = await door.added("administrator"), await door.added("administrator")
    paths = [f"/accounts/{each.id}" for each in (first, second)]
    answers = await asyncio.gather(*(door.admin.patch(path, json={"active": False}) for path in paths))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    [left] = [path for path, answer in zip(paths, answers, strict=True) if answer.status_code == 409]
    problem(await door.admin.patch(left, json={"role": "agent"}), 409, "last-administrator")


async def _token(door: Door, **more: Any) -> tuple[httpx.AsyncClient, dict[str, Any]]:
    body = {"name": "官网表单", "scopes": ["buildings.read"], "expires_at": ahead(days=30), **more}
    answer = await door.admin.post("/api-tokens", json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    return client(door.url, Authorization=f"Bearer {made['secret']}"), made


async def test_a_token_does_what_it_was_made_for_and_nothing_else(door: Door, problem: Any) -> None:
    program, made = await _token(door)
    async with program:
        me = (await program.get("/session")).json()
        assert (me["id"], me["via"], me["role"]) == (made["token"]["id"], "token", "integration")
        assert me["permissions"] == ["buildings.read"]
        assert (await program.get("/buildings")).status_code == 200
        for path in ("/tickets", "/accounts", "/api-tokens"):
            problem(await program.get(path), 403, "not-allowed")
        problem(await program.delete("/session/all"), 403, "no-session")
        listed = (await door.admin.get("/api-tokens", params={"limit": 200})).json()["items"]
        [token] = [each for each in listed if each["id"] == made["token"]["id"]]
        assert token["last_used_at"] and made["secret"] not in str(listed)
        first = token["last_used_at"]
        await program.get("/buildings")
        listed = (await door.admin.get("/api-tokens", params={"limit": 200})).json()["items"]
        assert first in [each["last_used_at"] for each in listed]  # to the minute, not on each request
        assert (await door.admin.delete(f"/api-tokens/{token['id']}")).status_code == 204
        problem(await program.get("/buildings"), 401, "token-revoked")
    problem(await door.admin.delete("/api-tokens/K99999999"), 404, "no-such-token")


async def test_a_token_that_is_none_is_refused_with_a_reason(door: Door, problem: Any) -> None:
    program, made = await _token(door)
    async with program:
        await door.run("UPDATE api_tokens SET expires_at = now() WHERE id = $1", made["token"]["id"])
        problem(await program.get("/buildings"), 401, "token-expired")
        secret = made["secret"]
        assert is_api_token(secret) and secret.startswith("hf_")
        for given, code in (
            (secret[:-1], "token-malformed"),
            (secret[:8] + ("x" if secret[8] != "x" else "y") + secret[9:], "token-malformed"),
            (make_api_token(), "unauthorized"),
        ):
            answer = await program.get("/buildings", headers={"Authorization": f"Bearer {given}"})
            problem(answer, 401, code)
            assert answer.headers["www-authenticate"].startswith("Bearer")
    async with door.config.pool.acquire() as db:
        rows = str([tuple(row) for row in await db.fetch("SELECT * FROM api_tokens")])
    assert secret not in rows


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"scopes": ["accounts.manage"], "role": "administrator"}, "#/scopes"),
        ({"scopes": ["tokens.manage"], "role": "administrator"}, "#/scopes"),
        ({"scopes": ["loans.grant"]}, "#/scopes"),
        ({"scopes": ["everything"]}, "#/scopes/0"),
        ({"scopes": []}, "#/scopes"),
        ({"expires_at": ahead(days=-1)}, "#/expires_at"),
        ({"expires_at": ahead(days=400)}, "#/expires_at"),
        ({"role": "king"}, "#/role"),
        ({"role": ["agent"]}, "#/role"),
        ({"scopes": [{}]}, "#/scopes/0"),
    ],
)
async def test_a_token_cannot_do_more_or_longer_than_its_role(
    door: Door, problem: Any, more: dict[str, Any], pointer: str
) -> None:
    body = {"name": "甲", "scopes": ["buildings.read"], "expires_at": ahead(days=30), **more}
    [error] = problem(await door.admin.post("/api-tokens", json=body), 422, "invalid")["errors"]
    assert error["pointer"] == pointer


async def test_a_cookie_beside_a_token_adds_nothing(door: Door, problem: Any) -> None:
    person = await door.person()
    browser = await door.signed_in(person)
    headers = {"Authorization": "Bearer wrong"}
    problem(await browser.call("GET", "/session", headers=headers), 401, "unauthorized")


async def test_nothing_of_what_happened_can_be_changed(door: Door) -> None:
    for change in ("DELETE FROM sign_in_events", "UPDATE sign_in_events SET what = 'x'",
                   "TRUNCATE sign_in_events"):  # fmt: skip
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await door.run(change)


async def test_what_was_typed_as_login_is_on_no_record(door: Door, capsys: Any) -> None:
    typed = "my password typed as login"
    for _ in range(2):
        await door.browser().sign_in(typed, "wrong password here")
    [event] = (await door.admin.get("/sign-in-events", params={"limit": 1})).json()["items"]
    assert event["what"] == "refused" and event["account_id"] is None and event["address"] == "127.0.0.1"
    page = await door.admin.get("/sign-in-events", params={"limit": 1, "what": "refused"})
    assert page.json()["next"] and typed not in page.text and typed not in capsys.readouterr().out
    async with door.config.pool.acquire() as db:
        assert typed not in str(await db.fetch("SELECT subject::text FROM sign_in_tries"))

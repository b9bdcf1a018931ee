"""Sign-in, sessions and what protects them."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from argon2 import PasswordHasher
from prometheus_client import CollectorRegistry

from tests.town.api import client, serving
from tests.town.doors import PASSWORD, SECOND, Door


async def test_who_signs_in_is_known_by_a_cookie_that_no_script_reads(door: Door) -> None:
    person = await door.person()
    browser = door.browser()
    answer = await browser.sign_in(f" {person.login.upper()} ")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and answer.headers["cache-control"] == "no-store"
    me = (await browser.call("GET", "/session")).json()
    assert (me["id"], me["role"], me["via"], me["due"]) == (person.id, "agent", "session", None)
    assert "tickets.read" in me["permissions"] and me["csrf_token"] == browser.csrf
    secret = browser.http.cookies["huifang"]
    assert secret not in answer.text
    assert (await browser.call("GET", "/tickets")).status_code == 200
    assert (await browser.call("GET", "/accounts")).status_code == 403
    assert (await door.events(person.id))[-1] == "signed_in"
    async with door.config.pool.acquire() as db:
        assert secret not in str([tuple(row) for row in await db.fetch("SELECT * FROM sessions")])


async def test_where_there_is_tls_the_cookie_travels_by_it_alone(door: Door) -> None:
    person = await door.person()
    config = replace(door.config, registry=CollectorRegistry(), public_url="https://huifang.example")
    async with serving(config) as url, client(url) as http:
        del http.headers["Authorization"]
        answer = await http.post("/session", json={"login": person.login, "password": PASSWORD})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-huifang=") and "Secure" in cookie and "Path=/;" in cookie
        assert "Domain" not in cookie
        secret, csrf = cookie.partition("=")[2].partition(";")[0], answer.json()["csrf_token"]
        for name, status in (("__Host-huifang", 204), ("huifang", 401)):
            headers = {
                "Cookie": f"{name}={secret}",
                "Origin": "https://huifang.example",
                "X-CSRF-Token": csrf,
            }
            http.cookies.clear()
            assert (await http.delete("/session/all", headers=headers)).status_code == status


async def test_login_or_password_nobody_learns_which_was_wrong(door: Door, problem: Any) -> None:
    person = await door.person()
    bodies = []
    for login in (person.login, "nobody-of-that-name"):
        answer = await door.browser().sign_in(login, "not the password at all")
        body = problem(answer, 401, "sign-in-refused")
        bodies.append({**body, "instance": ""})
        assert "set-cookie" not in answer.headers
    assert bodies[0] == bodies[1]
    assert "refused" in await door.events(person.id)


async def test_who_may_no_longer_sign_in_hears_the_same(door: Door, problem: Any) -> None:
    person = await door.person()
    browser = await door.signed_in(person)
    await door.admin.patch(f"/accounts/{person.id}", json={"active": False})
    problem(await browser.call("GET", "/tickets"), 401, "session-ended")
    problem(await door.browser().sign_in(person.login), 401, "sign-in-refused")


async def test_whoever_left_the_company_left_the_system(door: Door, problem: Any) -> None:
    body = {"name": "测试员工", "phone": "19900088101", "role": "agent"}
    staff = (await door.admin.post("/staff", json=body)).json()["id"]
    person = await door.person(staff_id=staff)
    browser = await door.signed_in(person)
    me = (await browser.call("GET", "/session")).json()
    assert me["name"] == "测试员工" and me["staff_id"] == staff
    await door.admin.patch(f"/staff/{staff}", json={"active": False})
    problem(await browser.call("GET", "/tickets"), 401, "session-ended")
    problem(await door.browser().sign_in(person.login), 401, "sign-in-refused")


async def test_too_many_tries_lock_a_login_whether_anybody_has_it_or_not(door: Door, problem: Any) -> None:
    person, tries = await door.person(), door.config.sign_in.tries
    for login in (person.login, "nobody-at-all"):
        browser = door.browser()
        for _ in range(tries):
            problem(await browser.sign_in(login, "wrong password here"), 401, "sign-in-refused")
        answer = await browser.sign_in(login, PASSWORD)
        problem(answer, 429, "too-many-tries")
        assert 0 < int(answer.headers["retry-after"]) <= door.config.sign_in.locked_for.total_seconds()
    shown = (await door.admin.get(f"/accounts/{person.id}")).json()
    assert shown["locked"] is True
    unlocked = await door.admin.post(f"/accounts/{person.id}:unlock")
    assert unlocked.json()["locked"] is False
    await door.signed_in(person)
    await door.run("UPDATE sign_in_tries SET until = now() - interval '1 second' WHERE until IS NOT NULL")
    problem(await door.browser().sign_in("nobody-at-all"), 401, "sign-in-refused")


async def test_however_many_come_at_once_no_more_are_let_try(door: Door) -> None:
    person, tries = await door.person(), door.config.sign_in.tries
    answers = await asyncio.gather(
        *(door.browser().sign_in(person.login, f"wrong password {number}") for number in range(tries + 4))
    )
    assert sorted(answer.status_code for answer in answers) == [401] * tries + [429] * 4


async def test_an_address_has_its_limit_as_well(door: Door, problem: Any) -> None:
    few = replace(
        door.config, registry=CollectorRegistry(), sign_in=replace(door.config.sign_in, address_tries=3)
    )
    async with serving(few) as url, client(url) as http:
        for number in range(4):
            body = {"login": f"guessed-{number}", "password": "wrong password here"}
            answer = await http.post("/session", json=body, headers={"X-Forwarded-For": "192.0.2.77"})
        problem(answer, 429, "too-many-tries")
        body = {"login": "guessed-5", "password": "wrong password here"}
        problem(
            await http.post("/session", json=body, headers={"X-Forwarded-For": "192.0.2.78"}),
            401,
            "sign-in-refused",
        )


async def test_a_session_ends_by_itself(door: Door, problem: Any) -> None:
    person, policy = await door.person(), door.config.sign_in
    for column, age in (("seen_at", policy.idle), ("expires_at", policy.idle * 0)):
        browser = await door.signed_in(person)
        await door.run(f"UPDATE sessions SET {column} = now() - $1::interval WHERE account_id = $2",
                       age, person.id)  # fmt: skip
        problem(await browser.call("GET", "/session"), 401, "session-ended")
    browser = await door.signed_in(person)
    await door.run(
        "UPDATE sessions SET seen_at = now() - $1::interval WHERE account_id = $2", policy.idle / 2, person.id
    )
    assert (await browser.call("GET", "/session")).status_code == 200
    [seen] = (await browser.call("GET", "/session/all")).json()["items"]
    assert seen["current"] and seen["seen_at"] > seen["created_at"]


async def test_a_cookie_that_was_copied_is_worth_nothing_after_sign_out(door: Door, problem: Any) -> None:
    person = await door.person()
    browser = await door.signed_in(person)
    thief = door.browser(Cookie=f"huifang={browser.http.cookies['huifang']}")
    assert (await thief.call("GET", "/session")).status_code == 200
    assert (await browser.call("DELETE", "/session")).status_code == 204
    assert "huifang" not in browser.http.cookies
    problem(await thief.call("GET", "/session"), 401, "session-ended")
    problem(await door.browser(Cookie="huifang=made-up").call("GET", "/session"), 401, "session-ended")
    problem(await door.browser().call("GET", "/session"), 401, "unauthorized")


async def test_own_sessions_are_seen_and_ended_and_nobody_elses(door: Door, problem: Any) -> None:
    person, other = await door.person(), await door.person()
    await door.run("DELETE FROM sessions WHERE account_id = $1", person.id)
    here, there = [await door.signed_in(person, **{"User-Agent": name}) for name in ("Desk", "Phone\x1b")]
    theirs = await door.signed_in(other)
    listed = (await here.call("GET", "/session/all")).json()["items"]
    assert [(each["agent"], each["current"]) for each in listed] == [("Desk", True), ("Phone", False)]
    strange = (await theirs.call("GET", "/session/all")).json()["items"][-1]["id"]
    problem(await here.call("DELETE", f"/session/all/{strange}"), 404, "no-such-session")
    assert (await here.call("DELETE", f"/session/all/{listed[1]['id']}")).status_code == 204
    problem(await there.call("GET", "/session"), 401, "session-ended")
    assert (await here.call("DELETE", "/session/all")).status_code == 204
    problem(await here.call("GET", "/session"), 401, "unauthorized")
    assert (await theirs.call("GET", "/session")).status_code == 200


async def test_another_site_cannot_act_with_the_cookie(door: Door, problem: Any) -> None:
    person = await door.person()
    browser = await door.signed_in(person)
    url, csrf = door.url, browser.csrf
    for headers, code in (
        ({"Origin": "https://evil.example", "X-CSRF-Token": csrf}, "from-elsewhere"),
        ({"Origin": "null", "X-CSRF-Token": csrf}, "from-elsewhere"),
        ({"Origin": f"{url}.evil.example", "X-CSRF-Token": csrf}, "from-elsewhere"),
        ({"Sec-Fetch-Site": "cross-site", "X-CSRF-Token": csrf}, "from-elsewhere"),
        ({"Sec-Fetch-Site": "same-site", "Origin": url, "X-CSRF-Token": csrf}, "from-elsewhere"),
        ({"X-CSRF-Token": csrf}, "from-elsewhere"),
        ({"Origin": url}, "csrf-token-needed"),
        ({"Origin": url, "X-CSRF-Token": csrf[:-1] + "x"}, "csrf-token-needed"),
        ({"Origin": url, "X-CSRF-Token": "é".encode()}, "csrf-token-needed"),
    ):
        for method, path in (("POST", "/buildings"), ("DELETE", "/session/all"), ("PATCH", "/staff/S1")):
            problem(await browser.http.request(method, path, json={}, headers=headers), 403, code)
    other = await door.signed_in(await door.person())
    browser.csrf = other.csrf
    problem(await browser.call("DELETE", "/session"), 403, "csrf-token-needed")
    browser.csrf = csrf
    headers = {"Origin": "", "Sec-Fetch-Site": "same-origin", "X-CSRF-Token": csrf}
    del headers["Origin"]
    assert (await browser.http.delete("/session", headers=headers)).status_code == 204


async def test_another_site_cannot_sign_somebody_in(door: Door, problem: Any) -> None:
    person = await door.person()
    body = {"login": person.login, "password": PASSWORD}
    answer = await door.browser().http.post("/session", json=body, headers={"Origin": "https://evil.example"})
    problem(answer, 403, "from-elsewhere")
    form = await door.browser().http.post("/session", data=body)
    problem(form, 415, "unsupported-media-type")


async def test_a_first_password_is_changed_before_anything_else(door: Door, problem: Any) -> None:
    person, browser = await door.added(), door.browser()
    answer = await browser.sign_in(person.login, person.password)
    assert answer.json()["due"] == "password" and answer.json()["permissions"] == []
    problem(await browser.call("GET", "/tickets"), 403, "password-due")
    body = {"current": person.password, "new": PASSWORD}
    assert (await browser.call("POST", "/session/password", json=body)).json()["due"] is None


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        ("Kiesel!", "too short"),
        ("x" * 201, "too long"),
        ("a1b2c3d4e5f6", "common"),
        ("QWERTY123456", "common"),
        ("1212121212121212", "common"),
        ("abcdefghijklmn", "common"),
        ("{login}2026", "like the login"),
        ("{current}", "old one"),
    ],
)
async def test_a_password_that_is_easy_to_guess_is_not_taken(
    door: Door, problem: Any, new: str, kind: str
) -> None:
    person = await door.person()
    browser = await door.signed_in(person)
    new = new.format(login=person.login, current=PASSWORD)
    answer = await browser.call("POST", "/session/password", json={"current": PASSWORD, "new": new})
    [error] = problem(answer, 422, "invalid")["errors"]
    assert error["pointer"] == "#/new" and kind in error["detail"] and new not in answer.text


async def test_a_new_password_ends_what_was_open_with_the_old_one(door: Door, problem: Any) -> None:
    person = await door.person()
    elsewhere, here = await door.signed_in(person), await door.signed_in(person)
    before = here.http.cookies["huifang"]
    wrong = await here.call("POST", "/session/password", json={"current": "not the password", "new": SECOND})
    problem(wrong, 401, "sign-in-refused")
    answer = await here.call("POST", "/session/password", json={"current": PASSWORD, "new": SECOND})
    assert answer.status_code == 200 and here.http.cookies["huifang"] != before
    problem(await elsewhere.call("GET", "/session"), 401, "session-ended")
    problem(await door.browser(Cookie=f"huifang={before}").call("GET", "/session"), 401, "session-ended")
    here.csrf = answer.json()["csrf_token"]
    assert (await here.call("DELETE", "/session")).status_code == 204
    problem(await door.browser().sign_in(person.login, PASSWORD), 401, "sign-in-refused")
    person.password = SECOND
    await door.signed_in(person)


async def test_a_hash_of_weaker_days_is_made_anew(door: Door) -> None:
    person = await door.person()
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    assert PasswordHasher().check_needs_rehash(weak)
    await door.run("UPDATE accounts SET password = $1 WHERE id = $2", weak, person.id)
    await door.signed_in(person)
    async with door.config.pool.acquire() as db:
        kept = await db.fetchval("SELECT password FROM accounts WHERE id = $1", person.id)
    assert kept != weak and kept.startswith("$argon2id$")
    await door.signed_in(person)

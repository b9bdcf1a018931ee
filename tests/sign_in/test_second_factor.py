"""The second factor: set up at first sign-in, each code good once."""

import asyncio
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp

from tests.town.doors import PASSWORD, Door
from vault.one_time_codes import STEP


async def test_who_leads_signs_in_with_a_code_as_well(door: Door, problem: Any) -> None:
    person, browser = await door.added("service_supervisor"), door.browser()
    await browser.sign_in(person.login, person.password)
    body = {"current": person.password, "new": PASSWORD}
    answer = await browser.call("POST", "/session/password", json=body)
    browser.csrf, person.password = answer.json()["csrf_token"], PASSWORD
    assert answer.json()["due"] == "second-factor"
    problem(await browser.call("GET", "/tickets"), 403, "second-factor-due")
    early = await browser.call("POST", "/session/second-factor:confirm", json={"code": "123456"})
    problem(early, 409, "second-factor-not-begun")

    wrong = await browser.call("POST", "/session/second-factor", json={"password": "something else"})
    problem(wrong, 401, "sign-in-refused")
    begun = (await browser.call("POST", "/session/second-factor", json={"password": PASSWORD})).json()
    address = urlsplit(begun["address"])
    assert address.scheme == "otpauth" and parse_qs(address.query)["secret"] == [begun["secret"]]
    assert begun["picture"].startswith("data:image/svg+xml")
    problem(await browser.call("POST", "/session/second-factor:confirm", json={"code": "000000"}),
            401, "code-refused")  # fmt: skip
    person.secret = begun["secret"]
    done = await browser.call("POST", "/session/second-factor:confirm", json={"code": person.code()})
    assert len(set(done.json()["codes"])) == door.config.sign_in.recovery_codes
    assert (await browser.call("GET", "/tickets")).status_code == 200

    problem(await door.browser().sign_in(person.login), 401, "code-needed")
    problem(await door.browser().sign_in(person.login, code="000000"), 401, "code-refused")
    problem(await door.browser().sign_in(person.login, "wrong password here", "123456"),
            401, "sign-in-refused")  # fmt: skip
    await door.signed_in(person)
    async with door.config.pool.acquire() as db:
        kept = await db.fetchrow("SELECT idx(code_secret), recovery FROM accounts WHERE id = $1", person.id)
    assert person.secret not in str(kept) and not set(done.json()["codes"]) & set(kept["recovery"])


async def test_a_code_is_good_once_even_for_two_at_the_same_moment(door: Door, problem: Any) -> None:
    person = await door.person("auditor")
    code = person.code()
    answers = await asyncio.gather(*(door.browser().sign_in(person.login, PASSWORD, code) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 401]
    problem(await door.browser().sign_in(person.login, PASSWORD, code), 401, "code-refused")


async def test_the_phone_s_clock_may_be_off_by_one_step(door: Door, problem: Any) -> None:
    person = await door.person("auditor")
    codes, now = pyotp.TOTP(person.secret), int(time.time()) // STEP
    problem(await door.browser().sign_in(person.login, PASSWORD, codes.generate_otp(now + 3)),
            401, "code-refused")  # fmt: skip
    await door.run("UPDATE accounts SET code_last = $1 WHERE id = $2", now - 5, person.id)
    problem(await door.browser().sign_in(person.login, PASSWORD, codes.generate_otp(now - 4)),
            401, "code-refused")  # fmt: skip
    # The step may change while this runs: the one after is good either way.
    assert (await door.browser().sign_in(person.login, PASSWORD, codes.generate_otp(now + 1))).is_success
    problem(await door.browser().sign_in(person.login, PASSWORD, codes.generate_otp(now)),
            401, "code-refused")  # fmt: skip


async def test_a_recovery_code_is_good_once_and_on_record(door: Door, problem: Any) -> None:
    person = await door.person("auditor")
    written = person.recovery[0].lower().replace("-", " ")
    assert (await door.browser().sign_in(person.login, PASSWORD, written)).status_code == 200
    problem(await door.browser().sign_in(person.login, PASSWORD, person.recovery[0]), 401, "code-refused")
    assert "recovery_code_used" in await door.events(person.id)


async def test_codes_cannot_be_tried_out(door: Door, problem: Any) -> None:
    person, tries = await door.person("auditor"), door.config.sign_in.tries
    for _ in range(tries):
        problem(await door.browser().sign_in(person.login, PASSWORD, "000000"), 401, "code-refused")
        # Leaving the code out in between gives no tries back.
        assert (await door.browser().sign_in(person.login)).status_code in (401, 429)
    problem(await door.browser().sign_in(person.login, PASSWORD, person.code()), 429, "too-many-tries")


async def test_another_phone_takes_the_code_of_the_old_one(door: Door, problem: Any) -> None:
    person = await door.person("auditor")
    browser, old = await door.signed_in(person), person.secret
    problem(await browser.call("POST", "/session/second-factor", json={"password": PASSWORD}),
            401, "code-needed")  # fmt: skip
    body = {"password": PASSWORD, "code": person.recovery[1]}
    begun = await browser.call("POST", "/session/second-factor", json=body)
    assert begun.json()["secret"] != old
    # Until it is confirmed, the old one counts.
    await door.run("UPDATE accounts SET code_last = -1 WHERE id = $1", person.id)
    person.counter = 0
    await door.signed_in(person)
    person.secret, person.counter = begun.json()["secret"], 0
    answer = await browser.call("POST", "/session/second-factor:confirm", json={"code": person.code()})
    assert answer.status_code == 200
    await door.signed_in(person)


async def test_a_lost_phone_is_taken_out_of_use_by_an_administrator(door: Door, problem: Any) -> None:
    person = await door.person("auditor")
    browser = await door.signed_in(person)
    answer = await door.admin.post(f"/accounts/{person.id}:reset-second-factor")
    assert answer.json()["second_factor"] is False
    problem(await browser.call("GET", "/session"), 401, "session-ended")
    again = door.browser()
    assert (await again.sign_in(person.login)).json()["due"] == "second-factor"

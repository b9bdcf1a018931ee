"""The pages on which people sign in and look after their account, as a browser without scripts sees them."""

import re
from typing import Any

import httpx
import pytest

from tests.town.doors import PASSWORD, SECOND, Door

_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


async def posted(browser: httpx.AsyncClient, path: str, **form: str) -> httpx.Response:
    """As a form of our own page is sent."""
    origin = str(browser.base_url).rstrip("/")
    return await browser.post(path, data=form, headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"})


async def entered(door: Door, person: Any) -> tuple[httpx.AsyncClient, str]:
    """A browser signed in by the form, and its CSRF token."""
    browser = door.browser().http
    form = {"login": person.login, "password": person.password}
    answer = await posted(browser, "/sign-in", **form, code=person.code() if person.secret else "")
    assert answer.status_code == 303 and answer.headers["location"] == "/my-account", answer.text
    return browser, csrf_of(await browser.get("/my-account"))


def csrf_of(answer: httpx.Response) -> str:
    found = _CSRF.search(answer.text)
    assert found, answer.text
    return found[1]


@pytest.mark.parametrize(("language", "title"), [("zh-CN", "登录"), ("en", "Sign in"), ("fr", "登录")])
async def test_the_form_stands_alone(door: Door, language: str, title: str) -> None:
    answer = await door.browser(**{"Accept-Language": language}).http.get("/sign-in?next=/docs")
    assert f"<title>{title} ·" in answer.text and 'name="next" value="/docs"' in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "'unsafe-inline'" not in policy and "://" not in policy
    assert "<script" not in answer.text and "://" not in answer.text and "style=" not in answer.text
    assert answer.headers["cache-control"] == "no-store" and answer.headers["x-frame-options"] == "DENY"


async def test_a_first_administrator_s_whole_way(door: Door) -> None:
    person = await door.added("administrator")
    browser, csrf = await entered(door, person)
    page = await browser.get("/my-account")
    assert "change your password first" in page.text and 'name="code"' not in page.text
    answer = await posted(browser, "/my-account/password", csrf=csrf, current=person.password, new=PASSWORD)
    assert answer.status_code == 303
    page = await browser.get(answer.headers["location"])
    assert "Your password has been changed" in page.text and "needs a second factor" in page.text
    page = await posted(browser, "/my-account/second-factor", csrf=csrf_of(page), current=PASSWORD)
    assert "<svg" in page.text and "://" not in page.text.replace("http://www.w3.org/2000/svg", "")
    person.secret, person.password = str(re.findall("<code>([A-Z2-7]{32})</code>", page.text)[0]), PASSWORD
    csrf = csrf_of(page)
    wrong = await posted(browser, "/my-account/second-factor:confirm", csrf=csrf, code="000000")
    assert wrong.status_code == 401 and "Wrong code" in wrong.text
    page = await posted(browser, "/my-account/second-factor:confirm", csrf=csrf, code=person.code())
    codes = re.findall("<code>([A-Z0-9-]{13})</code>", page.text)
    assert len(codes) == door.config.sign_in.recovery_codes
    assert codes[0] not in (await browser.get("/my-account")).text
    answer = await posted(browser, "/my-account/sign-out", csrf=csrf)
    assert answer.headers["location"] == "/sign-in?said=signed-out"
    assert "You have signed out" in (await browser.get(answer.headers["location"])).text
    again = door.browser().http
    answer = await posted(again, "/sign-in", login=person.login, password=PASSWORD)
    assert answer.status_code == 401 and "enter your password again, and the code" in answer.text
    assert person.login in answer.text and PASSWORD not in answer.text
    await entered(door, person)


async def test_what_is_wrong_is_said_on_the_page(door: Door) -> None:
    person = await door.person()
    browser = door.browser().http
    answer = await posted(browser, "/sign-in", login='"><b>', password="wrong password here")
    assert answer.status_code == 401 and "Wrong login or password" in answer.text and "<b>" not in answer.text
    assert (await posted(browser, "/sign-in", login=person.login)).status_code == 422
    for _ in range(door.config.sign_in.tries + 1):
        answer = await posted(browser, "/sign-in", login="someone", password="wrong password here")
    assert answer.status_code == 429 and "15 minutes" in answer.text
    browser, csrf = await entered(door, person)
    answer = await posted(browser, "/my-account/password", csrf=csrf, current=PASSWORD, new="too short")
    assert answer.status_code == 422 and "Use at least 12 characters" in answer.text
    assert "too short" not in answer.text.replace("The password is too short", "")


async def test_a_form_of_another_site_or_session_does_nothing(door: Door) -> None:
    person, other = await door.person(), await door.person()
    browser, csrf = await entered(door, person)
    _, theirs = await entered(door, other)
    for token, status in ((theirs, 403), ("", 422)):
        answer = await posted(browser, "/my-account/password", csrf=token, current=PASSWORD, new=SECOND)
        assert answer.status_code == status
        assert (await posted(browser, "/my-account/sign-out", csrf=token)).status_code == status
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
        answer = await browser.post("/my-account/sign-out", data={"csrf": csrf}, headers=headers)
        assert answer.status_code == 403
    form = {"login": person.login, "password": PASSWORD}
    answer = await door.browser().http.post("/sign-in", data=form, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403 and "set-cookie" not in answer.headers
    assert (await browser.get("/my-account")).status_code == 200


async def test_devices_are_seen_and_signed_out(door: Door) -> None:
    person = await door.person()
    browser, csrf = await entered(door, person)
    other, _ = await entered(door, person)
    page = await browser.get("/my-account")
    ids = re.findall("/my-account/sessions/(N[0-9]+)", page.text)
    for each in ids:
        assert (await posted(browser, f"/my-account/sessions/{each}", csrf=csrf)).status_code == 200
    answer = await other.get("/my-account")
    assert answer.status_code == 303 and answer.headers["location"] == "/sign-in?said=ended"
    stranger = await posted(browser, "/my-account/sessions/N99999999", csrf=csrf)
    assert stranger.status_code == 404 and "No such session" in stranger.text
    third, _ = await entered(door, person)
    assert (await posted(browser, "/my-account/sign-out-everywhere", csrf=csrf)).status_code == 303
    assert (await third.get("/my-account")).status_code == 303


async def test_after_the_form_nobody_is_sent_to_another_site(door: Door) -> None:
    person = await door.person()
    for path, where in (
        ("/docs", "/docs"),
        ("//evil.example", "/my-account"),
        ("https://a.b", "/my-account"),
    ):
        form = {"login": person.login, "password": PASSWORD, "next": path}
        assert (await posted(door.browser().http, "/sign-in", **form)).headers["location"] == where


async def test_the_company_s_address_alone_leads_to_the_own_page_or_to_sign_in(door: Door) -> None:
    """A person who types it, and one who has just signed in, sees a page and no JSON (F17)."""
    stranger = door.browser().http
    stranger.follow_redirects = True
    assert (await stranger.get("/")).url.path == "/sign-in"
    signed_in = (await door.signed_in(await door.person())).http
    signed_in.follow_redirects = True
    answer = await signed_in.get("/")
    assert (answer.status_code, answer.url.path) == (200, "/my-account")

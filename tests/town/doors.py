"""The API on a real socket with Postgres behind it, and people who sign in with browsers of their own."""

import itertools
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pyotp
import pytest
from argon2 import PasswordHasher
from temporalio.testing import WorkflowEnvironment

from api.http.config import ApiConfig
from tests.town.api import TOKEN, client, serving
from tests.town.patience import BUSY, LONG
from vault import passwords

PASSWORD = "四季常青的白杨与松树林间"
SECOND = "山高水长，风清月白的小院子"
_logins = itertools.count(1)


@dataclass
class Browser:
    """Keeps cookies, says where its requests come from, and sends the CSRF token it was given."""

    http: httpx.AsyncClient
    csrf: str = ""

    async def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        """As our own page would."""
        headers = {"Origin": str(self.http.base_url).rstrip("/"), "X-CSRF-Token": self.csrf}
        headers |= options.pop("headers", {})
        return await self.http.request(method, path, headers=headers, **options)

    async def sign_in(self, login: str, password: str = PASSWORD, code: str | None = None) -> httpx.Response:
        """The answer; afterwards the browser is signed in if it was a success."""
        body = {"login": login, "password": password} | ({"code": code} if code else {})
        answer = await self.call("POST", "/session", json=body)
        if answer.is_success:
            self.csrf = answer.json()["csrf_token"]
        return answer


@dataclass
class Person:
    """An account, its password and its phone."""

    id: str
    login: str
    password: str
    secret: str = ""
    recovery: list[str] = field(default_factory=list)
    counter: int = 0

    def code(self) -> str:
        """One that was not used yet."""
        now = pyotp.TOTP(self.secret).timecode(datetime.now(UTC))
        self.counter = max(self.counter + 1, now)
        return str(pyotp.TOTP(self.secret).generate_otp(self.counter))


@dataclass
class Door:
    """The API, and the moves that prepare a test."""

    url: str
    config: ApiConfig
    admin: httpx.AsyncClient
    """Calls with the token of the settings."""
    browsers: list[Browser] = field(default_factory=list)

    def browser(self, **headers: str) -> Browser:
        """A new one, without cookies."""
        http = httpx.AsyncClient(
            base_url=self.url, headers={"Accept-Language": "en", **headers}, trust_env=False, timeout=LONG
        )
        self.browsers.append(Browser(http))
        return self.browsers[-1]

    async def added(self, role: str = "agent", **more: Any) -> Person:
        """An account with its first password."""
        login = f"person-{next(_logins)}"
        answer = await self.admin.post("/accounts", json={"login": login, "role": role, **more})
        assert answer.status_code == 201, answer.text
        body = answer.json()
        return Person(body["account"]["id"], login, body["password"])

    async def person(self, role: str = "agent", **more: Any) -> Person:
        """An account whose owner has chosen a password, and set up the second factor where it is due."""
        person, browser = await self.added(role, **more), self.browser()
        assert (await browser.sign_in(person.login, person.password)).status_code == 200
        answer = await browser.call(
            "POST", "/session/password", json={"current": person.password, "new": PASSWORD}
        )
        assert answer.status_code == 200, answer.text
        browser.csrf, person.password = answer.json()["csrf_token"], PASSWORD
        if answer.json()["due"] == "second-factor":
            await self.enrol(browser, person)
        return person

    async def enrol(self, browser: Browser, person: Person) -> None:
        """Set up the second factor."""
        answer = await browser.call("POST", "/session/second-factor", json={"password": person.password})
        assert answer.status_code == 200, answer.text
        person.secret = answer.json()["secret"]
        answer = await browser.call("POST", "/session/second-factor:confirm", json={"code": person.code()})
        assert answer.status_code == 200, answer.text
        person.recovery = answer.json()["codes"]

    async def signed_in(self, person: Person, **headers: str) -> Browser:
        """A browser in which the person is signed in."""
        browser = self.browser(**headers)
        answer = await browser.sign_in(
            person.login, person.password, person.code() if person.secret else None
        )
        assert answer.status_code == 200, answer.text
        return browser

    async def run(self, sql: str, *values: Any) -> None:
        """What time does: sessions grow old, tokens expire."""
        async with self.config.pool.acquire() as db:
            await db.execute(sql, *values)

    async def events(self, account: str) -> list[str]:
        """What happened to the account, the oldest first."""
        answer = await self.admin.get("/sign-in-events", params={"account": account, "limit": 200})
        return [event["what"] for event in reversed(answer.json()["items"])]


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """The same algorithm at a fraction of its price: these tests make hundreds of hashes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=256, parallelism=1))
        passwords._nobodys.cache_clear()
        yield
    passwords._nobodys.cache_clear()


@pytest.fixture(scope="session")
async def doors(api_pool: Any, temporal: WorkflowEnvironment) -> AsyncIterator[Door]:
    """An API on connections to which policies apply, with Temporal there."""
    config = ApiConfig(
        api_pool, temporal.client, TOKEN, f"access-{uuid.uuid4().hex[:8]}", backend_timeout=BUSY
    )
    async with serving(config) as url, client(url) as http:
        yield Door(url, config, http)


@pytest.fixture
async def door(doors: Door, pool: Any) -> AsyncIterator[Door]:
    async with pool.acquire() as db:
        await db.execute("DELETE FROM sign_in_tries")  # all tests come from one address
    yield doors
    while doors.browsers:
        await doors.browsers.pop().http.aclose()

"""Sign-in at an identity provider: a real one, in a process of its own."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from prometheus_client import CollectorRegistry

from gateways.identity.oidc import OidcConfig, OidcProvider, ProviderRefused
from tests.town.api import serving
from tests.town.doors import Door
from tests.town.patience import LONG, seen
from tests.town.ports import free_port

_SERVE = Path(__file__).parent / "provider" / "serve.py"
_CLIENT, _SECRET, _OTHER, _PASSWORD = (
    "huifang", "the client's secret", "another-client", "a password at the provider",
)  # fmt: skip
_ROLES = {"service-leads": "service_supervisor", "service-agents": "agent", "kings": "king"}


def new_key(folder: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    (folder / "key.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )


@dataclass
class Provider:
    """The provider, which can be started again with another key or shorter tokens."""

    folder: Path
    port: int
    callback: str

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}/o"

    @contextmanager
    def running(self, seconds: int = 3600) -> Iterator[None]:
        command = [sys.executable, str(_SERVE), str(self.folder), str(self.port), self.callback, str(seconds)]
        process = subprocess.Popen(command, stderr=(self.folder / "log").open("a"))
        try:
            seen(lambda: self._answers(process), "the provider")
            yield
        finally:
            process.terminate()
            process.wait(LONG)

    def _answers(self, process: "subprocess.Popen[bytes]") -> bool:
        assert process.poll() is None, (self.folder / "log").read_text()
        try:
            return httpx.get(
                f"{self.issuer}/.well-known/openid-configuration", trust_env=False, timeout=LONG
            ).is_success
        except httpx.TransportError:
            return False


@dataclass
class Company:
    """The API of a company that has a provider."""

    url: str
    provider: Provider
    oidc: OidcProvider
    door: Door

    def browser(self) -> httpx.AsyncClient:
        browser = self.door.browser().http
        browser.base_url = httpx.URL(self.url)
        return browser

    async def at_provider(self, browser: httpx.AsyncClient, address: str, name: str) -> str:
        """Signs in there; the address that the provider sends the browser back to."""
        answer = await browser.get(address)
        while "/login" in answer.headers["location"]:
            answer = await browser.post(
                f"http://127.0.0.1:{self.provider.port}{answer.headers['location']}",
                data={"username": name, "password": _PASSWORD},
            )
            answer = await browser.get(f"http://127.0.0.1:{self.provider.port}{answer.headers['location']}")
        return str(answer.headers["location"])

    async def there(self, browser: httpx.AsyncClient, name: str, path: str = "/session/oidc") -> str:
        answer = await browser.get(path)
        assert answer.status_code == 303, answer.text
        return await self.at_provider(browser, answer.headers["location"], name)

    async def tokens(self, name: str, client_id: str, nonce: str) -> str:
        """An ID token of the provider's for this client, honestly come by."""
        verifier = "v" * 43
        asking = OidcProvider(replace(self.oidc.config, client_id=client_id))
        browser = self.browser()
        address = await asking.address(self.provider.callback, "state", nonce, verifier)
        back = await self.at_provider(browser, address, name)
        answer = await browser.post(
            f"{self.provider.issuer}/token/",
            data={
                "grant_type": "authorization_code",
                "code": parse_qs(urlsplit(back).query)["code"][0],
                "redirect_uri": self.provider.callback,
                "code_verifier": verifier,
            },
            auth=(client_id, _SECRET),
        )
        return str(answer.json()["id_token"])


@pytest.fixture(scope="module")
async def company(doors: Door, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Company]:
    folder, port, api_port = tmp_path_factory.mktemp("provider"), free_port(), free_port()
    url = f"http://127.0.0.1:{api_port}"
    new_key(folder)
    provider = Provider(folder, port, f"{url}/session/oidc/callback")
    oidc = OidcProvider(OidcConfig(provider.issuer, _CLIENT, _SECRET, _ROLES))
    config = replace(doors.config, registry=CollectorRegistry(), public_url=url, oidc=oidc, token=None)
    async with serving(config, api_port):
        with provider.running():
            yield Company(url, provider, oidc, doors)


async def test_who_has_a_role_there_comes_in(company: Company, door: Door) -> None:
    browser = company.browser()
    back = await company.there(browser, "zhang", "/session/oidc?next=/docs")
    answer = await browser.get(back)
    assert answer.status_code == 303 and answer.headers["location"] == "/docs"
    assert "huifang-visit" not in browser.cookies and "code=" not in answer.headers["location"]
    me = (await browser.get("/session")).json()
    # The provider sees to the second factor of its own people.
    assert (me["role"], me["login"], me["name"], me["due"]) == (
        "service_supervisor", None, "测试 zhang", None,
    )  # fmt: skip
    assert (await browser.get("/tickets")).status_code == 200
    assert await door.events(me["id"]) == ["account_added", "signed_in"]
    again = company.browser()
    await again.get(await company.there(again, "zhang"))
    assert (await again.get("/session")).json()["id"] == me["id"]
    page = await again.get("/my-account", headers={"Accept-Language": "zh-CN"})
    assert "统一身份认证" in page.text and 'name="new"' not in page.text


async def test_who_has_none_is_told_so_and_has_no_account(company: Company, door: Door) -> None:
    browser = company.browser()
    answer = await browser.get(await company.there(browser, "li"), headers={"Accept-Language": "zh-CN"})
    assert answer.status_code == 403 and "尚未获准使用本系统" in answer.text
    assert "huifang" not in browser.cookies
    listed = (await door.admin.get("/accounts", params={"limit": 200})).json()["items"]
    assert "测试 li" not in [each["name"] for each in listed]


async def test_a_role_is_what_the_provider_says_at_each_sign_in(company: Company, door: Door) -> None:
    browser = company.browser()
    await browser.get(await company.there(browser, "wang"))
    me = (await browser.get("/session")).json()
    await door.run("UPDATE accounts SET role = 'administrator' WHERE id = $1", me["id"])
    again = company.browser()
    await again.get(await company.there(again, "wang"))
    assert (await again.get("/session")).json()["role"] == "agent"
    assert (await browser.get("/session")).status_code == 401
    await door.admin.patch(f"/accounts/{me['id']}", json={"active": False})
    third = company.browser()
    assert (await third.get(await company.there(third, "wang"))).status_code == 403
    reset = await door.admin.post(f"/accounts/{me['id']}:reset-password")
    assert reset.status_code == 409


@pytest.mark.parametrize("how", ["another state", "another browser", "a second time", "too late", "no code"])
async def test_who_comes_back_another_way_is_sent_away(company: Company, door: Door, how: str) -> None:
    browser = company.browser()
    back = await company.there(browser, "zhang")
    state = parse_qs(urlsplit(back).query)["state"][0]
    match how:
        case "another state":
            back = back.replace(state, state[:-1] + ("x" if state[-1] != "x" else "y"))
        case "another browser":
            browser = company.browser()
        case "a second time":
            thief = company.browser()
            thief.cookies.update(browser.cookies)
            assert (await browser.get(back)).status_code == 303
            browser = thief
        case "too late":
            await door.run("UPDATE provider_visits SET expires_at = now()")
        case "no code":
            back = f"{company.provider.callback}?state={state}&error=access_denied"
    answer = await browser.get(back)
    assert answer.status_code == 401 and "did not work" in answer.text
    assert "huifang" not in browser.cookies


async def test_a_token_of_another_sign_in_is_refused(company: Company, door: Door) -> None:
    browser = company.browser()
    back = await company.there(browser, "zhang")
    await door.run("UPDATE provider_visits SET nonce = 'of another sign-in'")
    assert (await browser.get(back)).status_code == 401
    browser = company.browser()
    back = await company.there(browser, "zhang")
    await door.run("UPDATE provider_visits SET verifier = $1", "w" * 43)
    assert (await browser.get(back)).status_code == 401


async def test_a_token_for_another_program_or_one_that_was_changed_is_refused(company: Company) -> None:
    token = await company.tokens("zhang", _CLIENT, "n")
    assert (await company.oidc._checked(token, "n", None))["groups"]
    head, body, mac = token.split(".")
    forged = [
        await company.tokens("zhang", _OTHER, "n"),
        f"{head}.{body[:-4]}AAAA.{mac}",
        f"{head}.{body}.{mac[:-8]}AAAAAAAA",
        "eyJhbGciOiJub25lIn0." + body + ".",
        "not.a.token",
        "",
    ]
    for each in forged:
        with pytest.raises(ProviderRefused):
            await company.oidc._checked(each, "n", None)
    other = OidcProvider(replace(company.oidc.config, issuer=f"{company.provider.issuer}/"))
    with pytest.raises(ProviderRefused, match="another issuer"):
        await other.address(company.provider.callback, "s", "n", "v" * 43)


async def test_after_sign_in_nobody_is_sent_to_another_site(company: Company) -> None:
    for path in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        browser = company.browser()
        answer = await browser.get("/session/oidc", params={"next": path})
        back = await company.at_provider(browser, answer.headers["location"], "zhang")
        assert (await browser.get(back)).headers["location"] == "/my-account"


async def test_without_a_provider_there_is_no_such_address(door: Door, problem: Any) -> None:
    for path in ("/session/oidc", "/session/oidc/callback"):
        problem(await door.browser().call("GET", path), 404, "no-such-address")
    assert "/session/oidc" not in (await door.browser().call("GET", "/sign-in")).text


def test_a_provider_without_tls_is_not_taken() -> None:
    with pytest.raises(ValueError, match="https"):
        OidcProvider(OidcConfig("http://login.example", _CLIENT, _SECRET, {}))


async def test_a_new_key_is_taken_and_a_token_past_its_time_is_not(
    company: Company, door: Door, tmp_path: Path
) -> None:
    new_key(tmp_path)
    renewed = replace(company.provider, folder=tmp_path, port=free_port())
    oidc = OidcProvider(replace(company.oidc.config, issuer=renewed.issuer))
    late = replace(company, provider=renewed, oidc=oidc)
    with renewed.running(seconds=-600), pytest.raises(ProviderRefused, match="ExpiredToken"):
        await oidc._checked(await late.tokens("zhang", _CLIENT, "n"), "n", None)
    new_key(tmp_path)
    with renewed.running():
        token = await late.tokens("zhang", _CLIENT, "n")
        with pytest.raises(ProviderRefused):
            await oidc._checked(token, "n", None)  # a moment after the last reading
        oidc._read.keys_at -= 3600
        assert (await oidc._checked(token, "n", None))["sub"]

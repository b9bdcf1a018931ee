"""What Temporal keeps sealed is opened for who may read it, for the Web UI's page alone, and on record."""

import base64
from typing import Any

import httpx
import pytest
from temporalio.api.common.v1 import Payload

from api.access.web_ui import origin_of
from api.operations.codec import MOST
from tests.town.api import Api, Problem, client
from tests.town.doors import Door
from tests.town.patience import LONG
from vault.payload_codec import ENCODING
from vault.sealed import Kind

UI = "http://127.0.0.1:8233"
WORDS = "业主来电：阳台渗水"


def in_json(payload: Payload) -> dict[str, Any]:
    """As the Web UI sends one."""
    metadata = {name: base64.b64encode(value).decode() for name, value in payload.metadata.items()}
    return {"metadata": metadata, "data": base64.b64encode(payload.data).decode()}


async def sealed(api: Api, *values: Any) -> list[dict[str, Any]]:
    """As Temporal keeps them."""
    return [in_json(each) for each in await api.config.temporal.data_converter.encode(values)]


async def decoded(api: Api, payloads: Any, **headers: str) -> httpx.Response:
    return await api.http.post("/codec/decode", json={"payloads": payloads}, headers=headers)


async def test_opened_in_order_for_the_page_of_the_web_ui(api: Api) -> None:
    payloads = await sealed(api, WORDS, {"number": "+8619900012345"})
    plain = in_json(Payload(metadata={"encoding": b"json/plain"}, data=b'"plain"'))
    answer = await decoded(api, [*payloads, plain], **{"Origin": UI, "X-Namespace": "default"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["access-control-allow-origin"] == UI
    assert answer.headers["access-control-allow-credentials"] == "true"
    opened = answer.json()["payloads"]
    assert [set(each) for each in opened] == [{"metadata", "data"}] * 3
    words = [base64.b64decode(each["data"]).decode() for each in opened]
    assert words == [f'"{WORDS}"', '{"number":"+8619900012345"}', '"plain"'] and opened[2] == plain


async def test_the_browser_asks_first_and_other_pages_are_refused(api: Api) -> None:
    asks = {
        "Origin": UI,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-namespace",
    }
    async with httpx.AsyncClient(base_url=api.url, trust_env=False, timeout=LONG) as nobody:
        allowed = await nobody.options("/codec/decode", headers=asks)
        assert allowed.status_code == 200
        assert allowed.headers["access-control-allow-origin"] == UI
        assert allowed.headers["access-control-allow-credentials"] == "true"
        foreign = await nobody.options("/codec/decode", headers=asks | {"Origin": "http://127.0.0.1:9999"})
        assert foreign.status_code == 400 and "access-control-allow-origin" not in foreign.headers
        elsewhere = await nobody.options("/tickets", headers=asks)
        assert "access-control-allow-origin" not in elsewhere.headers
    answer = await decoded(api, await sealed(api, WORDS), Origin="https://elsewhere.example")
    assert "access-control-allow-origin" not in answer.headers


async def test_without_signing_in_nothing_is_opened(api: Api, problem: Problem) -> None:
    payloads = await sealed(api, WORDS)
    async with client(api.url, Authorization="Bearer of-somebody-else", Origin=UI) as stranger:
        answer = await stranger.post("/codec/decode", json={"payloads": payloads})
    problem(answer, 401, "unauthorized")
    # So that the page can tell its user why.
    assert answer.headers["access-control-allow-origin"] == UI


async def test_whoever_signed_in_at_the_api_reads_in_the_web_ui_what_the_role_may_read(
    api: Api, problem: Problem
) -> None:
    door, given = Door(api.url, api.config, api.http), {"payloads": await sealed(api, WORDS)}
    page = {"Origin": UI, "Sec-Fetch-Site": "same-site"}
    supervisor = await door.signed_in(await door.person("service_supervisor"))
    # As the Web UI 2.54 asks.
    asked = "/codec/decode?preserveStorageRefs=true"
    answer = await supervisor.http.post(asked, json=given, headers=page)
    assert answer.status_code == 200, answer.text
    assert base64.b64decode(answer.json()["payloads"][0]["data"]).decode() == f'"{WORDS}"'
    for origin in ("https://elsewhere.example", "null", f"{UI}.elsewhere.example"):
        foreign = await supervisor.http.post("/codec/decode", json=given, headers=page | {"Origin": origin})
        problem(foreign, 403, "from-elsewhere")
    # The page's cookie opens nothing else from there.
    changed = await supervisor.http.post("/buildings", json={"name": "测试花园"}, headers=page)
    problem(changed, 403, "from-elsewhere")

    agent = await door.signed_in(await door.person("agent"))
    problem(await agent.http.post("/codec/decode", json=given, headers=page), 403, "not-allowed")


async def test_every_look_is_in_the_trail(api: Api) -> None:
    await decoded(api, await sealed(api, WORDS, WORDS), **{"X-Request-ID": "codec-trail-0001"})
    async with api.config.pool.acquire() as db:
        row = await db.fetchrow("SELECT * FROM trail WHERE request_id = 'codec-trail-0001'")
    assert (row["what"], row["count"], row["operation"]) == ("payloads", 2, "decodePayloads")


async def test_forged_and_garbled_ones_are_named(api: Api, problem: Problem) -> None:
    (good,) = await sealed(api, WORDS)
    data = bytearray(base64.b64decode(good["data"]))
    data[-1] ^= 1
    keyring = api.config.temporal.data_converter.payload_codec._keyring  # type: ignore[union-attr]
    of_the_database = keyring.seal(Kind.TEXT, WORDS.encode())
    forged = [
        in_json(Payload(metadata={"encoding": ENCODING}, data=each))
        for each in (bytes(data), b"", b"words", of_the_database, keyring.seal(Kind.PAYLOAD, b"\xff"))
    ]
    body = problem(await decoded(api, [good, *forged]), 422, "invalid")
    assert [error["pointer"] for error in body["errors"]] == [f"#/payloads/{at}/data" for at in range(1, 6)]
    assert "sealed for another database" in body["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("payloads", "pointer"),
    [
        ("words", "#/payloads"),
        ([{"data": "not base64!"}], "#/payloads/0/data"),
        ([{"data": 7}], "#/payloads/0/data"),
        ([{"metadata": {"encoding": "?"}, "data": ""}], "#/payloads/0/metadata/encoding"),
        ([{"metadata": []}], "#/payloads/0/metadata"),
        ([{}] * (MOST + 1), "#/payloads"),
    ],
)
async def test_what_is_no_list_of_payloads_is_refused(
    api: Api, problem: Problem, payloads: Any, pointer: str
) -> None:
    body = problem(await decoded(api, payloads), 422, "invalid")
    assert [error["pointer"] for error in body["errors"]] == [pointer]


async def test_too_large_another_namespace_another_media_type_and_no_sealing(
    api: Api, problem: Problem
) -> None:
    problem(await decoded(api, [{"data": "A" * api.config.body_limit}]), 413, "too-large")
    body = problem(await decoded(api, [], **{"X-Namespace": "elsewhere"}), 422, "invalid")
    assert body["errors"][0]["pointer"] == "X-Namespace"
    as_form = await api.http.post("/codec/decode", content="{}", headers={"Content-Type": "text/plain"})
    problem(as_form, 415, "unsupported-media-type")
    problem(await api.http.post("/codec/encode", json={"payloads": []}), 404, "no-such-address")


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://127.0.0.1:8233/", "http://127.0.0.1:8233"),
        ("https://UI.example.com:443/temporal", "https://ui.example.com"),
        ("http://[::1]:8233", "http://[::1]:8233"),
    ],
)
def test_an_origin_is_written_as_browsers_do(url: str, origin: str) -> None:
    assert origin_of(url) == origin

"""Requests made to break in or to wear the API out are refused clearly (issue 4, part 7)."""

import asyncio
import json
import time
from dataclasses import replace
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from api.http.limits import Bucket, Doors
from api.http.pace import Buckets
from api.http.request_limits import require_plain_json
from tests.messages.test_webhooks import reply, signed
from tests.proof.hardening.conftest import LIMITS
from tests.town.api import ALIYUN_TOKEN, client, serving

BUILDINGS = "/buildings"


def head(doorway: Any, method: str = "POST", path: str = BUILDINGS, **more: str) -> bytes:
    """A request's head with the token."""
    fields = {"Host": "huifang", "Authorization": doorway.http.headers["authorization"], **more}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def test_headers_that_browsers_heed_are_on_every_answer(doorway: Any) -> None:
    for path in (
        "/healthz",
        "/readyz",
        BUILDINGS,
        "/nowhere",
        "/docs",
        "/openapi.json",
        "/acceptances/x",
        "/sign-in",
    ):
        async with doorway.stranger() as stranger:
            answer = await stranger.get(path)
        headers = answer.headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "script-src 'unsafe" not in headers["content-security-policy"], path
        # Without any, a browser would not say which page sent the form; no path of these holds a secret.
        own_form = "same-origin" if path == "/sign-in" else "no-referrer"
        assert headers["referrer-policy"] == own_form, path
        assert headers["cross-origin-opener-policy"] == "same-origin", path
        assert headers["cross-origin-resource-policy"] == "same-origin", path
        assert "camera=()" in headers["permissions-policy"], path
        assert headers["cache-control"] == "no-store", path
        assert headers["strict-transport-security"].startswith("max-age=31536000"), path
        assert "server" not in headers, path


async def test_an_api_without_tls_asks_for_none(narrow: Any) -> None:
    answer = await narrow.http.get("/healthz")
    assert "strict-transport-security" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_long_addresses_and_crowds_of_headers(doorway: Any, problem: Any) -> None:
    problem(await doorway.http.get(BUILDINGS, params={"after": "x" * 1100}), 414, "address-too-long")
    crowd = {f"X-More-{number}": "x" for number in range(50)}
    problem(await doorway.http.get(BUILDINGS, headers=crowd), 431, "headers-too-many")


async def test_a_head_without_end_is_cut_off(doorway: Any) -> None:
    answer = await doorway.raw(head(doorway)[:-4] + b"\r\nX-Long: " + b"x" * 100_000)
    assert answer.startswith(b"HTTP/1.1 400") or answer == b""


@pytest.mark.parametrize(
    "body",
    [
        "[" * 9 + "]" * 9,
        "[" * 300_000,
        '{"a":' * 200_000,
        json.dumps({"name": [0] * 300}),
        json.dumps({f"name{number}": 0 for number in range(300)}),
    ],
)
async def test_json_too_deep_or_with_too_much_in_it(body: str, doorway: Any, problem: Any) -> None:
    answer = await doorway.http.post(BUILDINGS, content=body, headers={"Content-Type": "application/json"})
    problem(answer, 400, "too-complex")


async def test_json_that_hides_what_is_in_it(doorway: Any, problem: Any) -> None:
    for body in (
        '{"name": "测试花园"}'.encode("utf-16"),
        b'{"name": "\xff\xfe"}',
        b'{"name": "' + b'\\"' * 200_000,
        b'{"name": ' + b"9" * 10_000 + b"}",
    ):
        began = time.process_time()
        answer = await doorway.http.post(
            BUILDINGS, content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in (400, 422), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        # A pattern that goes back for every quote would take minutes.
        assert time.process_time() - began < 10


async def test_quotes_and_brackets_in_texts_do_not_count() -> None:
    class Body:
        async def body(self) -> bytes:
            return json.dumps({"name": '[[[[[[[[["{{{' * 100}).encode()

    await require_plain_json(Body(), LIMITS)  # type: ignore[arg-type]


async def test_a_body_that_does_not_come(doorway: Any) -> None:
    sent = head(doorway, **{"Content-Type": "application/json", "Content-Length": "50"})
    answer = await doorway.raw(sent + b'{"na', until=lambda found: b"too-slow" in found)
    assert answer.startswith(b"HTTP/1.1 408") and b"urn:huifang:problem:too-slow" in answer


async def test_lengths_that_contradict_each_other(doorway: Any) -> None:
    """Request smuggling: where two programs disagree about the end, the second request is anybody's."""
    both = head(doorway, **{"Content-Length": "4", "Transfer-Encoding": "chunked"})
    answer = await doorway.raw(both + b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400")
    assert answer.count(b"HTTP/1.1 200") == 0
    twice = head(doorway, **{"Content-Length": "4"})[:-2] + b"Content-Length: 5\r\n\r\nabcd"
    assert (await doorway.raw(twice)).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("name", ["X-Request-ID", "Idempotency-Key", "Accept-Language", "X-Purpose"])
async def test_no_header_of_the_request_makes_one_of_the_answer(name: str, doorway: Any) -> None:
    for value in ("abcdefgh\rSet-Cookie: a=b", "abcdefgh\x00", "测试测试测试"):
        sent = head(doorway, "GET", **{name: value, "Connection": "close"})
        answer = (await doorway.raw(sent)).partition(b"\r\n\r\n")[0].lower()
        assert b"set-cookie" not in answer and "测试".encode() not in answer
        assert b"\nabcdefgh" not in answer and b": abcdefgh\r" not in answer


async def test_names_of_files(doorway: Any, problem: Any) -> None:
    building = (await doorway.http.post(BUILDINGS, json={"name": "测试花园"})).json()["id"]
    address = f"{BUILDINGS}/{building}/owners:import"
    roster = "姓名,电话,房号\n李示例,19900060001,1201\n".encode()

    async def sent(name: str, **more: Any) -> Any:
        return await doorway.http.post(address, files={"file": (name, roster)}, **more)

    body = problem(await sent("长" * 61 + ".csv"), 422, "invalid")
    assert body["errors"][0]["pointer"] == "#/file"
    problem(await sent("a.csv", data={"a": "1", "b": "2", "c": "3"}), 400, "bad-request")
    for name in (
        "../../etc/passwd.csv",
        "C:\\..\\secret\\业主.csv",
        'x"; filename="evil.html',
        "=1+1.csv",
        "\u202egpj.csv",
    ):
        answer = await sent(name)
        assert answer.status_code == 200, answer.text
        report = await doorway.http.get(answer.json()["report"])
        disposition = report.headers["content-disposition"]
        assert (
            disposition.startswith("attachment; filename=")
            and report.headers["x-content-type-options"] == "nosniff"
        )
        for bad in ("..", "/", "\\", "passwd/", "\u202e", 'evil.html"'):
            assert bad not in disposition.replace("UTF-8''", ""), disposition


async def test_the_host_header_and_forwarded_names_are_never_repeated(doorway: Any) -> None:
    false = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for path in (
        BUILDINGS,
        "/nowhere",
        "/docs",
        "/openapi.json",
        "/acceptances/x",
        "/sign-in",
        "//evil.example/",
        "/session/oidc",
    ):
        answer = await doorway.http.get(path, headers=false, follow_redirects=False)
        assert "evil.example" not in answer.text + str(answer.headers), path
    made = await doorway.http.post(BUILDINGS, json={"name": "测试花园"}, headers=false)
    assert made.headers["location"].startswith("/buildings/")


async def test_a_method_is_what_it_is(doorway: Any) -> None:
    building = (await doorway.http.post(BUILDINGS, json={"name": "测试花园"})).json()["id"]
    override = {"X-HTTP-Method-Override": "PATCH", "X-Method-Override": "PATCH", "X-HTTP-Method": "PATCH"}
    for method in ("POST", "TRACE", "TRACK", "CONNECT"):
        answer = await doorway.http.request(
            method, f"{BUILDINGS}/{building}", json={"status": "cancelled"}, headers=override
        )
        assert answer.status_code == 405, method
    kept = (await doorway.http.get(f"{BUILDINGS}/{building}?_method=PATCH", headers=override)).status_code
    assert kept == 422
    assert (await doorway.http.get(f"{BUILDINGS}/{building}")).json()["status"] != "cancelled"


@pytest.mark.parametrize(
    "path",
    ["//buildings", "/./buildings", "/docs/../buildings", "/docs/..%2fbuildings", "/healthz/../buildings",
     "/BUILDINGS", "/buildings/", "/webhooks/../buildings", "/webhooks/%2e%2e/buildings", "/buildings%00",
     "/acceptances/../buildings", "/buildings;a=b"],
)  # fmt: skip
async def test_no_other_way_of_writing_an_address_opens_it(path: str, doorway: Any) -> None:
    sent = f"GET {path} HTTP/1.1\r\nHost: huifang\r\nConnection: close\r\n\r\n".encode()
    answer = await doorway.raw(sent)
    assert answer.split(b" ")[1] in (b"400", b"401", b"404"), answer[:200]
    assert b'"items"' not in answer


_SQL = [
    "' OR '1'='1",
    "'; DROP TABLE customers; --",
    "1 UNION SELECT secret FROM api_tokens",
    "\\x27",
    "%27%20OR%201=1",
]


@pytest.mark.parametrize("text", _SQL)
async def test_sql_is_only_text(text: str, doorway: Any) -> None:
    made = await doorway.http.post(BUILDINGS, json={"name": text})
    assert made.status_code == 201
    assert (await doorway.http.get(made.headers["location"])).json()["name"] == text
    for path in ("/tickets", "/customers", "/messages", BUILDINGS):
        for name in ("after", "building_id", "customer_id", "kind", "stage", "q"):
            answer = await doorway.http.get(path, params={name: text})
            assert answer.status_code in (200, 404, 422), (path, name, answer.text)
            assert answer.status_code != 200 or not answer.json()["items"]


async def test_too_many_requests_of_one_caller(narrow: Any, problem: Any) -> None:
    answers = [await narrow.http.get(BUILDINGS) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    problem(answers[3], 429, "too-many-requests")
    assert int(answers[3].headers["retry-after"]) > 100


async def test_too_many_requests_of_one_address(narrow: Any, problem: Any) -> None:
    async with narrow.stranger() as stranger:
        for _ in range(3):
            assert (await stranger.get("/acceptances/unknown")).status_code == 404
        problem(await stranger.get("/acceptances/unknown"), 429, "too-many-requests")
        for more in ({"Cookie": "huifang=x"}, {"Authorization": "Bearer x"}):
            problem(await stranger.get("/acceptances/unknown", headers=more), 429, "too-many-requests")
        # Whoever has a token is not held up by neighbours, and the proxy says who is who.
        assert (await narrow.http.get(BUILDINGS)).status_code == 200
        other = {"X-Forwarded-For": "192.0.2.9"}
        assert (await stranger.get("/acceptances/unknown", headers=other)).status_code == 404


async def test_tokens_are_not_guessed_for_long(narrow: Any, problem: Any) -> None:
    async with narrow.stranger() as stranger:
        for number in range(3):
            wrong = {"Authorization": f"Bearer {number}"}
            problem(await stranger.get(BUILDINGS, headers=wrong), 401, "unauthorized")
        problem(await stranger.get(BUILDINGS, headers=wrong), 429, "too-many-requests")


async def test_an_address_is_believed_from_the_proxies_named_alone(narrow: Any, problem: Any) -> None:
    doors = Doors(narrow.config.doors.limits, trusted_proxies=("192.0.2.1",))
    config = replace(narrow.config, doors=doors, registry=CollectorRegistry())
    async with serving(config) as url, client(url, Authorization="") as liar:
        del liar.headers["authorization"]
        for number in range(3):
            await liar.get("/acceptances/unknown", headers={"X-Forwarded-For": f"192.0.2.{number}"})
        problem(
            await liar.get("/acceptances/unknown", headers={"X-Forwarded-For": "192.0.2.99"}),
            429,
            "too-many-requests",
        )


def test_a_bucket_fills_again_and_old_ones_are_forgotten() -> None:
    now = [0.0]
    buckets = Buckets(Bucket(2, 0.5), 2, lambda: now[0])
    assert [buckets.take("a"), buckets.take("a"), buckets.take("a")] == [0, 0, 2]
    now[0] = 2.0
    assert buckets.take("a") == 0 and buckets.wait("a") == 2
    buckets.take("b")
    buckets.take("c")
    assert buckets.wait("a") == 0, "the two used last are remembered"


async def test_a_callback_that_was_listened_to(
    doorway: Any, problem: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Within the window it is taken once; after it, it is worth nothing. What is refused is on record."""
    event = reply("+8619900060002", "你好")
    fresh = signed([event])
    async with doorway.stranger() as provider:
        answers = [(await provider.post("/webhooks/sandbox", **fresh)).json() for _ in range(2)]
        assert answers == [{"taken": 1}, {"taken": 0}]
        old, ahead = signed([event], age=301), signed([event], age=-400)
        for late in (old, ahead):
            problem(await provider.post("/webhooks/sandbox", **late), 401, "webhook-rejected")
        moved = {**old, "headers": {**old["headers"], "X-Sandbox-Timestamp": str(int(time.time()))}}
        problem(await provider.post("/webhooks/sandbox", **moved), 401, "webhook-rejected")
        problem(await provider.post("/webhooks/aliyun/guess/replies", json=[]), 404, "no-such-address")
        deep = "[" * 100_000
        problem(
            await provider.post(f"/webhooks/aliyun/{ALIYUN_TOKEN}/replies", content=deep), 400, "bad-request"
        )
    logged = capsys.readouterr().out
    lines = [line for line in logged.splitlines() if "webhook_refused" in line]
    for why in ("stale", "signature", "address", "malformed"):
        assert any(why in line for line in lines), why
    assert "19900060002" not in logged and ALIYUN_TOKEN not in logged and "guess" not in logged


async def test_a_crowd_of_connections_does_not_stop_the_others(doorway: Any) -> None:
    """Fifty callers who send half a request and wait."""
    idle = [asyncio.open_connection("127.0.0.1", doorway.http.base_url.port) for _ in range(50)]
    opened = await asyncio.gather(*idle)
    for _, writer in opened:
        writer.write(head(doorway)[:20])
    assert (await doorway.http.get("/healthz")).status_code == 200
    for _, writer in opened:
        writer.close()

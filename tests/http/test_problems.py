"""Errors: one form, two languages, and what to do."""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from api.http.config import ApiConfig
from api.http.problems import STATUS
from api.http.validation import _KINDS
from tests.town.api import TOKEN, client, serving
from tests.town.patience import LONG
from texts import text

_OF_STAFF = (
    "unknown-department",
    "unknown-staff",
    "unknown-crew",
    "head-elsewhere",
    "own-deputy",
    "deputy-away",
    "ends-first",
)


async def test_a_field_is_pointed_at_in_both_languages(api: Any, problem: Any) -> None:
    wrong = {"name": "x" * 101, "handover_date": "2027年1月15日", "colour": "red"}
    english = await api.http.post("/buildings", json=wrong)
    body = problem(english, 422, "invalid")
    assert english.headers["content-language"] == "en"
    assert {error["pointer"]: error["detail"] for error in body["errors"]} == {
        "#/name": "This is too long.",
        "#/handover_date": "This is not a valid date.",
        "#/colour": "There is no such field.",
    }
    assert all(error["location"] == "body" and error["action"] for error in body["errors"])
    for accepted in ("zh-CN,zh;q=0.9", "fr", ""):
        chinese = await api.http.post("/buildings", json=wrong, headers={"Accept-Language": accepted})
        assert chinese.headers["content-language"] == "zh-CN"
        body = problem(chinese, 422, "invalid")
        assert "请控制在 100 个字符以内。" in [error["action"] for error in body["errors"]]
    assert "Accept-Language" in english.headers["vary"]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_every_problem_and_every_kind_of_error_has_its_texts(locale: str) -> None:
    named = ("allowed", "date", "limit", "wanted", "explanation", "request", "staff", "charge", "other")
    named += ("depth", "values", "customer", "what", "again", "opens")
    named += ("stage", "possible", "roles", "permission")
    values = {name: "…" for name in named}
    for code in STATUS:
        assert text(locale, f"problem-{code}") and text(locale, f"problem-{code}-detail", **values)
    for kind in {*_KINDS.values(), "value", "phone", "cursor", "closed-days", "with-what", *_OF_STAFF}:
        assert text(locale, f"invalid-{kind}", **values) and text(locale, f"invalid-{kind}-action", **values)


async def test_broken_json_other_media_and_large_bodies(api: Any, problem: Any) -> None:
    sent = {"content": b'{"name": ', "headers": {"Content-Type": "application/json"}}
    body = problem(await api.http.post("/buildings", **sent), 422, "invalid")
    assert body["errors"][0]["pointer"] == "#" and body["errors"][0]["detail"] == "This is not valid JSON."
    problem(await api.http.post("/buildings", data={"name": "x"}), 415, "unsupported-media-type")
    problem(await api.http.post("/buildings", json={"name": "x" * 70_000}), 413, "too-large")
    problem(await api.http.post("/buildings", json={"name": "a\u0000b"}), 422, "invalid")
    undecodable = {**sent, "content": b'{"name": "\xff"}'}
    problem(await api.http.post("/buildings", **undecodable), 400, "bad-request")
    for number in (0, 946684800, 0.5, True, ["2027-01-15"], "2027-01-15T00:00:00"):
        sent_day = {"name": "甲", "handover_date": number}
        problem(await api.http.post("/buildings", json=sent_day), 422, "invalid")
    problem(await api.http.get("/tickets?due_before=0.5"), 422, "invalid")


async def test_a_large_body_is_refused_whether_or_not_its_size_is_told(api: Any, problem: Any) -> None:
    async def pieces() -> Any:
        for _ in range(20):
            yield b" " * 10_000

    headers = {"Content-Type": "application/json"}
    body = problem(await api.http.post("/buildings", content=pieces(), headers=headers), 413, "too-large")
    assert "64 KiB" in body["detail"]


async def test_what_does_not_exist(api: Any, problem: Any) -> None:
    problem(await api.http.get("/nothing"), 404, "no-such-address")
    problem(await api.http.get("/buildings/B999999"), 404, "no-such-building")
    assert problem(await api.http.get("/buildings/1"), 422, "invalid")["errors"][0]["location"] == "path"
    problem(await api.http.get("/tickets/pre-handover-O99999999"), 404, "no-such-ticket")
    answer = await api.http.delete("/buildings")
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, POST"
    answer = await api.http.get("/tickets/pre-handover-O99999999:cancel")
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x"])
async def test_without_the_token_nothing_opens(api: Any, problem: Any, given: str) -> None:
    async with httpx.AsyncClient(base_url=api.url, trust_env=False, timeout=LONG) as stranger:
        for path in ("/buildings", "/nothing", "/tickets", "/messages"):
            answer = await stranger.get(path, headers={"Authorization": given})
            problem(answer, 401, "unauthorized")
            assert answer.headers["www-authenticate"].startswith("Bearer")
        assert (await stranger.get("/buildings", headers={"Authorization": f"bearer {TOKEN}"})).is_success


async def test_temporal_out_of_reach_changes_nothing(api: Any, pool: Any, problem: Any) -> None:
    building = await api.building()
    enrolled, [(open_one, customer, _)] = await api.enrolled()
    ownership, *_ = await api.owner(enrolled)
    absent = await Client.connect("127.0.0.1:9", lazy=True, data_converter=pydantic_data_converter)
    async with serving(ApiConfig(pool, absent, TOKEN)) as url, client(url) as http:
        key = {"Idempotency-Key": "while-away"}
        for path, body in (
            (f"/buildings/{building}/pre-handover", {}),
            ("/tickets", {"kind": "PreHandover", "ownership_id": ownership}),
            (f"/tickets/pre-handover-{open_one}:cancel", {"reason": "甲"}),
            (f"/customers/{customer}:signed", None),
            (f"/customers/{customer}:opt-out", None),
        ):
            answer = await http.post(path, json=body, headers=key)
            problem(answer, 503, "unavailable")
            assert int(answer.headers["retry-after"]) > 0
        problem(await http.patch(f"/buildings/{building}", json={"name": "甲"}), 503, "unavailable")
        assert (await http.get("/readyz")).json() == {
            "status": "unavailable", "postgres": "ok", "temporal": "unavailable",
        }  # fmt: skip
        assert (await http.get("/healthz")).status_code == 200
    after = (await api.http.get(f"/buildings/{building}")).json()
    assert after["name"] == "测试花园" and after["enrolled"] is False
    problem(await api.http.get(f"/tickets/pre-handover-{ownership}"), 404, "no-such-ticket")
    timeline = (await api.http.get(f"/tickets/pre-handover-{open_one}/timeline")).json()["items"]
    # The opt-out alone is on record: nothing is sent from then on.
    assert [event["kind"] for event in timeline] == ["opt_out"]
    # The key was given back: the same request can be made again.
    again = await api.http.post(f"/buildings/{building}/pre-handover", json={}, headers=key)
    assert again.status_code == 202


async def test_postgres_out_of_reach(api: Any, problem: Any) -> None:
    absent = await asyncpg.create_pool("postgresql://nobody@127.0.0.1:9/none", min_size=0)
    async with serving(ApiConfig(absent, api.config.temporal, TOKEN)) as url, client(url) as http:
        problem(await http.get("/buildings"), 503, "unavailable")
        problem(
            await http.post("/buildings", json={"name": "甲"}, headers={"Idempotency-Key": "k"}),
            503,
            "unavailable",
        )
        assert (await http.get("/readyz")).status_code == 503
    await absent.close()


async def test_the_unforeseen_is_answered_without_details(
    api: Any, pool: Any, problem: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "13800000000 张三"

    class Broken:
        def acquire(self, **_: object) -> Any:
            raise LookupError(secret)

    async with serving(ApiConfig(Broken(), api.config.temporal, TOKEN)) as url, client(url) as http:
        answer = await http.get("/tickets?q=13800000000", headers={"X-Request-ID": "request-0001"})
        body = problem(answer, 500, "internal")
    assert body["instance"].endswith("request-0001") and "request-0001" in body["detail"]
    logged = capsys.readouterr()
    assert "LookupError" in logged.out and "request-0001" in logged.out
    assert "13800000000" not in answer.text + logged.out + logged.err


async def test_a_temporal_that_does_not_answer_is_an_outage(api: Any, pool: Any, problem: Any) -> None:
    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    ownership, *_ = await api.owner(await api.building())
    async with await asyncio.start_server(silent, "127.0.0.1", 0) as mute:
        port = mute.sockets[0].getsockname()[1]
        absent = await Client.connect(f"127.0.0.1:{port}", lazy=True, data_converter=pydantic_data_converter)
        config = ApiConfig(pool, absent, TOKEN, backend_timeout=timedelta(milliseconds=500))
        async with serving(config) as url, client(url) as http:
            problem(await http.post(f"/ownerships/{ownership}:sold"), 503, "unavailable")

"""What strangers can use up, and what it must not take from others (P23)."""

import asyncio
import base64
import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

import roster.delimited
from api.http.limits import BUILT_IN, Doors
from api.http.pace import is_well_formed
from domain.access.passwords import unfit
from domain.access.sign_in import SignInPolicy
from domain.privacy.retention_schedule import PrivacyPolicy
from huifang.local.private import appending, make_private
from roster.delimited import delimited_table
from roster.limits import LIMITS
from roster.rows import RosterUnreadable
from services.privacy.erasing import erase
from store.database import queries
from tests.proof.hardening.conftest import Doorway
from tests.town.api import ALIYUN_TOKEN, client, serving
from tests.town.archive import Archive
from tests.town.callers import program
from tests.town.doors import Door
from tests.town.patience import patiently
from vault import passwords
from vault.tokens import make_api_token, make_secret

MIB = 1 << 20


@pytest.mark.parametrize(
    "path", ["/acceptances/owners:import", "/webhooks/owners:import", "/buildings/owners:import", "/session"]
)
async def test_only_the_route_for_rosters_takes_large_bodies(doorway: Doorway, path: str) -> None:
    """An address that ends as the roster's does, below one that is open to everybody."""
    async with doorway.stranger() as stranger:
        answer = await stranger.post(path, files={"file": ("x.csv", b"x" * (3 * MIB))})
        assert answer.status_code in (401, 404, 405, 413, 415, 422), answer.text
        taken = [0]

        async def body() -> Any:
            for _ in range(40):
                taken[0] += 1
                yield b"x" * MIB

        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = await stranger.post("/acceptances/owners:import", content=body(), headers=form)
        assert answer.status_code == 413


async def test_links_that_there_are_not_leave_no_row(doorway: Doorway, pool: Any) -> None:
    count = "SELECT count(*) FROM trail WHERE operation IN ('acceptancePage', 'answerAcceptance')"
    before = await pool.fetchval(count)
    async with doorway.stranger() as stranger:
        for number in range(5):
            assert (await stranger.get(f"/acceptances/unknown-{number}")).status_code == 404
            form = {"code": "123456", "answer": "accept"}
            assert (await stranger.post(f"/acceptances/unknown-{number}", data=form)).status_code == 404
    assert await pool.fetchval(count) == before


async def test_colleagues_go_on_beside_somebody_who_tries_tokens(
    narrow: Any, door: Door, problem: Any
) -> None:
    """Three refusals and the address has used its bucket up; an office has one address."""
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    body = {"name": "官网", "scopes": ["buildings.read"], "expires_at": until}
    secret = (await door.admin.post("/api-tokens", json=body)).json()["secret"]
    async with narrow.stranger() as stranger:
        for number in range(4):
            answer = await stranger.get("/buildings", headers={"Authorization": f"Bearer {number}"})
        problem(answer, 429, "too-many-requests")
        colleague = {"Authorization": f"Bearer {secret}"}
        assert (await stranger.get("/buildings", headers=colleague)).status_code == 200
        for _ in range(4):
            forged = {"Authorization": f"Bearer {make_api_token()}"}
            answer = await stranger.get("/buildings", headers=forged)
        problem(answer, 429, "too-many-requests")
        assert (await stranger.get("/buildings", headers=colleague)).status_code == 200
        assert (await narrow.http.get("/buildings")).status_code == 200


def test_what_could_let_somebody_in() -> None:
    assert is_well_formed(f"Bearer {make_api_token()}") and is_well_formed(f"huifang={make_secret()}")
    for word in ("", "Bearer x", "Bearer hf_x", f"Basic {make_api_token()}", "huifang=x", "a=b; c=d"):
        assert not is_well_formed(word)


async def test_a_flood_of_passwords_is_told_to_come_back(doorway: Doorway, problem: Any) -> None:
    held, most = threading.Event(), passwords._MOST_WAITING + passwords._AT_ONCE
    waiting = [asyncio.create_task(passwords._beside(held.wait)) for _ in range(most)]
    await asyncio.sleep(0)
    try:
        with pytest.raises(passwords.Busy):
            await passwords.hashed("one more")
        async with doorway.stranger() as stranger:
            answer = await stranger.post("/session", json={"login": "somebody", "password": "x" * 12})
        problem(answer, 503, "unavailable")
        assert int(answer.headers["retry-after"]) > 0
    finally:
        held.set()
        await asyncio.gather(*waiting)
    assert await passwords.fits("right", await passwords.hashed("right"))


@pytest.mark.parametrize("begun", [b"", b"GET /healthz HT", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-More: "])
async def test_a_head_that_does_not_come(doorway: Doorway, begun: bytes) -> None:
    doors = Doors(replace(doorway.config.doors.limits, head_whole=timedelta(milliseconds=200)))
    config = replace(doorway.config, doors=doors, registry=CollectorRegistry())
    async with serving(config) as url, client(url) as http:
        slow = Doorway(http, config)
        async with patiently():
            assert (await slow.raw(begun)).startswith(b"HTTP/1.1 408")
        whole = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        async with patiently():
            answer = await slow.raw(whole, b"GET /half", until=lambda found: b" 408 " in found)
        assert answer.startswith(b"HTTP/1.1 200")
    assert timedelta() < BUILT_IN.head_whole < timedelta(minutes=1)


def test_a_text_file_of_millions_of_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster.delimited, "LIMITS", replace(LIMITS, rows=100))
    path, line = tmp_path / "roster.csv", "李示例,19900012345,1201\n"
    path.write_text("姓名,电话,房号\n" + line * 99, encoding="utf-8")
    assert delimited_table(path).width == 3
    for more in (line, "\n" * 5, ",,\n"):
        path.write_text("姓名,电话,房号\n" + line * 99 + more, encoding="utf-8")
        with pytest.raises(RosterUnreadable) as refused:
            delimited_table(path)
        assert refused.value.code == "too-many-rows"


async def test_kept_answers_forget_who_is_erased(door: Door, pool: Any) -> None:
    new = {"name": "测试业主甲", "phone": "19900017171"}
    key = {"Idempotency-Key": "an-owner-who-leaves"}
    made = await door.admin.post("/customers", json=new, headers=key)
    assert made.status_code == 201 and "测试业主甲" in made.text
    other = await door.admin.post(
        "/departments", json={"name": "一个部门", "kind": "engineering"}, headers={"Idempotency-Key": "other"}
    )
    async with pool.acquire() as db, db.transaction():
        await erase(db, made.json()["id"], PrivacyPolicy(), datetime.now(UTC))
    again = await door.admin.post("/customers", json=new, headers=key)
    assert (again.status_code, again.content) == (201, b"")
    assert again.headers["idempotency-replayed"] == "true"
    same = await door.admin.post(
        "/departments", json={"name": "一个部门", "kind": "engineering"}, headers={"Idempotency-Key": "other"}
    )
    assert same.json() == other.json()


async def test_what_was_kept_before_is_emptied_too(pool: Any) -> None:
    await pool.execute(
        "INSERT INTO idempotency_keys (key, endpoint, request_hash, claim, status, body)"
        " VALUES ('old', 'test', $1, gen_random_uuid(), 201, $2)",
        "hash",
        "answer",
    )
    await queries.empty_answers(pool, ids=["C99999999"])
    assert await pool.fetchval("SELECT body FROM idempotency_keys WHERE key = 'old'") is None


def test_the_data_directory_is_its_owner_s_alone(tmp_path: Path) -> None:
    home = tmp_path / "above" / "data"
    home.mkdir(parents=True, mode=0o755)
    (home / "sandbox.db").touch(0o644)
    (home / "huifang.log").touch(0o664)
    make_private(home)
    with appending(home / "new.log") as log:
        log.write(b"x")
    assert home.stat().st_mode & 0o777 == 0o700
    assert {path.name: path.stat().st_mode & 0o077 for path in home.iterdir()} == {
        "sandbox.db": 0,
        "huifang.log": 0,
        "new.log": 0,
    }


@pytest.mark.parametrize(
    "password",
    [
        "123456789012", "passwordpassword", "Huifang2026!", "Passw0rd!2345", "qwertyuiop12", "1qaz2wsx3edc",
        "huifanghuifang", "admin123456!", "iloveyou2026!", "20260101120000", "abcabcabcabc", "zhongguo2026!!",
        "woaini1314520", "wang.shili2026",
    ],
)  # fmt: skip
def test_passwords_that_are_tried_first(password: str) -> None:
    assert unfit(password, "wang.shili", SignInPolicy()) in ("common", "like-login")


@pytest.mark.parametrize(
    "password",
    ["correct horse battery staple", "四季常青的白杨与松树林间", "xK9#mQ2$vL7p", "月光下的三只小猫1987"],
)
def test_passwords_that_nobody_tries(password: str) -> None:
    assert unfit(password, "wang.shili", SignInPolicy()) is None


async def test_what_consent_rests_on_is_words(door: Door, archive: Archive) -> None:
    customer = await archive.customer(await archive.person())
    said = {"purpose": "recording", "state": "given", "source": "phone", "evidence": "录音 2026-11-25-0031"}
    body = said | {"by": await archive.person()}
    made = await door.admin.post(f"/customers/{customer}/consents", json=body)
    assert made.status_code == 201, made.text
    website = await program(door, ["customers.read"])
    answer = await website.call("GET", f"/customers/{customer}/consents")
    assert answer.status_code == 200 and "2026-11-25-0031" not in answer.text
    assert answer.json()["said"][0]["evidence"]


async def test_an_account_without_a_person_puts_nobody_on_file(door: Door, problem: Any) -> None:
    person = await door.person("salesperson")
    browser = await door.signed_in(person)
    new = {"name": "测试业主乙", "phone": "19900017172"}
    problem(await browser.call("POST", "/customers", json=new), 403, "not-allowed")


@pytest.mark.parametrize("listing", ["customers", "buildings"])
async def test_half_a_surrogate_pair_in_a_cursor(doorway: Doorway, problem: Any, listing: str) -> None:
    for half in (r"\ud800", r"\udfff"):
        cursor = base64.urlsafe_b64encode(f'["{listing}","{half}"]'.encode()).decode()
        problem(await doorway.http.get(f"/{listing}", params={"cursor": cursor}), 422, "invalid")
    whole = base64.urlsafe_b64encode(f'["{listing}",{json.dumps("C😀")}]'.encode()).decode()
    assert (await doorway.http.get(f"/{listing}", params={"cursor": whole})).status_code == 200


@pytest.mark.parametrize("what", ["calls", "call-progress", "recordings", "receipts", "replies"])
async def test_a_callback_of_brackets(doorway: Doorway, problem: Any, what: str) -> None:
    async with doorway.stranger() as stranger:
        for body in (b"[" * 100_000, b'{"json":' * 50_000):
            answer = await stranger.post(f"/webhooks/aliyun/{ALIYUN_TOKEN}/{what}", content=body)
            problem(answer, 400, "bad-request")

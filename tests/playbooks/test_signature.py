"""The customer signs by a link and a code (P8): once, in time, and nobody else."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import asyncpg
import httpx
import pytest
from structlog.testing import capture_logs
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from activities.messages.notices import NoticeActivities
from activities.playbooks.acceptances import AcceptanceActivities
from api.http.config import ApiConfig
from domain.playbooks.acceptance import SendAcceptance, token_hash
from gateways.sms import SmsGateway
from services.playbooks.acceptance_answers import tell_answers
from store.database import queries
from tests.playbooks.test_complaint import FOUND
from tests.town.api import serving
from tests.town.office import Office, office
from tests.town.patience import LONG, patiently
from tests.town.planted import payloads

DONE = "上门清理并道歉"
LINK = re.compile(r"(https?://\S+/acceptances/(\S+)) 确认，验证码([0-9]{6})，72小时")


@pytest.fixture(scope="module")
async def place(temporal: WorkflowEnvironment, database_url: str) -> AsyncIterator[Office]:
    async with office(temporal, database_url) as place:
        await place.behave("head", "answer_and_press", key="1")
        yield place


@pytest.fixture
async def browser(place: Office) -> AsyncIterator[httpx.AsyncClient]:
    """The customer's phone: no token of ours."""
    async with httpx.AsyncClient(trust_env=False, timeout=LONG) as browser:
        yield browser


async def to_sign(place: Office) -> str:
    """A complaint whose remedy has been carried out."""
    ticket = await place.complaint()
    await place.act(ticket, "file-explanation", by="head", **FOUND)
    await place.act(ticket, "judge-well-founded")
    await done_again(place, ticket)
    return ticket


async def done_again(place: Office, ticket: str) -> None:
    await place.act(ticket, "propose-remedy", by="head", options=["减免保洁费", DONE])
    await place.act(ticket, "approve", by="manager", option=2)
    await place.act(ticket, "carried-out", by="head")


async def texts(place: Office, ticket: str) -> list[str]:
    """What the customer's phone got about the complaint."""
    answer = await place.phones.get("/control/messages")
    about = ticket.partition("-")[2]
    return [
        each["text"]
        for each in answer.raise_for_status().json()["messages"]
        if each["phone"] == place.phone["customer"] and about in each["text"]
    ]


async def linked(place: Office, ticket: str, number: int = 1) -> tuple[str, str, str]:
    """Address, token and code of the link that is sent now, the ticket's `number`th."""
    await place.act(ticket, "send-acceptance")
    async with patiently():
        while len(got := await texts(place, ticket)) < number:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    found = LINK.search(got[-1])
    assert found, got
    return found[1], found[2], found[3]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


async def test_the_customer_accepts(place: Office, browser: httpx.AsyncClient) -> None:
    ticket = await to_sign(place)
    address, token, code = await linked(place, ticket)
    page = await browser.get(address)
    assert page.status_code == 200 and DONE in page.text and ticket.partition("-")[2] in page.text
    assert page.headers["content-language"] == "zh-CN" and 'lang="zh-CN"' in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store" and page.headers["referrer-policy"] == "no-referrer"
    assert "http" not in page.text.replace("http-equiv", "")  # nothing from elsewhere
    assert not re.search(f"测试业主|199000|{place.phone['customer'][-4:]}", page.text)
    english = await browser.get(address, params={"lang": "en"})
    assert "Has the matter been settled?" in english.text and english.headers["content-language"] == "en"
    with capture_logs() as logged:
        thanks = await browser.post(address, data={"answer": "accept", "code": code, "words": "谢谢"})
    assert any(line.get("route") == "/acceptances/{token}" for line in logged)
    assert token not in str(logged) and code not in str(logged)
    assert thanks.status_code == 200 and "已收到您的确认" in thanks.text
    assert (await place.ticket(ticket))["stage"] == "review"
    async with place.pool.acquire() as db:
        event = await db.fetchrow(
            "SELECT c.actor, c.data, x.body, x.author FROM communications c"
            " JOIN ticket_texts x ON x.id = c.text_id WHERE c.ticket_id = $1 AND c.kind = 'customer_accepts'",
            ticket,
        )
    assert event["actor"] == event["author"] == "customer" and event["data"]["how"] == "link"
    assert event["body"]["words"] == "谢谢" and event["body"]["shown"] == DONE
    again = await browser.post(address, data={"answer": "refuse", "code": code})
    assert again.status_code == 410 and "您已确认认可" in again.text
    assert (await browser.get(address)).status_code == 410
    assert (await place.ticket(ticket))["stage"] == "review"
    await nowhere(place, ticket, token, code)


async def nowhere(place: Office, ticket: str, token: str, code: str) -> None:
    """Neither token nor code is anywhere but in the customer's text."""
    history = await place.env.client.get_workflow_handle(ticket).fetch_history()
    # What is written is sealed: it is searched as whoever has the keys would read it.
    codec = place.env.client.data_converter.payload_codec
    for payload in (each for event in history.events for each in payloads(event)):
        [plain] = await codec.decode([payload])
        payload.CopyFrom(plain)
    written = b"".join(event.SerializeToString() for event in history.events)
    assert b"customer_accepts" in written  # so what is searched is what was written
    assert token.encode() not in written and f'"{code}"'.encode() not in written
    async with place.pool.acquire() as db:
        tables = [
            row[0] for row in await db.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        for table in tables:
            rows = await db.fetch(f"SELECT * FROM {table}")
            assert not any(token in str(tuple(row)) for row in rows), table
        [kept] = await db.fetch(
            "SELECT text FROM messages WHERE ticket_id = $1 AND template = 'sms-complaint-accept'", ticket
        )
    assert "******" in kept["text"] and code not in kept["text"]


async def test_the_customer_refuses_and_signs_for_the_next_remedy(
    place: Office, browser: httpx.AsyncClient
) -> None:
    ticket = await to_sign(place)
    address, _, code = await linked(place, ticket)
    answer = await browser.post(address, data={"answer": "refuse", "code": code, "words": "仍有灰尘"})
    assert answer.status_code == 200 and "我们会继续处理" in answer.text
    assert (await place.ticket(ticket))["stage"] == "options"
    await done_again(place, ticket)
    assert (await browser.get(address)).status_code == 410
    address, _, code = await linked(place, ticket, 2)
    assert (await browser.post(address, data={"answer": "accept", "code": code})).status_code == 200
    assert (await place.ticket(ticket))["stage"] == "review"


async def test_five_wrong_codes_and_the_link_is_void(place: Office, browser: httpx.AsyncClient) -> None:
    ticket = await to_sign(place)
    address, _, code = await linked(place, ticket)
    unread = await browser.post(address, data={"answer": "accept", "code": "12345"})
    assert unread.status_code == 422 and "6位数字验证码" in unread.text
    for left in (4, 3, 2, 1):
        answer = await browser.post(address, data={"answer": "accept", "code": wrong(code), "words": "多谢"})
        assert answer.status_code == 422 and f"还可以再试{left}次" in answer.text
        assert "多谢" in answer.text and "checked" in answer.text
    last = await browser.post(address, data={"answer": "accept", "code": wrong(code)})
    assert last.status_code == 410 and "输错次数过多" in last.text
    right = await browser.post(address, data={"answer": "accept", "code": code})
    assert right.status_code == 410
    assert (await place.ticket(ticket))["stage"] == "accepting"
    assert "acceptance_locked" in await place.timeline(ticket)


async def test_a_code_as_people_type_it(place: Office, browser: httpx.AsyncClient) -> None:
    ticket = await to_sign(place)
    address, _, code = await linked(place, ticket)
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in code)
    typed = f" {full_width[:3]} {full_width[3:]} "
    assert (await browser.post(address, data={"answer": "accept", "code": typed})).status_code == 200


async def test_an_expired_link(place: Office, browser: httpx.AsyncClient) -> None:
    ticket = await to_sign(place)
    address, token, code = await linked(place, ticket)
    async with place.pool.acquire() as db:
        left = await db.fetchval(
            "SELECT expires_at - now() FROM acceptances WHERE token_hash = $1", token_hash(token)
        )
        assert timedelta(hours=71) < left <= timedelta(hours=72)
        await db.execute(
            "UPDATE acceptances SET expires_at = now() - interval '1 second' WHERE token_hash = $1",
            token_hash(token),
        )
    assert (await browser.get(address)).status_code == 410
    late = await browser.post(address, data={"answer": "accept", "code": code})
    assert late.status_code == 410 and "已过期" in late.text


async def test_a_new_link_makes_the_old_one_void(place: Office, browser: httpx.AsyncClient) -> None:
    ticket = await to_sign(place)
    first, _, old_code = await linked(place, ticket)
    second, _, code = await linked(place, ticket, 2)
    assert first != second
    void = await browser.post(first, data={"answer": "accept", "code": old_code})
    assert void.status_code == 410 and "最近一条短信" in void.text
    mixed = await browser.post(second, data={"answer": "accept", "code": wrong(code)})
    assert mixed.status_code == 422
    assert (await browser.post(second, data={"answer": "accept", "code": code})).status_code == 200


async def test_guessed_tokens_and_unreadable_answers(place: Office, browser: httpx.AsyncClient) -> None:
    base = str(place.http.base_url).rstrip("/")
    for token in ("x", "A" * 22, "%00", "a'b", "é"):
        page = await browser.get(f"{base}/acceptances/{token}")
        assert page.status_code == 404 and "链接无效" in page.text
    answer = await browser.post(f"{base}/acceptances/guess", data={"answer": "accept", "code": "123456"})
    assert answer.status_code == 404
    for body in ({}, {"answer": "perhaps", "code": "123456"}, {"answer": "accept", "code": "1" * 41}):
        page = await browser.post(f"{base}/acceptances/guess", data=body)
        assert page.status_code == 422 and "无法读取" in page.text
        assert page.headers["content-type"].startswith("text/html")
    assert (await browser.get(f"{base}/tickets")).status_code == 401  # the rest stays closed


async def test_a_database_that_is_away_is_told_on_the_page(place: Office, browser: httpx.AsyncClient) -> None:
    async with asyncpg.create_pool("postgresql://nobody@127.0.0.1:9/none", min_size=0) as nowhere:
        config = ApiConfig(nowhere, place.env.client, "test-token")
        async with serving(config) as address:
            page = await browser.post(f"{address}/acceptances/x", data={"answer": "accept", "code": "123456"})
    assert page.status_code == 503 and "暂时无法提交" in page.text


async def test_signed_on_paper_meanwhile(place: Office, browser: httpx.AsyncClient) -> None:
    ticket = await to_sign(place)
    address, _, code = await linked(place, ticket)
    await place.signed_on_paper(ticket)
    page = await browser.get(address)
    assert page.status_code == 410
    assert (await browser.post(address, data={"answer": "refuse", "code": code})).status_code == 410
    assert (await place.ticket(ticket))["stage"] == "review"


async def test_only_while_the_signature_is_waited_for(place: Office) -> None:
    ticket = await place.complaint()
    answer = await place.act(ticket, "send-acceptance", status=409)
    assert answer["type"].endswith("not-its-turn")
    refused = await to_sign(place)
    answer = await place.act(refused, "send-acceptance", by="head", status=403)
    assert answer["type"].endswith("not-your-part")


@pytest.fixture
async def without_engine(place: Office) -> AsyncIterator[str]:
    """The same office's API, from which Temporal cannot be reached."""
    nobody = await Client.connect("127.0.0.1:9", lazy=True)
    config = ApiConfig(place.pool, nobody, "test-token", backend_timeout=timedelta(seconds=2))
    async with serving(config) as address:
        yield address


async def test_an_answer_given_while_the_engine_was_away_is_told_later(
    place: Office, browser: httpx.AsyncClient, without_engine: str
) -> None:
    ticket = await to_sign(place)
    _, token, code = await linked(place, ticket)
    thanks = await browser.post(
        f"{without_engine}/acceptances/{token}", data={"answer": "accept", "code": code}
    )
    assert thanks.status_code == 200 and "已收到您的确认" in thanks.text
    assert (await place.ticket(ticket))["stage"] == "accepting"
    assert await tell_answers(place.pool, place.env.client, timedelta(0), 10) == 1
    assert (await place.ticket(ticket))["stage"] == "review"
    assert await tell_answers(place.pool, place.env.client, timedelta(0), 10) == 0
    assert (await place.timeline(ticket)).count("customer_accepts") == 1


async def test_an_answer_that_comes_too_late_is_not_lost(
    place: Office, browser: httpx.AsyncClient, without_engine: str
) -> None:
    ticket = await to_sign(place)
    _, token, code = await linked(place, ticket)
    answer = {"answer": "refuse", "code": code, "words": "仍有灰尘"}
    await browser.post(f"{without_engine}/acceptances/{token}", data=answer)
    await place.signed_on_paper(ticket)
    await tell_answers(place.pool, place.env.client, timedelta(0), 10)
    assert (await place.ticket(ticket))["stage"] == "review"
    assert "customer_refuses_too_late" in await place.timeline(ticket)
    async with place.pool.acquire() as db:
        taken = await db.fetchval("SELECT taken FROM acceptances WHERE token_hash = $1", token_hash(token))
    assert taken is False


async def test_of_two_answers_at_the_same_moment_one_counts(
    place: Office, browser: httpx.AsyncClient
) -> None:
    ticket = await to_sign(place)
    address, _, code = await linked(place, ticket)
    answers = await asyncio.gather(
        *(
            browser.post(address, data={"answer": each, "code": code})
            for each in ("accept", "refuse", "accept")
        )
    )
    assert sorted(each.status_code for each in answers) == [200, 410, 410]
    kinds = await place.timeline(ticket)
    assert kinds.count("customer_accepts") + kinds.count("customer_refuses") == 1


@pytest.mark.parametrize("trouble", ["throttle", "drop_after_accept"])
async def test_one_text_whose_code_is_right_whatever_the_provider_does(
    place: Office, browser: httpx.AsyncClient, trouble: str
) -> None:
    ticket = await to_sign(place)
    order = {"phone": place.phone["customer"], "mode": trouble, "times": 1}
    (await place.phones.post("/control/behaviours", json=order)).raise_for_status()
    address, _, code = await linked(place, ticket)
    assert (await browser.post(address, data={"answer": "accept", "code": code})).status_code == 200
    async with patiently():  # until the provider has been asked what became of it
        while not (kept := await place.events(ticket, "notice_sent")):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert len(kept) == 1 and len(await texts(place, ticket)) == 1


async def test_nothing_goes_to_a_number_that_was_changed_after_the_link_was_asked_for(place: Office) -> None:
    """Let through while the number was the customer's, it would go to whoever changed it."""
    ticket = await to_sign(place)
    nobody = cast(SmsGateway, SimpleNamespace(name="sandbox"))  # whoever sends by it fails
    activities = AcceptanceActivities(
        NoticeActivities(place.pool, nobody, "示例装饰", "https://x"), "https://x"
    )
    order = SendAcceptance(ticket, "raced", place.customer, datetime.now(UTC))
    async with place.pool.acquire() as db:
        await queries.change_number(db, id=place.customer, phone="+8619900079997")
    try:
        assert (await activities.send_acceptance(order)).outcome == "no_longer"
        async with place.pool.acquire() as db:
            assert await db.fetchval("SELECT count(*) FROM acceptances WHERE ticket_id = $1", ticket) == 0
    finally:
        async with place.pool.acquire() as db:
            await queries.change_number(db, id=place.customer, phone=place.phone["customer"])
            await db.execute("DELETE FROM number_history")

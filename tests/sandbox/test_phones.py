"""The page with the phone's inbox."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from sandbox.app import create_app
from sandbox.phones import segments
from tests.town.patience import LONG
from tests.town.serving import SECRET, serving

PHONE = "+8619900033001"


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(None, SECRET, delay=0.0)
    async with (
        serving(app) as url,
        httpx.AsyncClient(base_url=url, trust_env=False, follow_redirects=True, timeout=LONG) as http,
    ):
        yield http


async def text(http: httpx.AsyncClient, words: str, phone: str = PHONE) -> None:
    body = {"reference": words[:90], "phone": phone, "text": words, "signature": "示例装饰"}
    answer = await http.post("/v1/sms", json=body, headers={"Authorization": f"Bearer {SECRET}"})
    assert answer.status_code == 200


def rows(page: httpx.Response) -> str:
    return re.sub(r"\s+", " ", page.text.partition('<ol id="texts"')[2].partition("</ol>")[0])


async def test_an_empty_inbox_in_both_languages(http: httpx.AsyncClient) -> None:
    assert "还没有短信" in (await http.get("/")).text
    english = (await http.get("/?lang=en")).text
    assert "No messages yet" in english and '<html lang="en">' in english
    assert '<html lang="zh-CN">' in (await http.get("/?lang=xx")).text


async def test_a_text_shows_what_it_costs_and_where_it_stands(http: httpx.AsyncClient) -> None:
    await text(http, "【示例装饰】" + "好" * 64)
    await text(http, "【示例装饰】" + "长" * 65)
    await http.post("/control/behaviours", json={"mode": "fail_delivery"})
    await text(http, "【示例装饰】丢了")
    shown = rows(await http.get("/"))
    assert '· 1 条 · <span class="delivered">已送达' in shown and "· 2 条 ·" in shown and "未送达" in shown
    english = rows(await http.get("/?lang=en"))
    assert "1 segment ·" in english and "2 segments ·" in english and "Not delivered" in english


async def test_a_reply_from_the_page(http: httpx.AsyncClient) -> None:
    await text(http, "【示例装饰】您好")
    await text(http, "【示例装饰】别人的", "+8619900033002")
    inbox = (await http.get("/")).text
    links = re.findall(r'href="(/phones/\w+)"', inbox)
    [thread] = [link for link in links if "您好" in rows(await http.get(link))]
    answered = await http.post(f"{thread}/replies", data={"text": "<b>退订</b>", "lang": "zh-CN"},
                               headers={"Origin": str(http.base_url).rstrip("/")})  # fmt: skip
    assert answered.url.path == thread and "&lt;b&gt;退订&lt;/b&gt;" in rows(answered)
    replies = (await http.get("/control/messages")).json()["replies"]
    assert [(row["phone"], row["text"]) for row in replies] == [(PHONE, "<b>退订</b>")]
    assert "199 0003 3001" in inbox and PHONE not in thread


async def test_no_such_phone(http: httpx.AsyncClient) -> None:
    assert (await http.get("/phones/0123")).status_code == 404
    assert (await http.post("/phones/0123/replies", data={"text": "R"})).status_code == 404


async def test_the_page_needs_nothing_from_elsewhere(http: httpx.AsyncClient) -> None:
    page = await http.get("/")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    for path in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text):
        assert (await http.get(path)).status_code == 200
    assert "://" not in page.text


@pytest.mark.parametrize(("units", "billed"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_segments(units: int, billed: int) -> None:
    assert segments("字" * units) == billed


def test_a_character_outside_the_basic_plane_counts_twice() -> None:
    assert segments("字" * 69 + "𠮷") == 2

"""The API's page: complete without internet, and asking nobody else."""

import re
from typing import Any

import httpx
import pytest

from tests.town.patience import LONG

_REFERENCES = re.compile(r'(?:src|href)="([^"]+)"')


async def _opened(api: Any, path: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(
        base_url=api.url, headers=headers, trust_env=False, timeout=LONG
    ) as stranger:
        return await stranger.get(path)


async def test_everything_the_page_needs_comes_from_here(api: Any) -> None:
    page = await _opened(api, "/docs")
    needed = _REFERENCES.findall(page.text)
    assert len(needed) == 5, "the document, an icon, a style sheet and two scripts"
    for address in needed:
        assert ":" not in address and not address.startswith("/"), address
        answer = await _opened(api, f"/{address}")
        assert answer.status_code == 200 and len(answer.content) > 100, address
        assert answer.headers["content-type"].partition(";")[0] in (
            "text/javascript", "application/javascript", "text/css", "image/svg+xml", "application/json",
        )  # fmt: skip
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "://" not in policy
    # The version that reads the document's own version of OpenAPI.
    bundle = (await _opened(api, "/docs/swagger-ui-bundle.js")).text
    assert 'PACKAGE_VERSION:"5.' in bundle
    assert (await _opened(api, "/openapi.json")).json()["openapi"].startswith("3.1")


@pytest.mark.parametrize(("asked", "title"), [("zh-CN", "Huifang 回访 · 接口文档"), ("en", "Huifang · API")])
async def test_the_page_has_our_title_in_the_callers_language(api: Any, asked: str, title: str) -> None:
    page = await _opened(api, "/docs", **{"Accept-Language": asked})
    assert f"<title>{title}</title>" in page.text and f'<html lang="{asked}">' in page.text
    assert page.headers["content-language"] == asked


async def test_nothing_else_is_served_below_it(api: Any) -> None:
    for path in ("/docs/redoc.standalone.js", "/docs/../app.py", "/docs/%2e%2e%2fapp.py", "/redoc"):
        assert (await _opened(api, path)).status_code in (401, 404), path

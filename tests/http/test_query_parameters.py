"""A misspelt query parameter is said, not ignored."""

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("path", "unknown"),
    [
        ("/tickets?buildng=B000001", ["buildng"]),
        ("/tickets?stage=waiting&Limit=2&page=2", ["Limit", "page"]),
        ("/messages?status=failed", ["status"]),
        ("/staff?dept=D000001", ["dept"]),
        ("/buildings?q=%00", ["q"]),
    ],
)
async def test_unknown_parameters_are_named(api: Any, problem: Any, path: str, unknown: list[str]) -> None:
    errors = problem(await api.http.get(path), 422, "invalid")["errors"]
    assert [(error["location"], error["pointer"]) for error in errors] == [
        ("query", name) for name in unknown
    ]
    assert all("limit, cursor" in error["action"] for error in errors)


async def test_where_there_are_none(api: Any, problem: Any) -> None:
    answer = await api.http.get("/buildings/B000001?expand=owners", headers={"Accept-Language": "zh-CN"})
    (error,) = problem(answer, 422, "invalid")["errors"]
    assert error["action"] == "该地址没有查询参数，请去掉此项。"
    count = len((await api.http.get("/buildings?limit=200")).json()["items"])
    problem(await api.http.post("/buildings?dry_run=true", json={"name": "测试花园"}), 422, "invalid")
    assert len((await api.http.get("/buildings?limit=200")).json()["items"]) == count


async def test_known_parameters_and_the_next_page_pass(api: Any) -> None:
    await api.building(), await api.building()
    first = (await api.http.get("/buildings?limit=1")).raise_for_status().json()
    assert (await api.http.get(first["next"])).status_code == 200

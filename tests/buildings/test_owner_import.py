"""A roster as it really comes: imported, explained, handed back with its problems."""

import csv
import itertools
import re
import uuid
from typing import Any

_numbers = itertools.count(19900090000)


def roster(*extra: str) -> bytes:
    """Two owners, the same line twice, and a number that is too short."""
    first, second = next(_numbers), next(_numbers)
    lines = [
        "云湖国际3期业主名单,,,",
        "姓名,联系电话,房号,交房日期",
        f"李示例,{first},1栋1单元1201,2027年1月15日",
        f"王示例,+86 {str(second)[:3]}-{str(second)[3:7]}-{str(second)[7:]},1栋1单元1202,2027/1/15",
        f"李示例,{first},1栋1单元1201,2027年1月15日",
        "赵示例,1990000,1栋1单元1203,待定",
        *extra,
    ]
    return "\n".join(lines).encode("gb18030")


async def send(api: Any, building: str, content: bytes, name: str = "业主名单.csv", **headers: str) -> Any:
    return await api.http.post(
        f"/buildings/{building}/owners:import", files={"file": (name, content)}, headers=headers
    )


async def test_every_row_is_accounted_for(api: Any) -> None:
    building = await api.building()
    answer = await send(api, building, roster())
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["counts"] == body["counts"] | {"accepted": 2, "merged": 1, "rejected": 1}
    assert body["summary"] and body["enrolment_started"] is False
    (rejected,) = [problem for problem in body["problems"] if problem["verdict"] == "rejected"]
    assert rejected["row"] == 6 and rejected["column"] == "联系电话"
    assert rejected["problem"] and rejected["action"]
    owners = (await api.http.get(f"/buildings/{building}/owners")).json()["items"]
    assert sorted(owner["name"] for owner in owners) == ["李示例", "王示例"]


async def test_the_report_has_the_rows_with_problems_and_nobody_to_call(api: Any, problem: Any) -> None:
    building = await api.building()
    imported = (await send(api, building, roster(), **{"Accept-Language": "zh-CN"})).json()
    report = await api.http.get(imported["report"])
    assert report.status_code == 200 and report.headers["content-type"].startswith("text/csv")
    disposition = report.headers["content-disposition"]
    assert disposition.startswith("attachment;") and "filename*=UTF-8''" in disposition
    assert "%E4%B8%9A%E4%B8%BB" in disposition and ".csv" in disposition
    heading, *rows = csv.reader(report.content.decode("utf-8-sig").splitlines())
    assert heading == ["行号", "姓名", "联系电话", "房号", "交房日期", "导入结果", "问题与处理办法"]
    assert rows[-1][:6] == ["6", "赵*", "****00", "1栋1单元1203", "待定", "未导入"]
    assert rows[-1][6].startswith("联系电话：号码位数不够")
    assert not re.search(r"\d{7}|示例", str([row[:6] for row in rows]))
    problem(await api.http.get("/imports/I99999999/report"), 404, "no-such-import")


async def test_the_same_file_again_changes_nothing(api: Any) -> None:
    building, content = await api.building(), roster()
    key = {"Idempotency-Key": uuid.uuid4().hex}
    first = await send(api, building, content, **key)
    # Repeated by a client that did not hear the answer: another multipart boundary, the same file.
    again = await send(api, building, content, **key)
    assert again.headers["idempotency-replayed"] == "true" and again.json() == first.json()
    before = (await api.http.get(f"/buildings/{building}/owners")).json()
    anew = await send(api, building, content)
    assert anew.status_code == 200
    assert (await api.http.get(f"/buildings/{building}/owners")).json() == before


async def test_another_file_under_the_same_key_is_refused(api: Any, problem: Any) -> None:
    building, key = await api.building(), {"Idempotency-Key": uuid.uuid4().hex}
    assert (await send(api, building, roster(), **key)).status_code == 200
    problem(await send(api, building, roster(), **key), 422, "key-reused")


async def test_owners_imported_later_are_enrolled(api: Any) -> None:
    building, _ = await api.enrolled()
    assert (await send(api, building, roster())).json()["enrolment_started"] is True
    await api.until(
        f"/buildings/{building}/pre-handover", lambda answer: answer.json()["tickets"] == {"waiting": 3}
    )


async def test_files_that_are_no_rosters(api: Any, problem: Any) -> None:
    building = await api.building()
    for content in (b"", b"hello", b"\x00\x01\x02" * 100, "甲,乙\n1,2\n".encode()):
        for name in ("x.csv", "x.xlsx", "x.pdf", "x"):
            body = problem(await send(api, building, content, name), 422, "roster-unreadable")
            assert body["detail"]
    problem(await send(api, building, b"x" * 1_100_000), 413, "too-large")
    problem(await send(api, "B999999", roster()), 404, "no-such-building")
    path = f"/buildings/{building}/owners:import"
    missing = problem(await api.http.post(path, data={"other": "x"}), 422, "invalid")
    assert missing["errors"][0]["pointer"] == "#/file"
    cancelled = await api.building()
    await api.http.patch(f"/buildings/{cancelled}", json={"status": "cancelled"})
    problem(await send(api, cancelled, roster()), 409, "building-cancelled")


async def test_handover_dates_of_the_roster_that_are_not_the_buildings_are_told(api: Any) -> None:
    answer = await api.http.post("/buildings", json={"name": "示例花园", "handover_date": "2027-02-20"})
    building = answer.json()["id"]
    imported = (await send(api, building, roster(), **{"Accept-Language": "zh-CN"})).json()
    assert "2 行的交房日期与楼盘的不同" in imported["summary"]
    told = [(each["row"], each["column"]) for each in imported["problems"] if "日期与楼盘" in each["problem"]]
    assert told == [(3, "交房日期"), (4, "交房日期")]
    assert imported["problems"][0]["verdict"] == "rejected"
    report = (await api.http.get(imported["report"])).content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in report[1:]] == ["3", "4", "5", "6"]
    assert "短信按楼盘的日期发送" in report[1] and "日期与楼盘" not in report[4]
    await api.http.patch(f"/buildings/{building}", json={"handover_date": "2027-01-15"})
    assert (
        "日期" not in (await send(api, building, roster(), **{"Accept-Language": "zh-CN"})).json()["summary"]
    )

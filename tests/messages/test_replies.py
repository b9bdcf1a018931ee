"""What owners text back is a list that somebody works through."""

import uuid
from typing import Any

import httpx
import pytest

from store.database import queries
from tests.messages.test_webhooks import reply, signed
from tests.town.patience import LONG


async def _written_to(api: Any, ownership: str, customer: str, phone: str) -> None:
    """A text of the owner's ticket is on record, so that what comes back belongs to it."""
    async with api.pool.acquire() as db:
        await queries.queue_message(
            db, dedupe_key=uuid.uuid4().hex, reference=uuid.uuid4().hex, customer_id=customer,
            ticket_id=f"pre-handover-{ownership}", step="show-flat", template="pre-handover-show-flat",
            phone=phone, text="…", segments=1, provider="sandbox",
        )  # fmt: skip


@pytest.fixture
async def answered(api: Any) -> tuple[str, list[tuple[str, str, str]]]:
    """A building whose three owners texted back: one to sign up, one to come, one to be left alone."""
    building, owners = await api.enrolled(owners=3)
    async with httpx.AsyncClient(base_url=api.url, trust_env=False, timeout=LONG) as provider:
        for owner, words in zip(owners, ("报名", "到访", "退订"), strict=True):
            await _written_to(api, *owner)
            answer = await provider.post("/webhooks/sandbox", **signed([reply(owner[2], words)]))
            assert answer.json() == {"taken": 1}
    return building, owners


async def _listed(api: Any, building: str, **filters: Any) -> list[dict[str, Any]]:
    answer = await api.http.get("/replies", params={"building": building, **filters})
    items: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
    return items


async def test_replies_are_listed_until_somebody_has_seen_to_them(api: Any, answered: Any) -> None:
    building, [(ownership, customer, phone), *_] = answered
    everything = await _listed(api, building)
    assert [(each["text"], each["opt_out"], each["handled"]) for each in everything] == [
        ("报名", False, False), ("到访", False, False), ("退订", True, True),
    ]  # fmt: skip
    first = everything[0]
    assert first["ticket_id"] == f"pre-handover-{ownership}" and first["customer_id"] == customer
    assert first["owner"] == "测试业主" and first["phone"] == f"{phone[3:6]}****{phone[-4:]}"
    assert phone[3:] not in str(everything)
    assert await _listed(api, await api.building()) == []

    progress = f"/buildings/{building}/pre-handover"
    assert (await api.http.get(progress)).json()["replies"] == {"all": 3, "waiting": 2}
    done = {"author": "客服一组", "note": "已约周六上午"}
    shown = (await api.http.post(f"/replies/{first['id']}:handled", json=done)).raise_for_status().json()
    assert shown["handled"] and (shown["handled_by"], shown["note"]) == ("客服一组", "已约周六上午")
    assert [each["text"] for each in await _listed(api, building, handled="false")] == ["到访"]
    assert [each["text"] for each in await _listed(api, building, handled="true")] == ["报名", "退订"]
    assert (await api.http.get(progress)).json()["replies"] == {"all": 3, "waiting": 1}


async def test_who_saw_to_it_first_stays(api: Any, answered: Any) -> None:
    building, [(ownership, *_), *_] = answered
    path = f"/replies/{(await _listed(api, building))[0]['id']}:handled"
    for author in ("客服一组", "客服二组"):
        answer = await api.http.post(path, json={"author": author})
        assert answer.status_code == 200 and answer.json()["handled_by"] == "客服一组"
    timeline = await api.http.get(
        f"/tickets/pre-handover-{ownership}/timeline", headers={"Accept-Language": "zh-CN"}
    )
    told = [event["text"] for event in timeline.json()["items"] if event["kind"] == "reply_handled"]
    assert told == ["业主回复已处理"]


async def test_pages_moments_and_what_is_no_reply(api: Any, answered: Any, problem: Any) -> None:
    building, _ = answered
    page = (await api.http.get("/replies", params={"building": building, "limit": 2})).json()
    assert len(page["items"]) == 2
    rest = (await api.http.get(page["next"])).json()
    assert [each["text"] for each in rest["items"]] == ["退订"] and rest["next"] is None
    assert len(await _listed(api, building, since="2026-11-24T00:00:00+08:00")) == 3
    assert await _listed(api, building, since="2099-01-01T00:00:00+08:00") == []
    problem(await api.http.get("/replies?handled=perhaps"), 422, "invalid")
    problem(await api.http.post("/replies/999999999:handled", json={}), 404, "no-such-reply")
    ticket = f"/tickets/pre-handover-{answered[1][0][0]}"
    note = (await api.http.post(f"{ticket}/notes", json={"text": "备注"})).json()
    problem(await api.http.post(f"/replies/{note['id']}:handled", json={}), 404, "no-such-reply")

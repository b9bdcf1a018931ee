"""A database of an earlier release comes up with its data, sealed (P23)."""

import asyncio
import json
from pathlib import Path
from typing import Any

import asyncpg

from store.database import connect, queries
from store.keys import open_keyring
from store.locked_columns import KEPT_ANSWER
from store.migrate import migrate
from store.timeline import actor_of, data_of
from tests.town.keys import MASTERS
from vault.locked import opened_at

_NUMBER, _OTHER, _STAFF = "+8619900091001", "+8619900091002", "+8619900091003"
_CLEAR = (
    "李示例",
    "示例",
    "19900091",
    "1栋",
    "1201A",
    "朝南",
    "漏水",
    "录音",
    "退订",
    "王员工",
    "客服一组",
    "名单",
)
_FILLED = Path(__file__).with_name("earlier_release.sql").read_text("utf-8")


async def test_what_stood_in_clear_is_sealed_and_reads_as_before(empty: str) -> None:
    await asyncio.to_thread(migrate, empty, MASTERS, "0012")
    plain = await asyncpg.connect(empty)
    await plain.execute(_FILLED)
    await asyncio.to_thread(migrate, empty, MASTERS)
    await plain.reload_schema_state()
    await _nothing_in_clear(plain)
    await plain.close()
    pool = await connect(empty, await open_keyring(empty, MASTERS), size=2)
    async with pool.acquire() as db:
        await _as_before(db)
        await _still_told_apart(db)
    await pool.close()


async def _nothing_in_clear(db: Any) -> None:
    tables = await db.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    assert len(tables) > 15
    for (table,) in tables:
        for row in await db.fetch(f"SELECT * FROM {table}"):
            written = b"".join(v if isinstance(v, bytes) else str(v).encode() for v in _flat(row.values()))
            assert not [clear for clear in _CLEAR if clear.encode() in written], table


def _flat(values: Any) -> list[Any]:
    return [each for v in values for each in (v if isinstance(v, list) else [v])]


async def _as_before(db: Any) -> None:
    customers = await db.fetch("SELECT name, phone, other_phones FROM customers ORDER BY id")
    assert [tuple(row) for row in customers] == [
        ("李示例", _NUMBER, [_OTHER, "+8619900091009"]),
        ("Li Shi", _OTHER, []),
        ("li shi", _OTHER, []),
    ]
    flats = await db.fetch("SELECT block, unit, room, note, roster_phone FROM ownerships ORDER BY id")
    assert [tuple(row) for row in flats] == [
        ("1栋", "", "1201A", "朝南", _NUMBER),
        ("1栋", "", "1201a", None, None),
    ]
    assert await db.fetchval("SELECT phone FROM opt_outs") == _NUMBER
    assert tuple(await db.fetchrow("SELECT name, phone FROM staff")) == ("王员工", _STAFF)
    assert tuple(await db.fetchrow("SELECT phone, text FROM messages")) == (_NUMBER, "李示例您好")
    call = await db.fetchrow("SELECT staff_name, phone, customer_phone, text, recording_url FROM calls")
    assert tuple(call) == ("王员工", _STAFF, None, "漏水", "https://录音")
    assert await db.fetchval("SELECT body FROM ticket_texts") == {"what": "漏水"}
    events = [row async for row in queries.timeline(db, ticket_id="pre-handover-O00000001")]
    assert [(row["kind"], actor_of(row), data_of(row)) for row in events] == [
        ("note", "客服一组", {"text": "漏水"}),
        ("reply", "customer", {"text": "退订"}),
        ("reply_handled", "客服一组", {"reply": 2}),
        ("call_ended", "provider", {"staff": "S00000001", "who": "王员工", "key": None}),
        ("cancel_requested", "staff", {"reason": "漏水"}),
        ("hand_on", "S00000001", {"to": "S00000001"}),
    ]
    assert await db.fetchval("SELECT event FROM provider_events") == {"text": "退订"}
    kept = dict(await db.fetchrow("SELECT endpoint, key, request_hash, body FROM idempotency_keys"))
    body = opened_at(kept["body"], KEPT_ANSWER.of(kept))
    assert kept["request_hash"] == "a1b2" and json.loads(body) == {"name": "王员工"}
    imported = await db.fetchrow("SELECT file_name, report_name, report FROM roster_imports")
    assert tuple(imported) == ("名单.csv", "名单.csv", "李示例".encode())


async def _still_told_apart(db: Any) -> None:
    """Found by what they are called, and two of one name and number are still one."""
    same = await queries.add_customer(db, name="李示例", phone=_NUMBER, other_phones=[])
    assert same == "C00000001"
    assert [row["id"] async for row in queries.customers_of_phone(db, phone=_NUMBER)] == ["C00000001"]
    await queries.change_number(db, id="C00000001", phone="+8619900091004")
    assert (
        await db.fetchval("SELECT source FROM opt_outs WHERE idx(phone) = idx($1)", "+8619900091004")
        == "followed"
    )

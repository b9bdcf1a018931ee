"""Customers with everything that the company may come to know of one, all of it planted to be found again."""

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.privacy.personal_data import REGISTER
from store.database import queries
from tests.town.office import Office
from vault.values import Hidden

_numbers = itertools.count(19900085000)
OLD = datetime.now(UTC) - timedelta(days=9 * 365)


class Person:
    """A customer by id, with the words that stand for them anywhere."""

    def __init__(self, id_: str, ownership: str, name: str, phones: list[str], room: str, words: str) -> None:
        self.id, self.ownership, self.name, self.phones, self.room = id_, ownership, name, phones, room
        self.words = words

    @property
    def planted(self) -> list[str]:
        """What must be nowhere once the person is erased."""
        return [self.name, *(phone.removeprefix("+86") for phone in self.phones), self.room, self.words]


async def person(place: Office) -> Person:
    """A new customer with two numbers, a flat, and a closed ticket: text, call, reply, consent."""
    no = next(_numbers)
    name, words, room = f"示例人{no}", f"说过的话{no}", f"室{no}"
    phones = [f"+86{no}", f"+86{next(_numbers)}"]
    async with place.pool.acquire() as db:
        building = await queries.add_building(db, name="隐私花园", handover_date=None)
        id_ = await queries.add_customer(db, name=name, phone=phones[0], other_phones=phones[1:])
        owned = await queries.add_ownership(
            db, building_id=building["id"], customer_id=id_, block="9栋", unit="9单元", room=room, area=None,
            roster_date=None, note=words,
        )  # fmt: skip
        ticket = f"pre-handover-{owned['id']}"
        await db.execute(
            "INSERT INTO tickets (id, kind, stage, customer_id, ownership_id, version, opened_at, updated_at)"
            " VALUES ($1, 'PreHandover', 'closed', $2, $3, 1, now(), now())",
            ticket, id_, owned["id"],
        )  # fmt: skip
        await db.execute(
            "INSERT INTO messages (dedupe_key, reference, ticket_id, customer_id, step, purpose, template,"
            " phone, text, segments, state, provider) VALUES ($1, $1, $2, $3, 'visit', 'marketing', 'x',"
            " $4, $5, 1, 'delivered', 'sandbox')",
            f"planted/{id_}", ticket, id_, phones[0], Hidden(f"{name}您好：{words}"),
        )  # fmt: skip
        await db.execute(
            "INSERT INTO calls (ticket_id, key, reference, kind, staff_id, customer_id, customer_phone, text,"
            " state, provider, outcome, recording_url, ended_at) VALUES ($1, 'k', $2, 'bridge', $3, $4, $5,"
            " $6, 'ended', 'sandbox', 'answered', $7, now())",
            ticket, f"c{id_}", place.staff["agent"], id_, phones[0], Hidden(words),
            Hidden(f"https://recordings.example/{no}"),
        )  # fmt: skip
        await db.execute(
            "INSERT INTO communications (ticket_id, customer_id, kind, at, actor, words)"
            " VALUES ($1, $2, 'reply', now(), 'customer', $3)",
            ticket, id_, {"text": words},
        )  # fmt: skip
        await queries.add_text(db, ticket_id=ticket, kind="note", body={"what": words}, author="S1")
    await place.post(
        f"/customers/{id_}/consents",
        {
            "purpose": "recording",
            "state": "given",
            "source": "phone",
            "evidence": words,
            "by": place.staff["agent"],
        },
        201,
    )
    return Person(id_, owned["id"], name, phones, room, words)


async def repaired(place: Office, who: Person, closed_at: datetime | None = None) -> str:
    """A repair that is closed, with what was said."""
    async with place.pool.acquire() as db:
        ticket = f"repair-X{who.id}"
        await db.execute(
            "INSERT INTO tickets (id, kind, stage, customer_id, version, opened_at, updated_at)"
            " VALUES ($1, 'Repair', 'closed', $2, 1, now(), $3)",
            ticket, who.id, closed_at or datetime.now(UTC),
        )  # fmt: skip
        await queries.add_text(
            db, ticket_id=ticket, kind="report", body={"what": f"漏水 {who.words}"}, author="S1"
        )
    return ticket


async def everything(place: Office, but: tuple[str, ...] = ()) -> str:
    """All sealed values of the whole database, opened, and the codes beside them."""
    found: list[Any] = []
    async with place.pool.acquire() as db:
        tables = await db.fetch(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND table_type = 'BASE TABLE'"
        )
        for table in {row["table_name"] for row in tables} - {"data_keys", *but}:
            for row in await db.fetch(f"SELECT * FROM {table}"):
                found.append({name: str(value) for name, value in row.items()})
    return json.dumps(found, ensure_ascii=False)


RUNS_OUT = tuple(place.table for place in REGISTER.places if place.erased == "by_period")
"""Tables whose rows name several people and go by themselves."""

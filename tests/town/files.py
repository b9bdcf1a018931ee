"""Invented customers put on file through the API, and their flats."""

import itertools
from datetime import date
from typing import Any

from store.database import queries
from tests.town.office import Office

_numbers = itertools.count(19900091000)


def number() -> str:
    """A number that nobody has."""
    return f"+86{next(_numbers)}"


async def customer(place: Office, name: str, phone: str | None = None, **more: Any) -> dict[str, Any]:
    """The file of somebody new."""
    body = {"name": name, "phone": phone or number(), **more}
    shown: dict[str, Any] = await place.post("/customers", body, 201)
    return shown


async def estate(place: Office, handover: date | None = None) -> str:
    """A new building."""
    body = {"name": "档案花园"} | ({"handover_date": handover.isoformat()} if handover else {})
    return str((await place.post("/buildings", body, 201))["id"])


async def flat(place: Office, building: str, customer_id: str, room: str) -> str:
    """The customer has this flat from now on."""
    async with place.pool.acquire() as db:
        row = await queries.add_ownership(
            db, building_id=building, customer_id=customer_id, block="1栋", unit="1单元", room=room,
            area=None, roster_date=None, note=None,
        )  # fmt: skip
    return str(row["id"])


async def file_of(place: Office, customer_id: str) -> dict[str, Any]:
    """The file as the API shows it."""
    answer = await place.http.get(f"/customers/{customer_id}")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def state(place: Office, *customers: str) -> dict[str, list[Any]]:
    """All rows that say whose they are, and the customers' own, as they stand in the database."""
    found: dict[str, list[Any]] = {}
    async with place.pool.acquire() as db:
        for part in await db.fetch("SELECT relation, owner FROM parts_of_file()"):
            rows = await db.fetch(
                f"SELECT to_jsonb(x) - 'updated_at' AS row FROM {part['relation']} x "
                f"WHERE {part['owner']} = ANY ($1) ORDER BY 1",
                list(customers),
            )
            found[part["relation"]] = [row["row"] for row in rows]
        own = await db.fetch(
            "SELECT to_jsonb(c) - 'updated_at' AS row FROM customers c WHERE id = ANY ($1) ORDER BY id",
            list(customers),
        )
        found["own"] = [row["row"] for row in own]
        stopped = await db.fetch("SELECT to_jsonb(o) AS row FROM opt_outs o ORDER BY 1")
        found["opt_outs"] = [row["row"] for row in stopped]
    return found

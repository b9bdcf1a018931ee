"""A person's data, found and erased table by table as the register of personal data says (P23)."""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from domain.playbooks.declaration import Trait
from domain.playbooks.registry import kinds
from domain.privacy.personal_data import REGISTER, Instead, Place, Register
from store.database import Connection
from vault.values import Hidden

KEPT_TICKETS = kinds(Trait.KEPT_AS_AFTER_SALES)
"""Kinds whose words stay while after-sales records must be kept."""
_EMPTY: Mapping[Instead, Any] = {
    "text": "",
    "hidden": Hidden(""),
    "list": [],
    "nothing": None,
    "object": {},
}


_OF_OTHERS: Mapping[str, str] = {
    # Whom of the staff the company phoned and wrote to, and what it reckoned of its own people.
    "communications": "x.data->>'call_kind' = 'notice' OR x.data ? 'rung' OR x.kind LIKE ANY "
    "(ARRAY['promise\\_%', 'stage\\_%', 'notice\\_%', 'crew\\_%', 'agent\\_%', 'attempt', 'handed\\_%'])",
    # What departments say of their own people and to each other.
    "ticket_texts": "x.kind IN ('file_explanation', 'file_investigation', 'report_measure', 'feedback', "
    "'hand_on', 'reassign', 'crew_declines', 'move_due', 'classify', 'reclassify')",
}
"""Rows that stand in the person's tickets and are about other people: not in the copy (Article 45)."""
_NAMES_OF_OTHERS = ("who", "author")
"""Words of an event that name a member of staff."""
_NAMED = {"building_id": "(SELECT b.name FROM buildings b WHERE b.id = x.building_id) AS building"}
"""Ids that mean nothing to the person, and what does."""


async def copy_of_person(
    db: Connection, ids: Sequence[str], register: Register = REGISTER
) -> dict[str, list[Any]]:
    """Every row about the customer, by table, opened, moments as ISO 8601; without tables that have none.

    Other people's data is left out: staff who were told, their names, what departments say of each other.

    `ids`: the customer's own, and those of duplicates that were merged into it.
    """
    found: dict[str, list[Any]] = {}
    for place in register.of_a_person:
        if place.in_copy and place.erased != "rows":
            columns = ", ".join(_NAMED.get(name, f"x.{name}") for name in (*place.also, *place.sealed))
            others = _OF_OTHERS.get(place.table, "false")
            sql = (
                f"SELECT {columns} FROM {place.table} x WHERE {_condition(place)} "  # noqa: S608 -- names of our own register
                f"AND ({others}) IS NOT TRUE ORDER BY 1"
            )
            rows = [_own(row) for row in await db.fetch(sql, list(ids))]
            if rows:
                found[place.table] = rows
    return found


def _own(row: asyncpg.Record) -> dict[str, Any]:
    """A row as JSON has it, without the names of others."""
    plain = {name: _plain(value) for name, value in row.items()}
    if isinstance(plain.get("words"), dict):
        plain["words"] = {name: said for name, said in plain["words"].items() if name not in _NAMES_OF_OTHERS}
    return plain


async def erase_person(
    db: Connection, ids: Sequence[str], *, keep_person: bool, register: Register = REGISTER
) -> dict[str, int]:
    """Overwrite what is kept about the customer (`ids`) in the caller's transaction; how many rows, by table.

    `keep_person`: who it is and after-sales matters must be kept; the rest goes. Ids, codes and moments stay,
    so that statistics stay true. Safe to repeat.
    """
    erased: dict[str, int] = {}
    for place in register.of_a_person:
        if keep_person and place.erased == "with_person":
            continue
        count = await _erase(db, place, list(ids), keep_person)
        if count:
            erased[place.table] = count
    return erased


async def _erase(db: Connection, place: Place, people: list[str], keep_person: bool) -> int:
    if place.erased == "rows":
        sql = f"DELETE FROM {place.table} x WHERE {_erasing(place)} RETURNING 1"  # noqa: S608 -- as above
        return len(await db.fetch(sql, people))
    kept: list[Any] = []
    condition = _erasing(place)
    if keep_person and place.erased == "with_ticket":
        kept = [list(KEPT_TICKETS)]
        condition += " AND NOT EXISTS (SELECT 1 FROM tickets k WHERE k.id = x.ticket_id AND k.kind = ANY($2))"
    sql = f"SELECT x.{place.key} AS id FROM {place.table} x WHERE {condition} FOR UPDATE"  # noqa: S608 -- as above
    ids = [row["id"] for row in await db.fetch(sql, people, *kept)]
    assignments = ", ".join(f"{column} = ${number}" for number, column in enumerate(place.sealed, 2))
    await db.executemany(
        f"UPDATE {place.table} SET {assignments} WHERE {place.key} = $1",  # noqa: S608 -- as above
        [(id_, *(_instead(way, id_) for way in place.sealed.values())) for id_ in ids],
    )
    return len(ids)


def _instead(way: Instead, id_: Any) -> Any:
    return str(id_) if way == "id" else _EMPTY[way]


_OF_TICKET = "x.ticket_id IN (SELECT id FROM tickets WHERE customer_id = ANY($1))"


def _erasing(place: Place) -> str:
    return f"({_condition(place)} OR {_OF_TICKET})" if place.told_staff else _condition(place)


def _condition(place: Place) -> str:
    if place.about == "pair":
        return "(x.low_id = ANY($1) OR x.high_id = ANY($1))"
    if place.about == "ticket_id":
        return _OF_TICKET
    if place.about == "customer_or_ticket":
        return f"(x.customer_id = ANY($1) OR {_OF_TICKET})"
    return f"x.{place.about} = ANY($1)"


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)

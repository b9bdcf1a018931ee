"""Imports a building's owners in bulk: copied into a staging table, then merged in a few statements.

Who is who
- A customer is a name with a number. A name alone is not a person, nor is a number: families share one.
- In a building, the same name in the same flat is the same person. Another number there means that the person
  changed it: the number is changed where it stands, and all of the person's flats follow. Where that would be
  wrong (the file still uses the old number for the name, gives two new ones, or the name has the new number
  already) only this flat is re-pointed, to the customer with the new number.
- A number is new only when it differs from what the last roster said (`roster_phone`): importing an old
  roster again does not undo a correction made since.
- Another name in the same flat is a co-owner. An owner in the archive who is missing from a file that has the
  flat under another name may have sold; this is reported and never done unasked, as is a flat that the file
  calls given back, and a flat that is marked as sold although the file has it.
- What the file leaves empty stays; nobody is deleted. The same file again changes nothing.

Names, numbers and flats are sealed (P23) and told apart by their blind indexes, as everywhere: two that
differ in blanks, case or width alone are the same.
"""

import asyncio
from collections.abc import AsyncIterable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import asyncpg

from store.database import Connection, let_last, queries
from vault.values import Hidden, HiddenBytes

_LONGEST = timedelta(minutes=30)
"""For one statement over all of a roster's rows, or the wait for another import."""


class StagedOwner(NamedTuple):
    """One row on its way in. `position` is unique in the file and ascending.

    `repeat` rows say again what an earlier `owner` row said; `returned` rows name owners who gave the flat
    back. Phones are E.164, `area` in m².
    """

    position: int
    kind: Literal["owner", "repeat", "returned"]
    block: str
    unit: str
    room: str
    name: str
    phone: str
    other_phones: tuple[str, ...]
    area: Decimal | None
    roster_date: date | None
    note: str


@dataclass(frozen=True)
class Counts:
    """What an import did. `changed_numbers` counts flats whose owner has a new number."""

    new_customers: int
    changed_customers: int
    unchanged_customers: int
    new_ownerships: int
    changed_ownerships: int
    unchanged_ownerships: int
    changed_numbers: int


@dataclass(frozen=True)
class Merged:
    """Counts, and notices by position: possible-sale, still-active, sold-before, number-kept, other-date."""

    counts: Counts
    notices: tuple[tuple[int, str], ...]


async def import_rows(
    db: Connection,
    building_id: str,
    rows: Iterable[StagedOwner] | AsyncIterable[StagedOwner],
    progress: Callable[[int], None] | None = None,
) -> Merged:
    """Merge `rows` into the archive on the connection `db`, all or nothing.

    Inside a transaction of the caller's it becomes part of that. `progress` is told now and then how many
    rows were handed over. What `rows` raises goes through.
    """
    async with db.transaction():
        await let_last(db, _LONGEST)
        await queries.stage_roster(db)
        await _staged(db, _sealable(_watched(rows, progress) if progress else rows))
        await queries.analyze_roster(db)
        await queries.lock_imports(db)
        return await _merge(db, building_id)


_LOOK = 1.0
"""Seconds between two looks at the connection."""


async def _staged(db: Connection, rows: Any) -> None:
    """Copy the rows. Raises asyncpg's error when the connection is lost.

    The driver's own COPY would wait for ever then, if it had more to send than the server had taken.
    """
    copying = asyncio.ensure_future(
        db.copy_records_to_table("roster_rows", records=rows, columns=StagedOwner._fields)
    )
    try:
        while not (await asyncio.wait({copying}, timeout=_LOOK))[0]:
            if db.is_closed():
                raise asyncpg.ConnectionDoesNotExistError("the connection broke while rows were copied")
        copying.result()
    finally:
        if not copying.done():
            copying.cancel()
            await asyncio.wait({copying}, timeout=_LOOK)


_STEP = 1000
_NOTE = StagedOwner._fields.index("note")


def _sealable(
    rows: Iterable[StagedOwner] | AsyncIterable[StagedOwner],
) -> Iterable[tuple[Any, ...]] | AsyncIterable[tuple[Any, ...]]:
    """The rows as they are copied: SQL cannot see that a sealed note is empty, so none is NULL."""
    if isinstance(rows, AsyncIterable):
        return (_with_a_note_or_none(row) async for row in rows)
    return map(_with_a_note_or_none, rows)


def _with_a_note_or_none(row: StagedOwner) -> tuple[Any, ...]:
    return row if row.note else (*row[:_NOTE], None)


async def _watched(
    rows: Iterable[StagedOwner] | AsyncIterable[StagedOwner], progress: Callable[[int], None]
) -> AsyncIterable[StagedOwner]:
    done = 0
    async for row in _async(rows):
        yield row
        done += 1
        if done % _STEP == 0:
            progress(done)
    progress(done)


async def _async(rows: Iterable[StagedOwner] | AsyncIterable[StagedOwner]) -> AsyncIterable[StagedOwner]:
    if isinstance(rows, AsyncIterable):
        async for row in rows:
            yield row
    else:
        for row in rows:
            yield row


async def _merge(db: Connection, building_id: str) -> Merged:
    await queries.find_known(db, building_id=building_id)
    await queries.analyze_known(db)
    found = [
        (row["position"], row["code"]) async for row in queries.roster_notices(db, building_id=building_id)
    ]
    renumbered = await queries.renumber_customers(db)
    split = await queries.add_renumbered(db)
    repointed = await queries.repoint_renumbered(db)
    await queries.update_known(db)
    await queries.remember_numbers(db)
    new_customers = await queries.add_customers(db)
    added = await queries.add_ownerships(db, building_id=building_id)
    if added["ownerships"]:
        await queries.analyze_archive(db)
    await queries.add_other_phones(db, building_id=building_id)
    await queries.fill_from_repeats(db, building_id=building_id)
    known = await queries.count_known(db)
    met = known["customers"] + added["customers"]
    new = new_customers + split
    counts = Counts(
        new_customers=new,
        changed_customers=known["changed_customers"],
        unchanged_customers=met - new - known["changed_customers"],
        new_ownerships=added["ownerships"],
        changed_ownerships=known["changed_ownerships"],
        unchanged_ownerships=known["ownerships"] - known["changed_ownerships"],
        changed_numbers=renumbered + repointed,
    )
    return Merged(counts, tuple(found))


class Kept(NamedTuple):
    """An import on record."""

    id: str
    to_follow: bool
    """Whether tickets have something to hear of it."""
    enrols: bool
    """Whether the building's sequence is started already, so that new owners join it."""


async def keep_import(
    db: Connection,
    building_id: str,
    *,
    file_name: str,
    sha256: str,
    summary: dict[str, Any],
    report: bytes,
    report_name: str,
    content_type: str,
    problem_rows: int,
    changed_numbers: bool,
) -> Kept:
    """Record an import with the report of its problem rows, in which names and numbers are covered."""
    kept = await queries.keep_import(
        db,
        building_id=building_id,
        file_name=Hidden(file_name),
        sha256=sha256,
        summary=summary,
        report=HiddenBytes(report),
        report_name=Hidden(report_name),
        content_type=content_type,
        problem_rows=problem_rows,
        changed_numbers=changed_numbers,
    )
    return Kept(str(kept["id"]), bool(kept["to_follow"]), bool(kept["enrols"]))


class Report(NamedTuple):
    """The rows of an import that have problems, as a file."""

    name: str
    content_type: str
    content: bytes
    building_id: str
    people: int
    """How many rows it shows."""


async def find_report(db: Connection, import_id: str) -> Report | None:
    """An import's report; None when there is no such import."""
    row = await queries.import_report(db, id=import_id)
    if row is None:
        return None
    return Report(
        row["report_name"], row["content_type"], row["report"], row["building_id"], row["problem_rows"]
    )

"""Two files of one customer become one, and two again (P22): everything of the other follows, or nothing.

The row of the duplicate stays: its id leads to the file that has all, and a roster that names it still fits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import asyncpg

from services.refused import Named, Refused, unfit
from store.database import Connection, queries

Exchanged = Literal["name", "phone"]


@dataclass(frozen=True)
class _Parties:
    """The files of a merge, by customer."""

    merge_id: int
    kept: str
    other: str


async def merge_files(
    db: Connection, kept: str, other: str, *, by: str, from_other: Iterable[Exchanged] = ()
) -> int:
    """Give everything of `other` to `kept`; the merge's id, by which it can be taken back.

    `from_other`: what the kept file takes from the other one, which gets its own in exchange. The tickets
    hear of it by `services.customers.merge_telling`.
    Refuses `invalid`, `no-such-customer`, `already-merged`, `customer-erased`, and `number-taken` when
    somebody else has the name of the one and the number of the other.
    """
    if kept == other:
        raise unfit("other", "other-customer")
    try:
        async with db.transaction():
            return await _merge(db, kept, other, by, from_other)
    except asyncpg.UniqueViolationError:
        raise Refused("number-taken") from None


async def undo_merge(db: Connection, merge_id: int, *, by: str) -> None:
    """Everything as it was before; what has come since to a ticket or flat that goes back goes with it.

    Refuses `no-such-merge`, `merge-undone`, `number-taken`, and `merge-built-upon` with what stands otherwise
    than the merge left it.
    """
    try:
        async with db.transaction():
            await _undo(db, merge_id, by)
    except asyncpg.UniqueViolationError:
        raise Refused("number-taken") from None


async def _merge(db: Connection, kept: str, other: str, by: str, from_other: Iterable[Exchanged]) -> int:
    # Imports add flats on the assumption that nobody else does.
    await queries.lock_imports(db)
    rows = {row["id"]: row async for row in queries.lock_files(db, ids=sorted({kept, other}))}
    for each in (kept, other):
        if each not in rows:
            raise Refused("no-such-customer", customer=each)
        if rows[each]["merged_into"] is not None:
            raise Refused("already-merged", customer=each)
        if rows[each]["erased_at"] is not None:
            raise Refused("customer-erased", customer=each)
    pair = {"kept": kept, "other": other}
    done = _Parties(await queries.begin_merge(db, **pair, by=by), kept, other)
    refused = [(row["purpose"], row["source"]) async for row in queries.refused_purposes(db, **pair)]
    await queries.share_refusals(db, merge=done.merge_id, **pair)
    exchanged = sorted(set(from_other))
    if exchanged:
        await queries.exchange_values(db, **pair, columns=exchanged)
    filled = await queries.fill_file(db, **pair)
    await queries.settle_same_flats(db, merge=done.merge_id, **pair)
    await queries.give_file(db, merge=done.merge_id, **pair)
    await queries.become_one(db, **pair)
    await queries.same_occasions(db, customer_id=kept, before=other, after=kept, merge=done.merge_id)
    for purpose, source in refused:
        await queries.keep_refusal(db, merge=done.merge_id, kept=kept, purpose=purpose, source=source, by=by)
    await queries.finish_merge(db, id=done.merge_id, exchanged=exchanged, **filled)
    await queries.note_new_number(db, ids=[kept, other])
    await _record(db, done, "merged", by)
    return done.merge_id


async def _undo(db: Connection, merge_id: int, by: str) -> None:
    await queries.lock_imports(db)
    row = await queries.lock_merge(db, id=merge_id)
    if row is None:
        raise Refused("no-such-merge")
    if row["undone_at"] is not None:
        raise Refused("merge-undone")
    done = _Parties(merge_id, row["kept"], row["other"])
    pair = {"kept": done.kept, "other": done.other}
    [_ async for _ in queries.lock_files(db, ids=sorted(pair.values()))]
    changed = [each["what"] async for each in queries.changed_since(db, merge=merge_id)]
    if changed:
        raise Refused("merge-built-upon", what=Named("merged-part", tuple(changed)))
    await queries.same_occasions(
        db, customer_id=done.kept, before=done.kept, after=done.other, merge=merge_id
    )
    await queries.empty_file(db, merge=merge_id)
    await queries.become_two(db, other=done.other)
    if row["exchanged"]:
        await queries.exchange_values(db, **pair, columns=row["exchanged"])
    await queries.give_back(db, merge=merge_id)
    await queries.flats_as_before(db, merge=merge_id)
    await queries.return_refusals(db, merge=merge_id, other=done.other)
    await queries.unshare_refusals(db, merge=merge_id)
    await queries.note_new_number(db, ids=[done.kept, done.other])
    await queries.merge_undone(db, id=merge_id, by=by)
    await _record(db, done, "merge_undone", by)


async def _record(db: Connection, done: _Parties, kind: str, by: str) -> None:
    data = {"merge": done.merge_id, "other": done.other}
    await queries.record_merge(db, customer_id=done.kept, kind=kind, actor=by, data=data)

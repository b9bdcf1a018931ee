"""Two files of one customer become one, and two again (P22): everything of the other follows, or nothing.

The row of the duplicate stays: its id leads to the file that has all, and a roster that names it still fits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from store.database import Connection, queries

Exchanged = Literal["name", "phone"]


class CannotMerge(Exception):
    """Refused; `code`: unknown, merged or erased, and of which customer."""

    def __init__(self, code: Literal["unknown", "merged", "erased"], customer_id: str) -> None:
        super().__init__(code)
        self.code, self.customer_id = code, customer_id


class CannotUndo(Exception):
    """Refused; `what` stands otherwise than the merge left it. Empty: it was undone already."""

    def __init__(self, what: Iterable[str] = ()) -> None:
        super().__init__()
        self.what = tuple(what)


@dataclass(frozen=True)
class Parties:
    """The files of a merge, by customer."""

    merge_id: int
    kept: str
    other: str


async def merge(
    db: Connection, kept: str, other: str, by: str, from_other: Iterable[Exchanged] = ()
) -> Parties:
    """Give everything of `other` to `kept`, inside a transaction of the caller's.

    `from_other`: what the kept file takes from the other one, which gets its own in exchange.
    Raises CannotMerge.
    """
    # Imports add flats on the assumption that nobody else does.
    await queries.lock_imports(db)
    rows = {row["id"]: row async for row in queries.lock_files(db, ids=sorted({kept, other}))}
    for each in (kept, other):
        if each not in rows:
            raise CannotMerge("unknown", each)
        if rows[each]["merged_into"] is not None:
            raise CannotMerge("merged", each)
        if rows[each]["erased_at"] is not None:
            raise CannotMerge("erased", each)
    pair = {"kept": kept, "other": other}
    done = Parties(await queries.begin_merge(db, **pair, by=by), kept, other)
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
    return done


async def undo(db: Connection, merge_id: int, by: str) -> Parties | None:
    """Everything as it was before, inside a transaction of the caller's; None: there is no such merge.

    What has come since to a ticket or flat that goes back goes with it. Raises CannotUndo.
    """
    await queries.lock_imports(db)
    row = await queries.lock_merge(db, id=merge_id)
    if row is None:
        return None
    if row["undone_at"] is not None:
        raise CannotUndo
    done = Parties(merge_id, row["kept"], row["other"])
    pair = {"kept": done.kept, "other": done.other}
    [_ async for _ in queries.lock_files(db, ids=sorted(pair.values()))]
    changed = [each["what"] async for each in queries.changed_since(db, merge=merge_id)]
    if changed:
        raise CannotUndo(changed)
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
    return done


async def _record(db: Connection, done: Parties, kind: str, by: str) -> None:
    data = {"merge": done.merge_id, "other": done.other}
    await queries.record_merge(db, customer_id=done.kept, kind=kind, actor=by, data=data)

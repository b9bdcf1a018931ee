"""Makes a person unrecognisable, all or nothing, and never written to again (P23; Article 47)."""

from datetime import datetime
from typing import NamedTuple

from domain.privacy.retention_schedule import Kept, PrivacyPolicy, Standing, kept
from store.database import Connection, queries
from store.privacy import erase_person
from vault.values import Forgotten


class Erasure(NamedTuple):
    """What was erased, rows by table, and what is kept, the longest first."""

    erased: dict[str, int]
    kept: tuple[Kept, ...]


async def erase(db: Connection, customer_id: str, policy: PrivacyPolicy, now: datetime) -> Erasure:
    """Erase the person, with duplicates that were merged, in the caller's transaction. Safe to repeat.

    The numbers stay as blind indexes among those that opted out: known when they come again, read by nobody.
    While something must be kept, so does who it is; all else goes.
    """
    rows = [row async for row in queries.lock_person(db, id=customer_id)]
    ids = [row["id"] for row in rows]
    standing = await queries.standing_of(db, customer_id=customer_id)
    keeps = kept(Standing(standing["signed_at"], standing["after_sales_until"]), policy.retention, now)
    for number in {number for row in rows for number in (row["phone"], *row["other_phones"]) if number}:
        if keeps:
            await queries.opt_out(db, phone=number, source="erased")
        else:
            await queries.forget_number(db, phone=Forgotten(number))
    await queries.empty_answers(db, ids=ids)
    erased = await erase_person(db, ids, keep_person=bool(keeps))
    if not keeps:
        await queries.forget_comparisons(db, ids=ids)
        await queries.person_erased(db, ids=ids)
    await queries.rest_settled(db, customer_id=customer_id)
    return Erasure(erased, keeps)

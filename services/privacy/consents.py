"""What a customer agrees to and refuses, and what follows at once (P23)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.customers.consents import Purpose, Source, Word
from services.customers.owner_facts import OwnerFacts
from services.refused import Refused, unfit
from store.database import Connection, queries
from store.rows.privacy.consents import ConsentRow
from vault.values import Hidden

_MARKETING = "marketing_sms"


@dataclass(frozen=True)
class Said:
    """A customer's word on one purpose, as it came in."""

    purpose: Purpose
    state: Word
    source: Source
    at: datetime | None = None
    """When it was said; None: now."""
    evidence: str | None = None
    """Where the proof is kept: number of a form, of a recording."""
    text_version: str | None = None
    """Which wording the customer was shown or read."""


@dataclass(frozen=True)
class OnRecord:
    """A word as it is kept, and what follows."""

    row: ConsentRow
    opted_out: tuple[str, ...]
    """Numbers (E.164) whose open tickets have to be told that marketing ends (`tell_tickets`)."""
    stays_out: bool
    """A number gets no marketing although its owner agrees: somebody else refused there."""


async def record_consent(
    db: Connection, customer_id: str, said: Said, *, by: str, earlier: int | None = None
) -> OnRecord:
    """Take down that a customer agrees or no longer agrees; a later word overrules, whenever it is added.

    `db` sees every row: numbers are shared. `earlier` is the word that an interrupted try had kept already.
    Refuses `invalid`, `no-such-customer`, `customer-erased`, `no-such-person`.
    """
    now = datetime.now(UTC)
    if said.at is not None and said.at > now:
        raise unfit("at", "future")
    async with db.transaction():
        person = await queries.numbers_of(db, id=customer_id)
        if person is None:
            raise Refused("no-such-customer")
        if person["erased_at"] is not None:
            raise Refused("customer-erased")
        if await queries.get_staff(db, id=by) is None:
            raise Refused("no-such-person")
        kept = None if earlier is None else await queries.consent_by_id(db, id=earlier)
        row = kept or await _added(db, customer_id, said, said.at or now, by)
        counts = said.at is None or await _is_last(db, row)
        if said.purpose != _MARKETING or not counts:
            return OnRecord(row, (), False)
        numbers = tuple(each for each in (person["phone"], *person["other_phones"]) if each)
        if said.state == "withdrawn":
            await _opt_out(db, customer_id, numbers)
            return OnRecord(row, numbers, False)
        return OnRecord(row, (), await _opt_in(db, customer_id, numbers))


async def tell_tickets(facts: OwnerFacts, numbers: tuple[str, ...]) -> None:
    """Tickets that write to the numbers end, once the withdrawal is on record. Safe to repeat."""
    for number in numbers:
        await facts.opt_out_number(number, "consent")


async def _added(db: Connection, customer_id: str, said: Said, at: datetime, by: str) -> ConsentRow:
    return await queries.add_consent(
        db,
        customer_id=customer_id,
        purpose=said.purpose,
        state=said.state,
        at=at,
        source=said.source,
        evidence=None if said.evidence is None else Hidden(said.evidence),
        text_version=said.text_version,
        recorded_by=by,
    )


async def _is_last(db: Connection, row: ConsentRow) -> bool:
    """Whether no later word is on record: what is added afterwards does not overrule it."""
    words = {each["purpose"]: each async for each in queries.last_words(db, customer_id=row["customer_id"])}
    last = words[row["purpose"]]
    return bool(last["at"] == row["at"] and last["state"] == row["state"])


async def _opt_out(db: Connection, customer_id: str, numbers: tuple[str, ...]) -> None:
    for number in numbers:
        # With whose word it was: nobody else's lifts it.
        await queries.opt_out(db, phone=number, source=f"consent-{customer_id}")
    await queries.record_opt_out(db, customer_id=customer_id)


async def _opt_in(db: Connection, customer_id: str, numbers: tuple[str, ...]) -> bool:
    """Whether one of them stays opted out all the same."""
    for number in numbers:
        await queries.opt_in(db, phone=number, customer_id=customer_id)
    return any([await queries.is_opted_out(db, phone=number) for number in numbers])

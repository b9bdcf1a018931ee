"""What a customer agreed to and refused, and what follows at once (P23)."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    CustomerId,
    Line,
    Occasion,
    Problem,
    Route,
    StaffRef,
    acting_staff,
    as_system,
    config_of,
    connection,
    line_shown,
    locale_of,
    made,
    note_seen,
    problems,
    reaching_temporal,
    remember,
    require_customer,
    system,
    wording,
)
from domain.customers.consents import GROUNDS, PURPOSES, Ground, Purpose, Source, Word, allowed
from services.customers.owner_facts import OwnerFacts
from services.privacy.consents import Said, record_consent, tell_tickets
from store.database import queries
from store.rows.customers.files import LastWordRow
from store.rows.privacy.consents import ConsentRow
from texts import text

router = APIRouter(tags=["privacy"], route_class=Route)

_MOST = 200
_MARKETING = "marketing_sms"
_NEW: dict[str, Any] = {
    "purpose": "marketing_sms", "state": "withdrawn", "source": "phone", "by": "S00000002",
    "evidence": "录音 2026-11-25-0031", "text_version": "2026-01",
}  # fmt: skip
_SAID: dict[str, Any] = {**_NEW, "at": "2026-11-25T09:30:00+08:00", "effect": "立即生效。"}
_STANDING: dict[str, Any] = {
    "purpose": "recording", "title": "通话录音", "ground": "consent", "state": None, "allowed": True,
    "since": None,
}  # fmt: skip


class NewConsent(BaseModel):
    """The customer's word on one purpose, with where it came from."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NEW]})

    purpose: Purpose
    state: Word
    source: Source = Field(description="How the word came in.")
    at: Occasion | None = Field(None, description="When it was said; now, if left out. Never in the future.")
    evidence: Line | None = Field(
        None, description="Where the proof is kept: number of a form, of a recording."
    )
    text_version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,40}$")] | None = Field(
        None, description="Which wording the customer was shown or read."
    )
    by: StaffRef | None = Field(
        None, description="Who took it down; oneself where it is left out; only some may record for others."
    )


class Consent(BaseModel):
    """A word of the customer's, as it was taken down."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SAID]})

    purpose: Purpose
    state: Word
    source: str
    at: datetime
    evidence: str | None
    text_version: str | None
    by: str
    effect: str = Field(description="What follows from it, in the caller's language.")


class Standing(BaseModel):
    """What counts now for one purpose."""

    model_config = ConfigDict(json_schema_extra={"examples": [_STANDING]})

    purpose: Purpose
    title: str
    ground: Ground = Field(description="On which ground the purpose rests (Article 13).")
    state: Word | None = Field(description="The last word; null: none is on record here.")
    since: datetime | None
    allowed: bool


class Consents(BaseModel):
    """What counts now, and everything that was said, the latest first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"now": [_STANDING], "said": [_SAID]}]})

    now: list[Standing]
    said: list[Consent]


@router.get(
    "/customers/{customer_id:id}/consents",
    operation_id="listConsents",
    summary="What a customer agreed to and refused",
    responses=problems("no-such-customer"),
)
async def listing(request: Request, customer_id: CustomerId) -> Consents:
    """Per purpose what counts now, with its ground; below it every word there was."""
    locale = locale_of(request.scope)
    async with connection(request) as db:
        if await queries.numbers_of(db, id=customer_id) is None:
            raise Problem("no-such-customer")
        words = {row["purpose"]: row async for row in queries.last_words(db, customer_id=customer_id)}
        opted_out = await queries.opted_out_at(db, id=customer_id)
        said = [row async for row in queries.consents_of(db, customer_id=customer_id, most=_MOST)]
    await note_seen(request, customer_id, "consents")
    return Consents(
        now=[_standing(purpose, words.get(purpose), opted_out, locale) for purpose in PURPOSES],
        said=[_said(row, locale) for row in said],
    )


@router.post(
    "/customers/{customer_id:id}/consents",
    status_code=201,
    operation_id="addConsent",
    summary="Take down that a customer agrees or no longer agrees",
    responses=problems("no-such-customer", "no-such-person", "customer-erased", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def add(request: Request, response: Response, customer_id: CustomerId, new: NewConsent) -> Consent:
    """A withdrawal counts at once; it is on record even while Temporal cannot be reached (503).

    Agreeing to marketing again lets the number get marketing texts again, unless somebody else who has
    or had it refused them: the word is on record, and `effect` says so.
    """
    by = acting_staff(request, new.by)
    await require_customer(request, customer_id)
    word = Said(**new.model_dump(exclude={"by"}))
    # Numbers are shared: an opt-out reaches tickets that the caller does not see.
    async with as_system(request) as db, db.transaction():
        earlier = made(request)
        done = await record_consent(
            db, customer_id, word, by=by, earlier=None if earlier is None else int(earlier)
        )
        await remember(request, db, str(done.row["id"]))
    if done.opted_out:
        await _tell_tickets(request, done.opted_out)
    response.headers["Location"] = f"/customers/{customer_id}/consents"
    locale = locale_of(request.scope)
    said = _said(done.row, locale)
    if not done.stays_out:
        return said
    return said.model_copy(update={"effect": text(locale, "effect-given-number-refused")})


async def _tell_tickets(request: Request, numbers: tuple[str, ...]) -> None:
    config = config_of(request)
    facts = OwnerFacts.on(config.backend, config.locale)
    with system():
        async with reaching_temporal(config):
            await tell_tickets(facts, numbers)


def _standing(
    purpose: Purpose, word: LastWordRow | None, opted_out: datetime | None, locale: str
) -> Standing:
    """An opt-out counts, whichever way it came in; a word that was given later has lifted it."""
    state, since = (word["state"], word["at"]) if word is not None else (None, None)
    if purpose == _MARKETING and opted_out is not None and state != "withdrawn":
        state, since = "withdrawn", opted_out
    return Standing(
        purpose=purpose,
        title=wording(locale, "purpose", purpose),
        ground=GROUNDS[purpose],
        state=state,
        since=since,
        allowed=allowed(state),
    )


def _said(row: ConsentRow, locale: str) -> Consent:
    effect = f"effect-{row['purpose']}" if row["state"] == "withdrawn" else "effect-given"
    return Consent(
        purpose=row["purpose"],
        state=row["state"],
        source=row["source"],
        at=row["at"],
        evidence=None if row["evidence"] is None else line_shown(row["evidence"]),
        text_version=row["text_version"],
        by=row["recorded_by"],
        effect=text(locale, effect),
    )

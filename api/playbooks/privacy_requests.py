"""A person asks to see, correct or delete what is kept about them (P23; Articles 44 to 50)."""

from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.playbooks.taken_in import TakenIn, show_taken_in
from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    CustomerRef,
    Line,
    Note,
    OwnershipRef,
    Problem,
    Route,
    StaffRef,
    TicketId,
    acting_staff,
    config_of,
    connection,
    field_error,
    locale_of,
    made,
    note_seen,
    problems,
    remember,
    same_names,
    wording,
)
from api.views.personal_copy import FORMATS, Format, copy_response
from domain.people.phone_numbers import mobile
from domain.playbooks.privacy_request import PRIVACY_REQUEST, Channel, Kind, PrivacyRequest
from domain.privacy.retention_schedule import PrivacyPolicy
from services.playbooks.starts import keep_start, next_id
from services.playbooks.taking_in import intake_of
from store.database import Connection, queries
from store.rows.privacy.requests import PrivacyRequestRow

router = APIRouter(tags=["privacy"], route_class=Route)

_MOST_NUMBERS = 10
_FILE = {"schema": {"type": "string", "format": "binary"}}
_NEW: dict[str, Any] = {
    "customer_id": "C00000001", "kind": "correct", "channel": "phone", "what": "姓名写错了一个字",
    "corrections": {"name": "李示例"}, "taken_in_by": "S00000002",
}  # fmt: skip
_EXAMPLE: dict[str, Any] = {
    "id": "privacy-P2026-000001", "kind": "delete", "customer_id": "C00000001", "stage": "to_tell",
    "standing": "待答复本人", "asked_at": "2026-11-25T09:30:00+08:00", "due_at": "2026-12-16T09:30:00+08:00",
    "identity": "called_back_on_number", "decision": "granted", "ground": None, "decided_by": "S00000005",
    "decided_at": "2026-11-25T11:00:00+08:00", "carried_out_at": "2026-11-25T11:00:01+08:00",
    "answered_at": None, "blocked_by": [], "erased": {"messages": 3},
    "kept": [{"why": "contract", "because": "合同及结算资料须留存，以备主张权利", "until": "2034-11-24"}],
    "corrected": [], "copied": None, "copy": None, "rest_due": "2034-11-24",
    "ticket": "/tickets/privacy-P2026-000001",
}  # fmt: skip


class Flat(BaseModel):
    """Where a flat of the person's really is; parts that are left out stay."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"ownership_id": "O00000001", "room": "1202"}]}
    )

    ownership_id: OwnershipRef
    block: Line | None = None
    unit: Line | None = None
    room: Line | None = None


class Corrections(BaseModel):
    """What is right; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"name": "李示例"}]})

    name: Line | None = Field(None, max_length=100)
    phone: Line | None = Field(None, max_length=40, description="As in `changeNumber`.")
    other_phones: Annotated[list[Line], Field(max_length=_MOST_NUMBERS)] | None = None
    flat: Flat | None = None


class NewPrivacyRequest(BaseModel):
    """What a person asks for, as it was taken in; who it really is is made sure of afterwards."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NEW]})

    customer_id: CustomerRef
    kind: Kind = Field(description="`see` (45), `correct` (46) or `delete` (47).")
    channel: Channel
    what: Note = Field(description="In the person's words.")
    corrections: Corrections | None = Field(None, description="For `correct`, and only there.")
    taken_in_by: StaffRef | None = Field(
        None,
        description="Stays answerable until it is closed (P17): oneself, unless one may record for others.",
    )


class Kept(BaseModel):
    """What is kept, why, and until which day."""

    why: str
    because: str
    until: date


class PrivacyRequestView(BaseModel):
    """Where a request stands, and what came of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: str
    kind: Kind
    customer_id: str
    stage: str
    standing: str
    asked_at: datetime
    due_at: datetime | None = Field(description="Until when the person has an answer.")
    identity: str | None = Field(description="How it was made sure who it is.")
    decision: str | None
    ground: str | None
    decided_by: str | None
    decided_at: datetime | None
    carried_out_at: datetime | None
    answered_at: datetime | None
    blocked_by: list[str] = Field(description="Open tickets and holds that must end first.")
    erased: dict[str, int] = Field(description="Rows made unrecognisable, by table.")
    kept: list[Kept] = Field(description="What is kept although its deletion was asked for.")
    corrected: list[str]
    copied: int | None = Field(description="Rows in the copy.")
    copy_at: str | None = Field(alias="copy", description="Where the copy is to be had.")
    rest_due: date | None = Field(description="On this day what was kept goes, by itself.")
    ticket: str


@router.post(
    "/privacy-requests",
    status_code=201,
    operation_id="takeInPrivacyRequest",
    summary="Take in a person's request about their data",
    responses=problems(
        "no-such-customer", "no-such-ownership", "no-such-person", "customer-erased", *BODY, *REPEATED
    ),
    dependencies=[KEYED],
)
async def take_in(request: Request, response: Response, new: NewPrivacyRequest) -> TakenIn:
    """It is answered within 15 working days; what is done next is one act of its ticket after the other."""
    corrections = _corrections(request, new)
    async with connection(request) as db, db.transaction():
        ticket_id = made(request) or await _kept(request, db, new, corrections)
    response.headers["Location"] = f"/tickets/{ticket_id}"
    return await show_taken_in(request, ticket_id)


async def _kept(
    request: Request, db: Connection, new: NewPrivacyRequest, corrections: dict[str, Any] | None
) -> str:
    by = acting_staff(request, new.taken_in_by, "taken_in_by")
    ownership = corrections["flat"]["ownership_id"] if corrections and "flat" in corrections else None
    config = config_of(request)
    intake = await intake_of(
        db,
        customer_id=new.customer_id,
        ownership_id=ownership,
        taken_in_by=by,
        urgent=False,
        locale=config.locale,
        callers=config.callers,
    )
    ticket_id = await next_id(db, PRIVACY_REQUEST)
    await remember(request, db, ticket_id)
    await keep_start(db, ticket_id, PrivacyRequest(intake, new.kind, config.policies.of(PrivacyPolicy)))
    await queries.add_privacy_request(
        db,
        ticket_id=ticket_id,
        customer_id=new.customer_id,
        kind=new.kind,
        channel=new.channel,
        corrections=corrections,
    )
    await queries.add_text(db, ticket_id=ticket_id, kind="report", body={"what": new.what}, author=by)
    return ticket_id


def _corrections(request: Request, new: NewPrivacyRequest) -> dict[str, Any] | None:
    given = new.corrections.model_dump(exclude_none=True) if new.corrections is not None else {}
    if bool(given) != (new.kind == "correct"):
        raise Problem("invalid", [field_error(request.scope, "body", "#/corrections", "corrections")])
    if "phone" in given:
        given["phone"] = _number(request, given["phone"], "#/corrections/phone")
    if "other_phones" in given:
        given["other_phones"] = [
            _number(request, each, f"#/corrections/other_phones/{place}")
            for place, each in enumerate(given["other_phones"])
        ]
    return given or None


def _number(request: Request, written: str, pointer: str) -> str:
    phone = mobile(written)
    if phone is None:
        raise Problem("invalid", [field_error(request.scope, "body", pointer, "phone")])
    return phone


@router.get(
    "/privacy-requests/{ticket_id:id}",
    operation_id="getPrivacyRequest",
    summary="Where a person's request stands",
    responses=problems("no-such-request"),
)
async def one(request: Request, ticket_id: TicketId) -> PrivacyRequestView:
    """With what was done, what is kept, why and until when."""
    async with connection(request) as db:
        row = await queries.privacy_request(db, ticket_id=ticket_id)
    if row is None:
        raise Problem("no-such-request")
    await note_seen(request, row["customer_id"], "privacy_request")
    return _view(row, locale_of(request.scope))


@router.get(
    "/privacy-requests/{ticket_id:id}/copy",
    operation_id="getPersonalCopy",
    summary="The copy for the person",
    response_class=Response,
    responses={
        200: {
            "description": "The copy, marked.",
            "content": {kind.partition(";")[0]: _FILE for kind in FORMATS.values()},
        },
        **problems("no-such-request", "no-such-copy"),
    },
)
async def copy(
    request: Request,
    ticket_id: TicketId,
    format: Annotated[Format, Query(description="`json` for programs, `html` for people.")] = "html",
) -> Response:
    """Everything kept about the person on the day it was made; who fetched it is in the access trail."""
    async with connection(request) as db:
        if await queries.privacy_request(db, ticket_id=ticket_id) is None:
            raise Problem("no-such-request")
        row = await queries.privacy_copy(db, ticket_id=ticket_id)
    if row is None:
        raise Problem("no-such-copy")
    await note_seen(request, row["customer_id"], "personal_copy", mark=row["mark"])
    config = config_of(request)
    zone = ZoneInfo(config.default_policy.hours.timezone)
    return copy_response(row, format, locale_of(request.scope), config.signature, zone)


_OTHERWISE = ("id", "standing", "blocked_by", "erased", "kept", "corrected", "copied", "copy_at", "ticket")
"""Fields that are no columns."""


def _view(row: PrivacyRequestRow, locale: str) -> PrivacyRequestView:
    outcome: dict[str, Any] = row["outcome"] or {}
    return PrivacyRequestView(
        id=row["ticket_id"],
        standing=wording(locale, "stage", row["stage"]),
        blocked_by=outcome.get("blocked_by", []),
        erased=outcome.get("erased", {}),
        kept=[
            Kept(why=why, because=wording(locale, "kept", why), until=until)
            for why, until in outcome.get("kept", {}).items()
        ],
        corrected=outcome.get("corrected", []),
        copied=outcome.get("copied"),
        copy=None if row["mark"] is None else f"/privacy-requests/{row['ticket_id']}/copy",
        ticket=f"/tickets/{row['ticket_id']}",
        **same_names(PrivacyRequestView, row, but=_OTHERWISE),
    )

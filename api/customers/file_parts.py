"""Parts of a customer's file as the API shows them (P22, P24)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.routing import (
    Code,
    Line,
    Note,
    Occasion,
    OwnershipRef,
    PlainDay,
    StaffRef,
    clear,
    line_shown,
    place_shown,
    same_names,
)
from domain.customers.file import Contact, Direction, Grade, PreSaleStage
from store.database import present
from store.rows.customers.customers import CustomerFileRow
from store.rows.customers.files import ContractRow, FlatsOfFileRow, PreSaleRow

_PRE_SALE: dict[str, Any] = {
    "stage": "near_intent", "source": "show_flat", "needs": "三居改两居，预算 20 万以内",
    "salesperson_id": "S00000003", "assessment": "年内会定，最看重工期",
}  # fmt: skip
_PRE_SALE_KEPT: dict[str, Any] = {
    **_PRE_SALE, "updated_by": "S00000003", "updated_at": "2026-11-24T15:00:00+08:00",
}  # fmt: skip
_CONTRACT: dict[str, Any] = {
    "number": "HT-2026-0117", "signed_on": "2026-11-20", "amount": "186000.00",
    "first_payment_on": None, "ownership_id": "O00000001", "note": "含全屋水电",
}  # fmt: skip
_CONTRACT_KEPT: dict[str, Any] = {
    "id": "H00000001", **_CONTRACT, "recorded_by": "S00000003", "created_at": "2026-11-24T15:00:00+08:00",
}  # fmt: skip
_GRADED: dict[str, Any] = {
    "grade": "key", "reason": "两套房，介绍过三位客户", "by": "S00000002", "at": "2026-11-24T15:00:00+08:00",
}  # fmt: skip
_FLAT: dict[str, Any] = {
    "id": "O00000001", "building_id": "B000001", "building": "云湖国际 3期", "handover_date": "2027-01-15",
    "block": "1栋", "unit": "1单元", "room": "1201", "area": 89.5, "status": "active", "note": None,
}  # fmt: skip
_CONTACT: dict[str, Any] = {
    "kind": "visit", "direction": "in", "at": "2026-11-24T15:00:00+08:00",
    "content": "看了样板间，想要三居改两居", "assessment": "意向明确，周末再约",
}  # fmt: skip
_CONSENT: dict[str, Any] = {
    "purpose": "marketing_sms", "state": "given", "at": "2026-11-24T15:00:00+08:00", "source": "contract",
}  # fmt: skip

_COVER = "***"

Amount = Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=2, description="In yuan.")]


class PreSale(BaseModel):
    """What is known of a customer before a contract."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_PRE_SALE]})

    stage: PreSaleStage = Field(description="`potential`: may be interested; `near_intent`: is, and soon.")
    source: Code | None = Field(None, description="Where the customer came from, as a code of the company's.")
    needs: Note | None = Field(None, description="What the customer wants.")
    salesperson_id: StaffRef | None = None
    assessment: Note | None = Field(None, description="The salesperson's own assessment.")


class PreSaleKept(PreSale):
    """The pre-sale record."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PRE_SALE_KEPT]})

    updated_by: str
    updated_at: datetime


class NewContract(BaseModel):
    """A contract that was signed; payments are none of our business but the day of the first one."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_CONTRACT]})

    number: Line = Field(max_length=100, description="As it stands on the paper; one contract per number.")
    signed_on: PlainDay = Field(description="Not in the future.")
    amount: Amount | None = None
    first_payment_on: PlainDay | None = Field(
        None, description="Not in the future, nor before the signature."
    )
    ownership_id: OwnershipRef | None = Field(
        None, description="The flat it is about, one of the customer's."
    )
    note: Note | None = None


class Contract(BaseModel):
    """A contract on file."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CONTRACT_KEPT]})

    id: str
    number: str
    signed_on: date
    amount: Amount | None
    first_payment_on: date | None
    ownership_id: str | None
    note: str | None
    recorded_by: str
    created_at: datetime


class FirstPayment(BaseModel):
    """When the first payment came in."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"on": "2026-11-22"}]})

    on: PlainDay = Field(description="Not in the future, nor before the signature.")


class NewGrade(BaseModel):
    """How the customer is graded, and why."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"grade": "key", "reason": "两套房，介绍过三位客户"}]}
    )

    grade: Grade
    reason: Line


class Graded(BaseModel):
    """The customer's grade, with who gave it and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [_GRADED]})

    grade: Grade
    reason: str | None
    by: str
    at: datetime


class Assignment(BaseModel):
    """Whose customer it is from now on."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"agent_id": "S00000002"}]})

    agent_id: StaffRef | None = Field(description="Null: nobody's.")


class NewContact(BaseModel):
    """Somebody met, wrote to or talked with the customer, where neither ticket nor provider saw it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_CONTACT]})

    kind: Contact
    direction: Direction = Field(
        "in", description="`in`: the customer came to us; `out`: we to the customer."
    )
    at: Occasion | None = Field(None, description="When; now, if left out. Never in the future.")
    content: Note
    assessment: Note | None = Field(None, description="Own assessment.")
    by: StaffRef | None = Field(None, description="Who had the contact; whoever records it, when left out.")


class Flat(BaseModel):
    """A flat of the customer's."""

    model_config = ConfigDict(json_schema_extra={"examples": [_FLAT]})

    id: str
    building_id: str
    building: str
    handover_date: date | None
    block: str
    unit: str
    room: str
    area: float | None = Field(description="Square metres.")
    status: Literal["active", "sold"]
    note: str | None


class ConsentState(BaseModel):
    """The customer's last word on one purpose."""

    model_config = ConfigDict(json_schema_extra={"examples": [_CONSENT]})

    purpose: str
    state: str
    at: datetime
    source: str


def graded(row: CustomerFileRow) -> Graded | None:
    """The grade in a row of `customers`."""
    if row["grade"] is None:
        return None
    return Graded(
        grade=row["grade"],
        reason=said(row["grade_reason"]),
        by=present(row["grade_by"]),
        at=present(row["grade_at"]),
    )


def pre_sale(row: PreSaleRow | None) -> PreSaleKept | None:
    """A row of `pre_sales`."""
    if row is None:
        return None
    words = {"needs": said(row["needs"]), "assessment": said(row["assessment"])}
    return PreSaleKept(**same_names(PreSaleKept, row) | words)


def contract(row: ContractRow) -> Contract:
    """A row of `contracts`."""
    return Contract(**same_names(Contract, row) | {"note": said(row["note"])})


def flat(row: FlatsOfFileRow) -> Flat:
    """A row of `flats_of_file`."""
    shown = {
        "block": place_shown(row["block"]),
        "unit": place_shown(row["unit"]),
        "room": place_shown(row["room"]),
        "note": said(row["note"]),
    }
    return Flat(**same_names(Flat, row) | shown)


def said(text: str | None) -> str | None:
    """Free text as the caller may read it."""
    return None if text is None else line_shown(text)


def contact_shown(given: str | None) -> str | None:
    """An e-mail address or WeChat id, hidden as a number is."""
    return given if given is None or clear("phone") else given[:1] + _COVER

"""What a caller says of each human act (P7, P8, P10, P17): one model per act."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from api.http.fields import Line, Note
from api.people.fields import CrewRef, DepartmentRef, Occasion, StaffRef
from domain.playbooks import privacy_request

TICKET_REF = r"^[a-z][a-z-]{1,40}-[A-Za-z0-9-]{1,40}$"
TicketRef = Annotated[str, StringConstraints(pattern=TICKET_REF), Field(examples=["repair-R2026-000123"])]


class Done(BaseModel):
    """Who did it, with a remark where there is one."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"by": "S00000001"}]})
    words: ClassVar[tuple[str, ...]] = ("remark",)
    """Fields that hold what people said or wrote: they stay in the archive and never enter the workflow."""

    by: StaffRef | None = Field(
        None,
        description="Who did it; oneself where it is left out. Only some may record for others.",
    )
    remark: Note | None = None

    def data(self) -> dict[str, str]:
        """The codes, ids and moments of the act."""
        given = self.model_dump(mode="json", exclude={"by", *self.words}, exclude_none=True)
        return {key: value if isinstance(value, str) else str(value) for key, value in given.items()}

    def said(self) -> dict[str, Any]:
        """The words of the act."""
        return self.model_dump(mode="json", include=set(self.words), exclude_none=True)


class WithReason(Done):
    """An act that needs a reason."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"by": "S00000001", "remark": "业主要求"}]}
    )
    remark: Note


class HandOn(WithReason):
    """Somebody else works on it; who took it in stays answerable."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"by": "S00000001", "to": "S00000002", "remark": "交接班"}]},
    )
    to: StaffRef


class ToCrew(Done):
    """The crew that takes it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"by": "S00000001", "crew": "W00000001"}]}
    )
    crew: CrewRef


class MoveDue(WithReason):
    """The new moment, and why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"by": "S00000001", "to": "2026-12-01T10:00:00+08:00", "remark": "业主出差"}]
        },
    )
    to: Occasion


class Appoint(Done):
    """When, and at whose wish: an appointment that the customer wished moves the promise."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"by": "S00000001", "at": "2026-12-01T10:00:00+08:00", "wished_by": "customer"}]
        },
    )
    at: Occasion
    wished_by: Literal["customer", "company"] = "customer"


class PreferTime(Done):
    """When the customer wishes to be called."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"by": "S00000001", "at": "2026-12-01T19:00:00+08:00"}]},
    )
    at: Occasion


class Plan(Done):
    """What will be done, when, with which parts."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "by": "S00000003",
                    "what": "更换厨房水管并试压",
                    "at": "2026-12-01T10:00:00+08:00",
                    "parts": ["PPR 水管 2 米"],
                }
            ]
        },
    )
    words: ClassVar[tuple[str, ...]] = ("remark", "what", "parts")
    what: Note
    at: Occasion
    parts: Annotated[list[Line], Field(max_length=50)] = Field(default_factory=list)


class Quote(Done):
    """What it costs the customer, in yuan, and for what."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"by": "S00000001", "amount": "680.00", "what": "保修期外更换龙头"}]},
    )
    words: ClassVar[tuple[str, ...]] = ("remark", "what")
    amount: Decimal = Field(gt=0, max_digits=10, decimal_places=2)
    what: Note


class Duplicate(Done):
    """The open ticket of the same matter."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"by": "S00000001", "of": "repair-R2026-000122"}]},
    )
    of: TicketRef


class Reassign(Done):
    """The agent who calls."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"by": "S00000001", "to": "S00000002"}]}
    )
    to: StaffRef


class CallRecord(Done):
    """The record of a follow-up call; complete, or there is none (P10)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "by": "S00000002",
                    "satisfaction": "dissatisfied",
                    "with_what": "水管仍然渗水",
                    "suggestions": "希望换材料",
                    "arrived": "yes",
                }
            ]
        },
    )
    words: ClassVar[tuple[str, ...]] = ("remark", "with_what", "suggestions")
    satisfaction: Literal["satisfied", "neutral", "dissatisfied"]
    with_what: Note | None = Field(None, description="What the customer is content or not content with.")
    suggestions: Note | None = None
    arrived: Literal["yes", "no"] | None = Field(None, description="Whether the crew really came.")

    @model_validator(mode="after")
    def _complete(self) -> "CallRecord":
        if self.satisfaction == "dissatisfied" and self.with_what is None:
            raise PydanticCustomError("huifang-with-what", "dissatisfied with what?")
        return self


class CallUnreached(WithReason):
    """A supervisor answers for it that the customer cannot be reached."""


class Judged(Done):
    """Well-founded: the department responsible, if it is another."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"by": "S00000001", "department": "D000002"}]}
    )
    department: DepartmentRef | None = None


class Written(Done):
    """Something that somebody files or says, in words."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"by": "S00000001", "what": "当天两处同时报修"}]}
    )
    words: ClassVar[tuple[str, ...]] = ("remark", "what")
    what: Note


class Explanation(Done):
    """What happened, as the department sees it, and what would remedy it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"by": "S00000001", "what": "当天两处同时报修", "remedy": "次日上门清理"}]
        },
    )
    words: ClassVar[tuple[str, ...]] = ("remark", "what", "remedy")
    what: Note
    remedy: Note


class Investigation(Done):
    """The cause, and who is responsible."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"by": "S00000001", "cause": "排班冲突", "responsible": "S00000003"}]
        },
    )
    words: ClassVar[tuple[str, ...]] = ("remark", "cause")
    cause: Note
    responsible: StaffRef | None = None


class Options(Done):
    """What could be done, for the manager to decide."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"by": "S00000001", "options": ["上门清理并道歉", "减免保洁费"]}]},
    )
    words: ClassVar[tuple[str, ...]] = ("remark", "options")
    options: Annotated[list[Note], Field(min_length=1, max_length=10)]


class Approval(Done):
    """The option that is approved, counted from 1."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"by": "S00000001", "option": 1}]}
    )
    option: int = Field(ge=1, le=10)


class Signed(Done):
    """How the customer signed: on paper that was scanned, or by a code."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"by": "S00000001", "how": "paper", "scan": "https://files.example/1.pdf"}]
        },
    )
    words: ClassVar[tuple[str, ...]] = ("remark", "scan")
    how: Literal["paper"] = "paper"
    scan: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]{1,500}$")]


class Classified(Done):
    """What kind of complaint it was, and what is improved by whom until when."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "by": "S00000001",
                    "category": "service.punctuality",
                    "measure": "排班预留半小时",
                    "owner": "S00000003",
                    "until": "2026-12-31T18:00:00+08:00",
                }
            ]
        },
    )
    words: ClassVar[tuple[str, ...]] = ("remark", "measure")
    category: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,59}$")]
    measure: Note
    owner: StaffRef
    until: Occasion


class IdentityChecked(Done):
    """How it was made sure that it is the person who asks."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"by": "S00000002", "identity": "called_back_on_number"}]},
    )
    identity: privacy_request.Identity


class DecideRequest(Done):
    """What is decided on a person's request, and on which ground it is refused, if only in part."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"by": "S00000005", "decision": "granted"}]}
    )
    decision: privacy_request.Decision
    ground: privacy_request.Refusal | None = None
    fields: Annotated[list[privacy_request.Field], Field(max_length=10)] = Field(
        default_factory=list, description="Of a correction granted in part: what is corrected."
    )

    def data(self) -> dict[str, str]:
        """The fields as one code."""
        return {**super().data(), "fields": ",".join(self.fields)}


BODIES: Mapping[str, type[Done]] = {
    "hand_on": HandOn,
    "withdraw": WithReason,
    "mark_duplicate": Duplicate,
    "wait_for_customer": WithReason,
    "move_due": MoveDue,
    "assign_crew": ToCrew,
    "hand_to_crew": ToCrew,
    "crew_declines": WithReason,
    "dispute_arrival": WithReason,
    "appoint": Appoint,
    "file_plan": Plan,
    "quote": Quote,
    "prefer_time": PreferTime,
    "reassign": Reassign,
    "record_result": CallRecord,
    "close_unreached": CallUnreached,
    "judge_well_founded": Judged,
    "judge_not_founded": WithReason,
    "answer_customer": Written,
    "file_explanation": Explanation,
    "file_investigation": Investigation,
    "propose_remedy": Options,
    "approve": Approval,
    "ask_for_another": WithReason,
    "refuse": WithReason,
    "report_measure": Written,
    "customer_accepts": Signed,
    "customer_refuses": WithReason,
    "classify": Classified,
    "check_identity": IdentityChecked,
    "identity_not_shown": WithReason,
    "decide_request": DecideRequest,
    "answer_request": Written,
}
"""The body of each act that needs more than `Done`."""

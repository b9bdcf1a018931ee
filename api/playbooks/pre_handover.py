"""The pre-handover sequence of a building: starting it, and how far it is (P1)."""

from datetime import UTC, date, datetime
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.playbooks.enrolment import enrolment_id, enrolment_running, start_enrolment
from api.playbooks.policies import PolicyIn
from api.playbooks.preview import MessagePreview, preview
from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    ApiConfig,
    BuildingId,
    Problem,
    Route,
    as_system,
    config_of,
    connection,
    field_error,
    locale_of,
    problems,
    require_temporal,
)
from domain.playbooks.pre_handover_policy import ClosedTooLong, PreHandoverPolicy
from store.database import present, queries
from store.policies import policy_from_json, policy_to_json
from store.rows.buildings.buildings import BuildingRow

router = APIRouter(tags=["pre-handover"], route_class=Route)


class StartSequence(BaseModel):
    """How to start; an empty object takes the company's policy."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{}]})

    policy: PolicyIn | None = None


class SequenceStarted(BaseModel):
    """The sequence has been taken on; owners are enrolled in the background."""

    enrolment_id: str = Field(
        examples=["enrolment-B000001"], description="Its workflow, for the Temporal Web UI."
    )
    progress: str = Field(
        examples=["/buildings/B000001/pre-handover"], description="Where to see how far it is."
    )
    handover_date: date
    messages: list[MessagePreview]


class Owners(BaseModel):
    """Owners of the building's flats."""

    active: int
    sold: int
    signed: int
    opted_out: int


class Replies(BaseModel):
    """What the building's owners texted back."""

    all: int
    waiting: int = Field(description="Nobody has seen to these yet: `/replies?handled=false`.")


_PROGRESS: dict[str, Any] = {
    "building_id": "B000001", "handover_date": "2027-01-15", "enrolled": True, "enrolment_running": False,
    "change_pending": False, "owners": {"active": 122, "sold": 1, "signed": 2, "opted_out": 1},
    "tickets": {"waiting": 120, "closed": 3}, "closed": {"signed": 2, "opted_out": 1},
    "messages": {"delivered": 98, "accepted": 20, "failed": 2}, "segments": 240,
    "replies": {"all": 14, "waiting": 5},
}  # fmt: skip


class Progress(BaseModel):
    """How far a building's sequence is."""

    model_config = ConfigDict(json_schema_extra={"examples": [_PROGRESS]})

    building_id: str
    handover_date: date | None
    enrolled: bool = Field(description="Whether the sequence has been started.")
    enrolment_running: bool = Field(description="Whether owners are being enrolled at this moment.")
    change_pending: bool = Field(
        description="Whether a new date or a cancellation is still on its way to tickets."
    )
    owners: Owners
    tickets: dict[str, int] = Field(examples=[{"waiting": 120, "closed": 3}], description="Tickets by stage.")
    closed: dict[str, int] = Field(
        examples=[{"signed": 2, "opted_out": 1}], description="Closed tickets by reason."
    )
    messages: dict[str, int] = Field(
        examples=[{"delivered": 98, "accepted": 20, "failed": 2}], description="Messages by state."
    )
    segments: int = Field(description="Segments of all messages so far.")
    replies: Replies


@router.post(
    "/buildings/{building_id:id}/pre-handover",
    status_code=202,
    operation_id="startPreHandover",
    summary="Start the sequence for all owners",
    responses=problems(
        "no-such-building",
        "no-handover-date",
        "building-cancelled",
        "nothing-ahead",
        "enrolled-with-another-policy",
        *BODY,
        *REPEATED,
    ),
    dependencies=[KEYED],
)
async def start(
    request: Request, response: Response, building_id: BuildingId, order: StartSequence
) -> SequenceStarted:
    """Enrols every owner; started again, it enrols those who were added since. Shows what will be sent."""
    config = config_of(request)
    await require_temporal(config)
    async with connection(request) as db, db.transaction():
        row = await queries.lock_building(db, id=building_id)
        if row is None:
            raise Problem("no-such-building")
        policy = _chosen(request, row, order.policy, config)
        messages = _messages(request, row, policy, config)
        first = row["policy"] is None
        if first:
            row = await queries.begin_sequence(db, id=building_id, policy=policy_to_json(policy))
    await start_enrolment(config, row)
    if first:
        async with connection(request) as db:
            await queries.building_change_applied(db, id=building_id, version=row["version"])
    progress = f"/buildings/{building_id}/pre-handover"
    response.headers["Location"] = progress
    return SequenceStarted(
        enrolment_id=enrolment_id(building_id),
        progress=progress,
        handover_date=present(row["handover_date"]),
        messages=messages,
    )


def _chosen(
    request: Request, row: BuildingRow, override: PolicyIn | None, config: ApiConfig
) -> PreHandoverPolicy:
    if row["status"] == "cancelled":
        raise Problem("building-cancelled")
    if row["handover_date"] is None:
        raise Problem("no-handover-date")
    kept = policy_from_json(row["policy"])
    try:
        asked = override.over(config.default_policy) if override else kept or config.default_policy
    except ClosedTooLong:
        error = field_error(request.scope, "body", "#/policy/hours/closed_days", "closed-days")
        raise Problem("invalid", [error]) from None
    except ValueError:
        raise Problem("invalid", [field_error(request.scope, "body", "#/policy", "outside-hours")]) from None
    if kept is not None and asked != kept:
        raise Problem("enrolled-with-another-policy")
    return asked


def _messages(
    request: Request, row: BuildingRow, policy: PreHandoverPolicy, config: ApiConfig
) -> list[MessagePreview]:
    try:
        messages = preview(
            row["name"],
            present(row["handover_date"]),
            policy,
            signature=config.signature,
            owner_locale=config.locale,
            locale=locale_of(request.scope),
            now=datetime.now(UTC),
        )
    except ValueError:
        error = field_error(request.scope, "body", "#/policy/hours/closed_days", "closed-days")
        raise Problem("invalid", [error]) from None
    if not any(message.ahead for message in messages):
        raise Problem("nothing-ahead", date=row["handover_date"])
    return list(messages)


@router.get(
    "/buildings/{building_id:id}/pre-handover",
    operation_id="preHandoverProgress",
    summary="How far the sequence is",
    responses=problems("no-such-building"),
)
async def progress(request: Request, building_id: BuildingId) -> Progress:
    """Owners, tickets and messages in numbers."""
    async with as_system(request) as db:
        row = await queries.get_building(db, id=building_id)
        if row is None:
            raise Problem("no-such-building")
        owners = await queries.count_owners(db, building_id=building_id)
        tickets = [entry async for entry in queries.count_tickets(db, building_id=building_id)]
        messages = [entry async for entry in queries.count_messages(db, building_id=building_id)]
        replies = await queries.count_replies(db, building_id=building_id)
    stages: dict[str, int] = {}
    for entry in tickets:
        stages[entry["stage"]] = stages.get(entry["stage"], 0) + entry["tickets"]
    return Progress(
        building_id=building_id,
        handover_date=row["handover_date"],
        enrolled=row["policy"] is not None,
        enrolment_running=await enrolment_running(config_of(request), building_id),
        change_pending=row["applied_version"] < row["version"],
        owners=Owners(**owners),
        tickets=stages,
        closed={entry["close_reason"]: entry["tickets"] for entry in tickets if entry["close_reason"]},
        messages={entry["state"]: entry["messages"] for entry in messages},
        segments=sum(entry["segments"] or 0 for entry in messages),
        replies=Replies(**replies),
    )

"""Four times "none is missed", as questions to the records (P19)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request

from api.routing import Route, as_system, config_of, locale_of, problems
from domain.tickets.none_missed import NoneMissedPolicy, Rule
from store.database import Connection, queries
from texts import text

router = APIRouter(tags=["tickets"], route_class=Route)

MOST = 500
"""Tickets listed per rule; of more there is no telling how many."""


_MISSED: dict[str, Any] = {
    "rule": "unhandled", "title": "无一漏办", "count": 1,
    "meaning": "工单进行中，但没有首问负责人、没有经办人或没有工队。请指派。",
    "tickets": ["repair-R2026-000123"],
}  # fmt: skip
_EXAMPLE: dict[str, Any] = {"at": "2026-12-16T10:00:00+08:00", "none_missed": False, "rules": [_MISSED]}


class Missed(BaseModel):
    """One rule, and the tickets that break it."""

    rule: Rule
    title: str = Field(description="The rule in the caller's language.")
    meaning: str = Field(description="What is the matter with these tickets, and what to do.")
    count: int = Field(description=f"How many; {MOST} stands for {MOST} or more.")
    tickets: list[str] = Field(examples=[["repair-R2026-000123"]])


class NoneMissed(BaseModel):
    """What the records say at this moment."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    at: datetime
    none_missed: bool = Field(description="Whether all four rules hold.")
    rules: list[Missed]


@router.get(
    "/checks/none-missed",
    operation_id="noneMissed",
    summary="What has been missed",
    responses=problems(),
)
async def none_missed(request: Request) -> NoneMissed:
    """Every reported problem has a ticket, a handler, a check with the customer and a feedback entry."""
    async with as_system(request) as db, db.transaction(isolation="repeatable_read", readonly=True):
        found = await missed(db, config_of(request).none_missed)
    locale = locale_of(request.scope)
    rules = [
        Missed(
            rule=rule,
            title=text(locale, f"rule-{rule}"),
            meaning=text(locale, f"rule-{rule}-meaning"),
            count=len(tickets),
            tickets=tickets,
        )
        for rule, tickets in found.items()
    ]
    return NoneMissed(at=datetime.now(UTC), none_missed=not any(found.values()), rules=rules)


async def missed(db: Connection, policy: NoneMissedPolicy) -> Mapping[Rule, list[str]]:
    """The tickets that break each rule, in the order of their ids; at most `MOST` each."""
    unrecorded = queries.unrecorded(db, within=policy.recorded_within, most=MOST)
    unhandled = queries.unhandled(db, within=policy.handled_within, most=MOST)
    return {
        "unrecorded": [row["id"] async for row in unrecorded],
        "unhandled": [row["id"] async for row in unhandled],
        "unchecked": [row["id"] async for row in queries.unchecked(db, most=MOST)],
        "not_fed_back": [row["id"] async for row in queries.not_fed_back(db, most=MOST)],
    }

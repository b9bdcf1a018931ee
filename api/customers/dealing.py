"""Whose customers the owners of a building are, said in one go (P3)."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError
from starlette.requests import Request

from api.routing import (
    BODY,
    KEYED,
    REPEATED,
    BuildingRef,
    Line,
    Route,
    StaffRef,
    connection,
    note_seen,
    problems,
    recorded_by,
)
from services.customers.dealing import Dealing, deal_owners

router = APIRouter(tags=["customers"], route_class=Route)

_MOST = 200
_WANTED: dict[str, Any] = {
    "building_id": "B000001",
    "agents": ["S00000002", "S00000003"],
    "by": "balance",
    "rules": [{"block": "1栋", "agent_id": "S00000002"}],
}
_DEALT: dict[str, Any] = {
    "assigned": 126, "left": 0,
    "by_agent": [{"agent_id": "S00000002", "customers": 63}, {"agent_id": "S00000003", "customers": 63}],
}  # fmt: skip


class BlockRule(BaseModel):
    """Whose customers the owners of a block are."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"block": "1栋", "agent_id": "S00000002"}]}
    )

    block: Line
    agent_id: StaffRef


class ToDeal(BaseModel):
    """Who is dealt to whom."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_WANTED]})

    building_id: BuildingRef | None = Field(None, description="Left out: owners of all buildings.")
    agents: Annotated[list[StaffRef], Field(max_length=_MOST)] = Field(
        default_factory=list, description="One: all are hers. Several: each gets about as many."
    )
    by: Literal["balance", "block"] = Field(
        "balance",
        description="`block`: owners of one block have the same agent. Owners of one flat always do.",
    )
    rules: Annotated[list[BlockRule], Field(max_length=_MOST)] = Field(
        default_factory=list, description="Go first; the rest is dealt to `agents`. They need a building."
    )
    reassign: bool = Field(False, description="Also those who have an agent.")

    @model_validator(mode="after")
    def _somebody(self) -> "ToDeal":
        if (not self.agents and not self.rules) or (self.rules and self.building_id is None):
            raise PydanticCustomError("huifang-deal-to", "nobody to deal to")
        return self


class AgentShare(BaseModel):
    """How many an agent was given."""

    model_config = ConfigDict(json_schema_extra={"examples": [_DEALT["by_agent"][0]]})

    agent_id: str
    customers: int


class Dealt(BaseModel):
    """What came of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_DEALT]})

    assigned: int
    by_agent: list[AgentShare]
    left: int = Field(description="Owners who still have no agent.")


@router.post(
    "/customers:assign",
    operation_id="assignCustomers",
    summary="Give owners to agents in one go",
    responses=problems("no-such-building", "no-such-person", *BODY, *REPEATED),
    dependencies=[KEYED],
)
async def assign(request: Request, wanted: ToDeal) -> Dealt:
    """By building, by rule, or balanced; all of it or nothing. Whoever has an agent keeps it, unless said."""
    dealing = Dealing(
        agents=list(dict.fromkeys(wanted.agents)),
        by=wanted.by,
        building_id=wanted.building_id,
        rules={each.block: each.agent_id for each in wanted.rules},
        reassign=wanted.reassign,
    )
    async with connection(request) as db:
        done = await deal_owners(db, dealing, by=recorded_by(request))
    await note_seen(request, done.customers, "file", assigned=len(done.customers))
    shares = [AgentShare(agent_id=agent, customers=count) for agent, count in sorted(done.by_agent.items())]
    return Dealt(assigned=len(done.customers), by_agent=shares, left=done.left)
